import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {execa} from 'execa';
import {beforeAll, describe, expect, inject, onTestFinished, test} from 'vitest';
import {parseConfig} from '../../source/kernel/config-text.ts';
import {findWhatConfigures} from '../kernel/what-configures.ts';
import {kernelsBuilt, kernelsTake} from '../kernels-built.ts';
import {keys} from '../terminal/keys.ts';
import {Pty} from '../terminal/pty.ts';
import {outsideNpm, program, ramstrap, temporaryFolder, timesVersion, type Run} from './program.ts';

beforeAll(kernelsBuilt, kernelsTake);

/**
`rambox-tiny`, its kernel built from source, and `cloud`, on the distribution's kernel for virtual machines, are built
here already.
*/
const home = inject('builtHome');
const source = ['--set', 'kernel.source.package=linux-source-6.1'];
const kernelOf = (recipe: string) => path.join(home, 'work', recipe, 'kernel/vmlinuz');

type Node = {up: boolean; memory: {totalKiB: number; usedKiB: number}};
const resultOf = ({events}: Run) => events.at(-1)!;
const nodeOf = (run: Run) => (resultOf(run).nodes as Node[])[0]!;
const statusesOf = ({events}: Run) => events.filter(({event, status}) => event === 'step' && status !== 'started').map(({id, status}) => `${String(id)} ${String(status)}`).toSorted();

/** A recipe of this text, in a folder of its own. */
function recipeFile(kernel: string, more = ''): string {
	const file = path.join(temporaryFolder(), 'mine.yaml');
	writeFileSync(file, `version: 1\nname: newer\nstrategy: busybox-initramfs\n${more}kernel:\n  from: build\n  source: {package: linux-source-6.12}\n${kernel}`);
	return file;
}

/** By the last build of this recipe's kernel. */
const compiledFiles = (recipe: string) => readFileSync(path.join(home, 'logs', recipe, 'kernel.log'), 'utf8').match(/^ +(?:CC|AS) /gm)!.length;
/** The kernel that is built before all others, so the whole of it. */
const wholeKernel = 'nfs-root';

