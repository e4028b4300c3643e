import {describe, expect, test} from 'vitest';
import {parseRecipe} from '../../source/recipe/parse.ts';
import {processorSeconds} from '../processor-seconds.ts';
import {recipeWith} from './recipe.ts';

const minimal = 'version: 1\nname: rambox\nstrategy: busybox-initramfs\n';
const read = (text: string, set: string[] = []) => parseRecipe(text, {source: 'rambox.yaml', set});

describe('parseRecipe', () => {
	test('fills in every default', () => {
		expect(read(minimal)).toEqual({
			version: 1,
			name: 'rambox',
			strategy: 'busybox-initramfs',
			root: 'initramfs',
			archive: 'fetched',
			image: 'squashfs',
			mount: 'initramfs',
			nfs: 'v4.2',
			size: '80%',
			tree: {from: 'busybox', components: [], sources: [], tmpfs: [], packages: [], exclude: [], keep: [], network: 'dhcp', services: {}, selinux: 'disabled'},
			kernel: {from: 'distribution', drivers: 'all-network', modules: 'needed', bundles: [], options: {}},
			compression: 'zstd',
			node: {memory: 512, console: ['tty0', 'ttyS0'], timezone: 'UTC', locale: 'C.UTF-8', keys: [], failure: 'shell', words: []},
			tests: {hardware: [], time: '1h'},
			server: {dhcp: 'full', rivals: 'refuse', subnet: '192.168.24.0/24', keep: 3, lease: '1h', dns: [], unknown: 'serve', bios: 'ipxe', uefi: 'ipxe', timeout: 3},
			nodes: [],
		});
	});

	test('reads files from Windows, with a byte order mark', () => {
		expect(read(`\u{FEFF}${minimal.replaceAll('\n', '\r\n')}`).name).toBe('rambox');
	});

	test('writes MAC addresses in lower case', () => {
		expect(read(`${minimal}nodes: [{mac: 52:54:00:AB:CD:EF}]`).nodes[0]!.mac).toBe('52:54:00:ab:cd:ef');
	});

	test('understands anchors', () => {
		expect(read(`${minimal}nodes:\n  - {mac: 52:54:00:00:00:01, words: &w [shell]}\n  - {mac: 52:54:00:00:00:02, words: *w}`).nodes[1]!.words).toEqual(['shell']);
	});

	test('says everything at once, in the order of the file', () => {
		expect(messageOf(() => read('version: 1\nname: A b\ntre: {}\nnode: {memory: lots}\ncompression: 3\nstrategy: busybox-initramfs\n'))).toBe([
			'rambox.yaml:2: name "A b" is not the name of a recipe: use 1 to 63 of a-z, 0-9 and inner hyphens.',
			'rambox.yaml:3: tre is not a field of a recipe; did you mean tree?',
			'rambox.yaml:4: node.memory "lots" is not a whole number of MiB.',
			'rambox.yaml:5: compression is 3, but must be zstd, gzip, xz, lz4 or none.',
		].join('\n'));
	});

	test.each([
		['', 'rambox.yaml: the file is empty; a recipe starts with "version: 1" and "name: ...".'],
		['x'.repeat(300_000), 'rambox.yaml: the file is larger than 256 KiB; recipes are much smaller, so this is '
		+ 'probably the wrong file.'],
		['['.repeat(100_000), 'rambox.yaml:1: the file is nested too deeply to be a recipe.'],
		['{a: '.repeat(50_000), 'rambox.yaml:1: the file is nested too deeply to be a recipe.'],
	])('refuses what is no recipe at all', (text, sentence) => {
		expect(messageOf(() => read(text))).toBe(sentence);
	});

	test.each([
		[String.raw`tree: {from: directory, path: "/trees/one\ntouch /tmp/x"}`, String.raw`tree.path "/trees/one\ntouch /tmp/x" is not a path: it contains a control character, such as a line feed.`],
		[String.raw`tree: {files: "own\u2028x"}`, String.raw`tree.files "own\u2028x" is not a path`],
		[String.raw`tree: {from: oci, path: "a\0b"}`, String.raw`tree.path "a\u0000b" is not a path`],
		[String.raw`tree: {from: archive, path: "a\e[31mb"}`, String.raw`tree.path "a\u001b[31mb" is not a path`],
		[String.raw`kernel: {from: build, source: {path: "/linux\n6"}}`, String.raw`kernel.source.path "/linux\n6" is not a path`],
		[String.raw`kernel: {from: build, fragment: "a\rb"}`, String.raw`kernel.fragment "a\rb" is not a path`],
		['tree: {from: bootstrap, mirror: "https://example.org/ --setopt=tree.gpgcheck=0"}', 'tree.mirror "https://example.org/ --setopt=tree.gpgcheck=0" is not an address'],
		[String.raw`tree: {exclude: ["a\eb"]}`, 'is not a path or pattern'],
		[String.raw`node: {keys: ["a\eb"]}`, 'is not the path of a public key'],
		[String.raw`nodes: [{mac: "52:54:00:00:00:01", files: "a\nb"}]`, 'is not a path'],
	])('refuses what could be more than a path or an address: %s', (field, sentence) => {
		expect(messageOf(() => read(`${minimal}${field}\n`))).toContain(sentence);
	});

	test('an address loses line feeds and tabs, as it does in a browser', () => {
		expect(read(`${minimal}root: tmpfs\ntree: {from: bootstrap, mirror: "https://example.org/\\na\\tb"}\n`).tree.mirror).toBe('https://example.org/ab');
	});

	test('a time zone is checked in no time, whatever it is', async () => {
		const seconds = await processorSeconds(() => {
			expect(messageOf(() => read(`${minimal}node: {timezone: "a${'_'.repeat(5000)}!"}`))).toMatch(/is not a time zone such as Europe\/Berlin\.$/);
		});
		expect(seconds).toBeLessThan(0.5);
	});

	test.each([
		['root: squashfs\ntree: {from: bootstrap, packages: [smartmontools]}\ntests: {hardware: [memory, disks]}', 'tests.hardware needs stress-ng in the system: add it to tree.packages.'],
		['root: squashfs\ntree: {from: bootstrap}\ntests: {hardware: [cpu, disks]}', 'tests.hardware needs stress-ng and smartmontools in the system: add them to tree.packages.'],
		['tests: {hardware: [network]}', 'tests.hardware needs a whole system with the programs that test; a node that stays in its initramfs has only BusyBox.'],
		['root: squashfs\ntree: {from: bootstrap}\ntests: {hardware: [network], time: soon}', 'tests.time "soon" is not a time such as 30m, 12h or 7d'],
		['root: squashfs\ntree: {from: bootstrap}\ntests: {hardware: [disk]}', 'tests.hardware[0] is "disk", but must be memory, cpu, disks or network; did you mean disks?'],
	])('hardware tests whose programs are not there: %s', (fields, sentence) => {
		expect(messageOf(() => read(`${minimal}${fields}\n`))).toContain(sentence);
	});

	test('a kernel command line that the kernel would cut is refused', () => {
		const words = Array.from({length: 200}, (_, index) => `word.number=${index}`);
		expect(messageOf(() => read(`${minimal}node: {words: [${words.join(', ')}]}`))).toBe('rambox.yaml:4: node.words makes the command line 3089 characters long, and the kernel truncates it; the limit is 1536.');
	});
});