describe('rambox-tiny', () => {
	test('has a kernel below 2.6 MB, without modules, and none of them in the image', () => {
		const image = readFileSync(kernelOf('rambox-tiny'));
		expect(image.length).toBeLessThan(2_600_000);
		expect(image.toString('latin1', 0x2_02, 0x2_06)).toBe('HdrS');
		expect(readFileSync(path.join(home, 'work/rambox-tiny/kernel/config'), 'utf8')).toContain('# CONFIG_MODULES is not set');
		expect(readFileSync(path.join(home, 'work/rambox-tiny/initramfs/manifest.mtree'), 'utf8')).not.toContain('lib/modules');
	});

	test('how far its build is, is told by what make would compile: that is what it did compile', () => {
		const foreseen = readFileSync(path.join(home, 'work', wholeKernel, 'kernel/objects.txt'), 'utf8').trim().split('\n').length;
		const compiled = compiledFiles(wholeKernel);
		expect(foreseen).toBeGreaterThan(500);
		expect(Math.abs(foreseen - compiled)).toBeLessThan(0.2 * compiled);
	});

	test('is all cached the second time, in less than a processor second of the machine this was written on', async () => {
		const {run: again, times} = await timesVersion(['run', 'rambox-tiny', ...source, '--json'], {home});
		// There `--version` takes a twelfth of it.
		expect(times).toBeLessThan(12);
		expect(statusesOf(again)).toEqual(['busybox cached', 'initramfs cached', 'kernel cached', 'kernel-config cached', 'kernel-source cached']);
	});

	// That it is up sooner is for a quiet machine to show: npm run bench.
	test('comes up, with more memory left than the distribution\'s kernel', async () => {
		const cloud = nodeOf(await ramstrap(['rehearse', 'rambox', '--set', 'name=cloud', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}', '--json'], {home}));
		const tiny = nodeOf(await ramstrap(['rehearse', 'rambox-tiny', ...source, '--json'], {home}));
		expect([cloud.up, tiny.up]).toEqual([true, true]);
		const free = ({memory}: Node) => memory.totalKiB - memory.usedKiB;
		expect(free(tiny)).toBeGreaterThan(free(cloud));
		console.log(`${Math.round(free(tiny) / 1024)} MiB free (cloud kernel ${Math.round(free(cloud) / 1024)})`);
	});
});

describe('kernel config', () => {
	test('one option alone: exit 1, and what it needs', async () => {
		const run = await ramstrap(['kernel', 'config', recipeFile('  options: {VIRTIO_NET: y}\n'), '--json'], {home});
		expect(run.exitCode).toBe(1);
		const {requested, kept, dropped, ...rest} = resultOf(run) as {requested: number; kept: number; dropped: Array<{option: string; unmet: string[]; add: string[]}>};
		expect(rest).toEqual({event: 'result', ok: false});
		expect(kept).toBe(requested - 1);
		expect(dropped).toMatchObject([{option: 'VIRTIO_NET', unmet: ['NETDEVICES', 'NET_CORE', 'VIRTIO'], add: ['NETDEVICES', 'NET_CORE', 'VIRTIO_MENU', 'VIRTIO_PCI']}]);
	});

	test('the same for a person, and with what was said to add it is kept', async () => {
		const run = await ramstrap(['kernel', 'config', recipeFile('  options: {VIRTIO_NET: y}\n')], {home});
		expect(run.exitCode).toBe(1);
		expect(run.stdout).toMatch(/1 of \d+ requested options are not in the resulting kernel configuration/);
		expect(run.stdout).toContain('VIRTIO_NET');
		const again = await ramstrap(['kernel', 'config', recipeFile('  options: {NETDEVICES: y, NET_CORE: y, VIRTIO_MENU: y, VIRTIO_PCI: y, VIRTIO_NET: y}\n'), '--json'], {home});
		expect(again.exitCode, again.stderr).toBe(0);
		expect(resultOf(again)).toMatchObject({ok: true, dropped: []});
	});

	test('run stops at it too, before anything is compiled', async () => {
		const run = await ramstrap(['run', recipeFile('  options: {VIRTIO_NET: y}\n'), '--json'], {home});
		expect(run.exitCode).toBe(1);
		expect(statusesOf(run)).toContain('kernel-config failed');
		expect(statusesOf(run)).toContain('kernel skipped');
		expect(run.stderr).toContain('VIRTIO_NET');
	});

	test('an own fragment counts like any other request, and a bad line in it is named', async () => {
		const file = recipeFile('  fragment: my.config\n');
		writeFileSync(path.join(path.dirname(file), 'my.config'), '# mine\nCONFIG_IKCONFIG=y\nCONFIG_IKCONFIG_PROC=y\n# CONFIG_AIO is not set\n');
		expect((await ramstrap(['kernel', 'config', file], {home})).exitCode).toBe(0);
		writeFileSync(path.join(path.dirname(file), 'my.config'), 'CONFIG_IKCONFIG=y\nIKCONFIG_PROC y\n');
		const bad = await ramstrap(['kernel', 'config', file], {home});
		expect(bad.exitCode).toBe(2);
		expect(bad.stderr).toContain('my.config:2');
	});

	test('is for built kernels', async () => {
		const run = await ramstrap(['kernel', 'config', 'rambox'], {home});
		expect(run.exitCode).toBe(2);
		expect(run.stderr).toContain('rambox uses the distribution\'s kernel');
	});
});

test('kernel menu opens the whole tree of a recipe\'s kernel; what is set there is in the recipe, possible, and exported', async () => {
	const file = recipeFile('  # mine\n  bundles: [virtio]\n');
	const pty = new Pty({command: process.execPath, args: [program, 'kernel', 'menu', file], env: {RAMSTRAP_HOME: home, ...outsideNpm}});
	onTestFinished(() => {
		pty.close();
	});
	await pty.until('t whole tree');
	pty.type('t');
	// A whole kernel is read, and its compiler asked a hundred questions the first time.
	await pty.until('General setup --->', 60);
	pty.type('/config_dm_crypt\r');
	await pty.until('► - - Crypt target support');
	pty.type('y');
	await pty.until('DM_CRYPT=y takes 2 other changes');
	pty.type(keys.enter);
	await pty.until('► [*] Crypt target support');
	pty.type('s');
	await pty.until('1 bundle and 3 options chosen', 30);
	pty.type(keys.enter);
	expect(await pty.exit).toBe(0);
	expect(readFileSync(file, 'utf8')).toMatch(/ {2}# mine\n {2}bundles: \[virtio\]\n {2}options: \{(?=.*MD: y)(?=.*BLK_DEV_DM: y)(?=.*DM_CRYPT: y).*\}\n/);
	const run = await ramstrap(['kernel', 'config', file], {home});
	expect(run.exitCode, run.stderr).toBe(0);
	// What is exported is what was configured, and nothing else is printed.
	const whole = await ramstrap(['kernel', 'export', file], {home});
	expect(whole.stdout).toMatch(/^#\n# Automatically generated file/);
	expect(parseConfig(whole.stdout)).toEqual(parseConfig(readFileSync(path.join(home, 'work/newer/kernel-config/config'), 'utf8')));
	const minimal = await ramstrap(['kernel', 'export', file, '--mode', 'defconfig'], {home});
	expect(minimal.stdout.split('\n').length).toBeLessThan(whole.stdout.split('\n').length / 2);
});

test('Ctrl-C while a source is fetched leads back to the list, with what was chosen; a second one ends', async () => {
	const silent = createServer(() => undefined);
	await new Promise<void>(resolve => {
		silent.listen(0, '127.0.0.1', resolve);
	});
	const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/linux-6.12.tar.gz`;
	const file = recipeFile('  bundles: [virtio]\n');
	writeFileSync(file, readFileSync(file, 'utf8').replace('package: linux-source-6.12', () => `url: '${url}', sha256: ${'ab'.repeat(32)}`).replace('newer', 'stopped'));
	const pty = new Pty({command: process.execPath, args: [program, 'kernel', 'menu', file], env: {RAMSTRAP_HOME: home, ...outsideNpm}});
	onTestFinished(() => {
		pty.close();
		silent.closeAllConnections();
		silent.close();
	});
	await pty.until('► [x] virtio');
	pty.type(`${keys.down} `);
	await pty.until('► [x] intel-nics');
	pty.type('t');
	await pty.until('Kernel source linux-6.12.tar.gz');
	pty.type(keys.ctrl('c'));
	await pty.until('Reading the kernel source was stopped. What was chosen before is kept.');
	await pty.until('► [x] intel-nics');
	pty.type(keys.ctrl('c'));
	expect(await pty.exit).toBe(130);
	expect(existsSync(path.join(home, 'work/stopped/kernel-source'))).toBe(false);
});

describe('kernel import', () => {
	const hardware = path.resolve('test/kernel/hardware/fixtures/realtek-8168.txt');
	const debian = path.join(home, 'work/rambox/kernel/config');

	test('what a machine needs to boot is in the recipe, with what that needs; asked twice it is there already', async () => {
		const file = recipeFile('  options: {USB_PCI: y} # mine\n');
		const run = await ramstrap(['kernel', 'import', file, '--hardware', hardware, '--yes'], {home});
		expect(run.exitCode, run.stderr).toBe(0);
		const text = readFileSync(file, 'utf8');
		for (const option of ['USB_PCI', 'R8169', 'NET_VENDOR_REALTEK', 'BLK_DEV_NVME', 'SATA_AHCI', 'USB_XHCI_HCD']) {
			expect(text).toContain(`${option}: y`);
		}

		expect(text).toContain('} # mine\n');
		expect((await ramstrap(['kernel', 'config', file], {home})).exitCode).toBe(0);
		expect(resultOf(await ramstrap(['kernel', 'import', file, '--hardware', hardware, '--json'], {home}))).toMatchObject({lines: [], lacking: [], unknown: []});
	});

	test('the configuration of a distribution: many lines go into a file of their own, and all of them are possible', async () => {
		const file = recipeFile('');
		const run = await ramstrap(['kernel', 'import', file, '--config', debian, '--hardware', hardware, '--yes'], {home});
		expect(run.exitCode, run.stderr).toBe(0);
		expect(readFileSync(file, 'utf8')).toContain('fragment: newer.config');
		const lines = readFileSync(path.join(path.dirname(file), 'newer.config'), 'utf8');
		expect(lines.split('\n').length).toBeGreaterThan(400);
		expect(lines).toContain('CONFIG_R8169=y\n');
		expect(lines).toContain('CONFIG_SENSORS_K10TEMP=m\n');
		expect(lines).not.toContain('CONFIG_DRM_');
		expect((await ramstrap(['kernel', 'config', file], {home})).exitCode).toBe(0);
	});

	test('what cannot be imported is told in a sentence', async () => {
		for (const [words, sentence] of [[[], 'needs what to import'], [['--config', '/nowhere'], '/nowhere'], [['--hardware', '/nowhere'], '/nowhere']] as const) {
			const run = await ramstrap(['kernel', 'import', recipeFile(''), ...words], {home});
			expect(run.exitCode).toBe(2);
			expect(run.stderr).toContain(sentence);
		}

		expect((await ramstrap(['kernel', 'import', 'rambox', '--hardware', hardware], {home})).stderr).toContain('rambox uses the distribution\'s kernel');
	});
});

test('kernel search and --explain look into the kernel of a recipe', async () => {
	const file = recipeFile('');
	const found = await ramstrap(['kernel', 'search', 'gigabit', '8086:10d3', file], {home});
	expect(found.stdout).toContain('E1000E   Intel(R) PRO/1000 PCI-Express Gigabit Ethernet support');
	const explained = await ramstrap(['kernel', 'config', file, '--explain', 'CONFIG_DM_CRYPT'], {home});
	expect(explained.stdout).toContain('CONFIG_DM_CRYPT=n   tristate\nIn: Device Drivers › Multiple devices driver support (RAID and LVM)\n');
	expect(explained.stdout).toContain('\nTo turn it on: BLOCK=y, MD=y, BLK_DEV_DM=y, DM_CRYPT=y');
	const unknown = await ramstrap(['kernel', 'config', file, '--explain', 'ARM64'], {home});
	expect(unknown.exitCode).toBe(2);
	expect(unknown.stderr).toContain(`kernel search ARM64 ${file}`);
	expect((await ramstrap(['kernel', 'search', 'e1000e'], {home})).stderr).toContain('kernel search needs a tree');
});

describe('a source from the network or from an archive', () => {
	/** What the configuration reads of a tree, packed: 3 MB instead of 140. */
	async function packTree(): Promise<{file: string; sha256: string}> {
		const file = path.join(temporaryFolder(), 'linux-6.12.tar.gz');
		await execa('sh', ['-c', `${findWhatConfigures} | tar --null -T - --transform 's,^[.]/,linux-6.12/,' -czf ${file}`], {cwd: inject('kernelTrees')['6.12']});
		return {file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex')};
	}

	const recipeOn = (place: string) => {
		const file = path.join(temporaryFolder(), 'mine.yaml');
		writeFileSync(file, `version: 1\nname: fetched\nstrategy: busybox-initramfs\nkernel: {from: build, source: {${place}}, bundles: [virtio]}\n`);
		return file;
	};

	test('is fetched, checked, unpacked and configured; a wrong sum and a wrong address are told by name, and nothing stays', async () => {
		const {file, sha256} = await packTree();
		const server = createServer((request, response) => {
			response.writeHead(request.url === '/linux-6.12.tar.gz' ? 200 : 404).end(request.url === '/linux-6.12.tar.gz' ? readFileSync(file) : '');
		});
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		try {
			const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			const wrongSum = await ramstrap(['kernel', 'config', recipeOn(`url: '${address}/linux-6.12.tar.gz', sha256: ${'ab'.repeat(32)}`)], {home});
			expect(wrongSum.exitCode).toBe(2);
			expect(wrongSum.stderr).toContain('computed checksum did NOT match');
			expect(existsSync(path.join(home, 'work/fetched/kernel-source'))).toBe(false);
			const wrongAddress = await ramstrap(['kernel', 'config', recipeOn(`url: '${address}/linux-7.tar.gz', sha256: ${sha256}`)], {home});
			expect(wrongAddress.exitCode).toBe(1);
			expect(wrongAddress.stderr).toMatch(/^Kernel source linux-7\.tar\.gz: curl: \(22\) .*404/m);
			const right = await ramstrap(['kernel', 'config', recipeOn(`url: '${address}/linux-6.12.tar.gz', sha256: ${sha256}`), '--json'], {home});
			expect(right.exitCode, right.stderr).toBe(0);
		} finally {
			server.close();
		}
	});

	test('an archive on this machine, and a folder', async () => {
		const {file} = await packTree();
		const archive = await ramstrap(['kernel', 'config', recipeOn(`path: ${file}`), '--json'], {home});
		expect(archive.exitCode, archive.stderr).toBe(0);
		const folder = await ramstrap(['kernel', 'config', recipeOn(`path: ${inject('kernelTrees')['6.12']}`), '--json'], {home});
		expect(folder.exitCode, folder.stderr).toBe(0);
		expect(statusesOf(folder)).toEqual(['kernel-config done']);
	});
});

describe('kernel check', () => {
	const strategies = [
		['busybox-initramfs', 0], ['dracut-toram\nimage: archive', 0], ['dracut-toram\nimage: squashfs', 0],
		['ramdisk-ext2\nmount: initramfs', 0], ['nfs-root\nmount: initramfs', 0],
		['ramdisk-ext2\nmount: kernel', 2], ['nfs-root\nmount: kernel', 2],
	] as const;
	test.each(['rambox', 'cloud'].flatMap(kernel => strategies.map(([strategy, code]) => [kernel, strategy, code] as const)))('the kernel of %s, strategy: %s: exit %i', async (kernel, strategy, code) => {
		const file = path.join(temporaryFolder(), 'any.yaml');
		writeFileSync(file, `version: 1\nname: any\nstrategy: ${strategy}\ntree: {from: ${strategy === 'busybox-initramfs' ? 'busybox' : 'bootstrap'}}\n`);
		const run = await ramstrap(['kernel', 'check', file, '--config', path.join(home, 'work', kernel, 'kernel/config')], {home});
		expect(run.exitCode, run.stdout + run.stderr).toBe(code);
	});

	test('names the cards that the cloud kernel has no driver for', async () => {
		const config = path.join(home, 'work/cloud/kernel/config');
		expect((await ramstrap(['kernel', 'check', 'rambox', '--config', config], {home})).stdout).toMatch(/E1000\b/);
		const asked = await ramstrap(['kernel', 'check', 'rambox', '--set', 'kernel.drivers=[e1000]', '--config', config], {home});
		expect(asked.exitCode).toBe(2);
		expect(asked.stdout).toMatch(/E1000\b/);
	});

	test('without a file it looks at the kernel of the recipe', async () => {
		expect((await ramstrap(['kernel', 'check', 'rambox'], {home})).exitCode).toBe(0);
	});

	test('a run that found its kernel wanting lets the next plan know before anything runs', async () => {
		const other = temporaryFolder();
		const lacking = ['rambox', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [e1000]}'];
		const run = await ramstrap(['run', ...lacking], {home: other});
		expect(run.exitCode).toBe(2);
		expect(run.stderr).toContain('kernel.drivers names e1000');
		const plan = await ramstrap(['plan', ...lacking], {home: other});
		expect(plan.exitCode).toBe(2);
		expect(plan.stderr).toContain('→ kernel.package: linux-image-amd64');
	});

	test('a kernel image that contains no configuration says so', async () => {
		const run = await ramstrap(['kernel', 'check', 'rambox', '--kernel', kernelOf('rambox')], {home});
		expect(run.exitCode).toBe(2);
		expect(run.stderr).toContain('contains no configuration');
	});
});

describe('a changed option', () => {
	const broken = path.join(home, 'work/rambox-tiny/kernel-source/linux/init/version.c');
	const changed = ['run', 'rambox-tiny', ...source, '--set', 'kernel.options={IKCONFIG: y}', '--json'];

	test('a compile error is told in the compiler\'s line, and what was there stays', async () => {
		const text = readFileSync(broken, 'utf8');
		const before = readFileSync(kernelOf('rambox-tiny'));
		writeFileSync(broken, `${text}\n#error broken on purpose\n`);
		try {
			const run = await ramstrap(changed, {home});
			expect(run.exitCode).toBe(1);
			expect(statusesOf(run)).toEqual(['busybox cached', 'initramfs cached', 'kernel failed', 'kernel-config done', 'kernel-source cached']);
			const lines = run.stderr.split('\n');
			expect(lines[0]).toMatch(/^Kernel, built from source: .*init\/version\.c:\d+:2: error: #error broken on purpose$/);
			expect(lines.length).toBeLessThan(15);
			expect(readFileSync(kernelOf('rambox-tiny')).equals(before)).toBe(true);
		} finally {
			writeFileSync(broken, text);
		}
	});

	test('compiles few of the files, with nothing else done but what follows from it', async () => {
		const run = await ramstrap(changed, {home});
		expect(run.exitCode, run.stderr).toBe(0);
		expect(statusesOf(run)).toEqual(['busybox cached', 'initramfs cached', 'kernel done', 'kernel-config cached', 'kernel-source cached']);
		// Seconds would tell how busy this machine is.
		expect(compiledFiles('rambox-tiny')).toBeLessThan(0.2 * compiledFiles(wholeKernel));
	});

	test('the new kernel carries its configuration, and kernel check reads it there', async () => {
		const run = await ramstrap(['kernel', 'check', 'rambox-tiny', ...source, '--kernel', kernelOf('rambox-tiny')], {home});
		expect(run.exitCode, run.stdout + run.stderr).toBe(0);
	});
});