describe('--set', () => {
	const build = ['kernel.from=build', 'kernel.source.package=linux-source-6.1'];
	const built = {from: 'build' as const, source: {package: 'linux-source-6.1'}};
	test.each([
		[['node.memory=256'], recipeWith({node: {memory: 256}})],
		[['kernel.drivers=[e1000e, r8169]'], recipeWith({kernel: {from: 'distribution', drivers: ['e1000e', 'r8169']}})],
		[['node.words=[a=b]', 'name=other'], recipeWith({name: 'other', node: {words: ['a=b']}})],
		[['nodes.0.mac=52:54:00:00:00:01', 'nodes.0.name=one'], recipeWith({nodes: [{mac: '52:54:00:00:00:01', name: 'one'}]})],
		[build, recipeWith({kernel: built})],
		[[...build, 'kernel.options={VIRTIO_NET: y}'], recipeWith({kernel: {...built, options: {VIRTIO_NET: 'y'}}})],
		[[...build, 'kernel.options.VIRTIO_NET=y', 'kernel.options.NR_CPUS=4', 'kernel.options.64BIT=y'], recipeWith({kernel: {...built, options: {VIRTIO_NET: 'y', NR_CPUS: 4, '64BIT': 'y'}}})],
		[['kernel.bundles=[virtio, smp]'], recipeWith({kernel: {bundles: ['virtio', 'smp']}})],
		[['node={memory: 128}', 'node.timezone=Europe/Berlin'], recipeWith({node: {memory: 128, timezone: 'Europe/Berlin'}})],
	])('%j', (set, recipe) => {
		expect(read(minimal, set)).toEqual(recipe);
	});

	test.each([
		['node.memory=lots', '--set node.memory=lots: node.memory "lots" is not a whole number of MiB.'],
		['node.memroy=256', '--set node.memroy=256: node.memroy is not a field of a recipe; did you mean node.memory?'],
		['kernel.from.x=1', '--set kernel.from.x=1: kernel.from is a group of fields, but must be distribution or build.'],
		['kernel.optoins={}', '--set kernel.optoins={}: kernel.optoins is not a field of a recipe; did you mean kernel.options?'],
		['kernel.source.packge=x', '--set kernel.source.packge=x: kernel.source.packge is not a field of a recipe; did you mean kernel.source.package?'],
		['kernel.source=linux-source-6.1', '--set kernel.source=linux-source-6.1: kernel.source is "linux-source-6.1", but must be a group of fields: package, path, url and sha256.'],
		['kernel.source.package=nginx', '--set kernel.source.package=nginx: kernel.source.package "nginx" is not the name of a source package such as linux-source-6.1.'],
		['kernel.bundles=[virtoi]', '--set kernel.bundles=[virtoi]: kernel.bundles[0] is "virtoi", but must be virtio, intel-nics, realtek-nics, broadcom-nics, usb-nics, usb-keyboard, screen, smp, hardened, containers, disks, ramdisk, squashfs-overlay or nfs-root; did you mean virtio?'],
		['kernel.options.VIRTIO_NET=true', '--set kernel.options.VIRTIO_NET=true: kernel.options.VIRTIO_NET true is '
		+ 'not a value of a kernel option: write y, m or n, a whole number or text.'],
		['kernel.options.VIRTIO_NET=y', '--set kernel.options.VIRTIO_NET=y: kernel.options applies only to a built '
		+ 'kernel, '
		+ 'but kernel.from is distribution. Write "from: build", or remove it.'],
		['compression=', '--set compression=: compression is empty; give it a value or remove the line.'],
		['node.memory', '--set node.memory does not have the form path=value, such as --set node.memory=256.'],
		['=1', '--set =1 does not have the form path=value, such as --set node.memory=256.'],
		['a..b=1', '--set a..b=1 does not have the form path=value, such as --set node.memory=256.'],
		['node.words=[', '--set node.words=[ has a value that is not valid YAML; put the value in quotes.'],
		['__proto__.polluted=1', '--set __proto__.polluted=1: __proto__ is not a field of a recipe; a recipe has version, name, strategy, root, archive, image, mount, overlay, nfs, size, ramdisk, tree, kernel, compression, node, tests, server and nodes.'],
		// In a group of free names zod would leave it out in silence.
		['tree.services={__proto__: on}', '--set tree.services={__proto__: on}: tree.services.__proto__ is not a name that can be used here.'],
		['server.interface=..', '--set server.interface=..: server.interface ".." is not the name of a network interface such as eth0.'],
		['server.interface="$(id)"', '--set server.interface="$(id)": server.interface "$(id)" is not the name of a network interface such as eth0.'],
	])('%s is refused', (set, sentence) => {
		expect(messageOf(() => read(minimal, [set]))).toBe(sentence);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

test('of twenty thousand fields that nobody knows a hundred are told, at once', async () => {
	const text = minimal + Array.from({length: 20_000}, (_, index) => `k${index}: 1\n`).join('');
	let said = '';
	expect(await processorSeconds(async () => {
		said = messageOf(() => read(text));
	})).toBeLessThan(6);
	expect(said).toMatch(/^rambox\.yaml:4: k0 is not a field of a recipe; /);
	expect(said).toMatch(/\nrambox\.yaml:104: 19900 more fields are not fields of a recipe\.$/);
});

test('of a recipe that is in no file no line is named', () => {
	expect(messageOf(() => parseRecipe('version: 1\nname: Ü b\nstrategy: nfs-root\n', {source: 'the recipe Ü b'}))).toBe('the recipe Ü b: name "Ü b" is not the name of a recipe: use 1 to 63 of a-z, 0-9 and inner hyphens.');
});

function messageOf(act: () => unknown): string {
	try {
		act();
		return 'nothing was refused';
	} catch (error) {
		return (error as Error).message;
	}
}

test('a hexadecimal number keeps its spelling: for some options of a kernel 0x10 and 16 are not the same', () => {
	const text = 'version: 1\nname: hex\nstrategy: busybox-initramfs\nkernel: {from: build, source: {package: linux-source}, options: {PHYSICAL_START: 0x200000, NR_CPUS: 8}}\n';
	expect(parseRecipe(text, {source: 'hex.yaml'}).kernel.options).toEqual({PHYSICAL_START: '0x200000', NR_CPUS: 8});
	expect(parseRecipe(text, {source: 'hex.yaml', set: ['kernel.options.PHYSICAL_START=0x400000']}).kernel.options).toEqual({PHYSICAL_START: '0x400000', NR_CPUS: 8});
});

describe('tree.tmpfs', () => {
	const given = (...folders: string[]) => read(`version: 1\nname: a\nstrategy: nfs-root\ntree: {from: bootstrap, tmpfs: ${JSON.stringify(folders)}}\n`).tree.tmpfs;

	test.each([['/var/lib/containers/', '/var/lib/containers'], ['/srv', '/srv'], ['/var/cache', '/var/cache'], ['/a.b-c_d+e', '/a.b-c_d+e']])('takes %s', (folder, taken) => {
		expect(given(folder)).toEqual([taken]);
	});

	test.each(['/', '//', 'var', '/a/../b', '/./a', '/a b', '/a\nb', '/etc', '/usr', '/var', '/dev/shm', '/proc/x', '/run', '/lib/modules', '/boot/grub', '/usr/lib', '/etc/systemd', '/root', '/root/.ssh', '/home', '/tmp', '/var/tmp', '/var/lib', '/var/lib/dpkg', '/var/lib/dpkg/info', '/var/run'])('refuses %j', folder => {
		expect(() => given(folder)).toThrow('tmpfs');
	});

	test('names no folder twice', () => {
		expect(() => given('/srv', '/srv/')).toThrow('tree.tmpfs names /srv, which it names twice. Remove it.');
	});
});
