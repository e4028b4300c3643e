import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openPty} from './open-pty.ts';
import {outsideNpm, program, ramstrap, temporaryFolder, timesVersion, type Run} from './program.ts';

/** One home that all tests here share: what is built once is not built again. */
let home: string;
let first: Run;

beforeAll(async () => {
	home = mkdtempSync(path.join(tmpdir(), 'ramstrap-home-'));
	first = await ramstrap(['run', 'rambox', '--json'], {home});
});

afterAll(() => {
	rmSync(home, {recursive: true, force: true});
});

const resultOf = ({events}: Run) => events.at(-1)!;
const sumsOf = (run: Run) => (resultOf(run).artifacts as Array<{name: string; sha256: string}>).map(({name, sha256}) => `${name} ${sha256}`);
const statusesOf = ({events}: Run) => events.filter(({event, status}) => event === 'step' && status !== 'started').map(({id, status}) => `${String(id)} ${String(status)}`).toSorted();

test('run builds rambox and says what came of it', () => {
	expect(first.stderr).toBe('');
	expect(first.exitCode).toBe(0);
	expect(resultOf(first)).toMatchObject({event: 'result', ok: true, artifacts: [
		{name: 'vmlinuz', path: `${home}/work/rambox/kernel/vmlinuz`, bytes: expect.any(Number) as number, sha256: expect.stringMatching(/^[\da-f]{64}$/) as string},
		{name: 'initrd', path: `${home}/work/rambox/initramfs/initrd`},
	]});
	expect(statusesOf(first)).toEqual(['busybox done', 'drivers done', 'initramfs done', 'kernel done', 'kernel-check done']);
});

test('the second time every step is cached, in less than a processor second of the machine this was written on', async () => {
	const {run: again, times} = await timesVersion(['run', 'rambox', '--json'], {home});
	expect(statusesOf(again)).toEqual(['busybox cached', 'drivers cached', 'initramfs cached', 'kernel cached', 'kernel-check cached']);
	expect(sumsOf(again)).toEqual(sumsOf(first));
	// There `--version` takes a twelfth of it.
	expect(times).toBeLessThan(12);
});

/** Each of these changes what one of the tools does that build; the last ones end it. */
const meddling = {
	TAR_OPTIONS: '--owner=nobody', GZIP: '-1', XZ_OPT: '-9e', XZ_DEFAULTS: '--check=none', ZSTD_CLEVEL: '19', ZSTD_NBTHREADS: '2', POSIXLY_CORRECT: '1', CDPATH: '/', GREP_OPTIONS: '-v', MAKEFLAGS: '-k', CFLAGS: '-O0',
	LD_PRELOAD: '/no/such.so', PERL5OPT: '-Mno::such', BASH_ENV: '/no/such', ENV: '/no/such', MODPROBE_OPTIONS: '--no-such',
};

test('fresh into another home gives the same bytes; so does the printed script; whatever else is in the environment', async () => {
	const other = temporaryFolder();
	const again = await ramstrap(['run', 'rambox', '--fresh', '--json'], {home: other, env: meddling});
	expect(sumsOf(again)).toEqual(sumsOf(first));
	const {stdout} = await ramstrap(['plan', 'rambox', '--format', 'sh'], {home});
	const {stdout: said} = await execa('sh', [], {input: stdout, cwd: temporaryFolder(), env: meddling});
	const lines = said.trim().split('\n').slice(-2).map(line => line.split(/\s+/));
	expect(lines.map(([sum, file]) => `${path.basename(file!)} ${sum}`)).toEqual(sumsOf(first));
});

test('a changed choice of drivers does only what follows from it', async () => {
	const again = await ramstrap(['run', 'rambox', '--json', '--set', 'kernel.drivers=[virtio_net]'], {home});
	expect(statusesOf(again)).toEqual(['busybox cached', 'drivers done', 'initramfs done', 'kernel cached', 'kernel-check done']);
	const back = await ramstrap(['run', 'rambox', '--json'], {home});
	expect(sumsOf(back)).toEqual(sumsOf(first));
});

describe('what goes wrong', () => {
	test('a node with too little memory: one result, which is not ok', async () => {
		const small = await ramstrap(['run', 'rambox', '--json', '--set', 'node.memory=64'], {home});
		expect(small.exitCode).toBe(2);
		expect(small.events.filter(({event}) => event === 'result')).toEqual([{event: 'result', ok: false, exitCode: 2, message: expect.stringContaining('A node with 64 MiB of memory cannot boot this') as string}]);
	});

	test('a corrupted file is noticed and made again', async () => {
		appendFileSync(path.join(home, 'work/rambox/initramfs/initrd'), 'damage');
		const again = await ramstrap(['run', 'rambox', '--json'], {home});
		expect(again.events).toContainEqual({event: 'step', id: 'initramfs', status: 'started', seconds: 0,
			because: 'its files have changed since'});
		expect(sumsOf(again)).toEqual(sumsOf(first));
	});

	test('kill -9 in the middle: the next run does what is left, and the result is the same', async () => {
		const other = temporaryFolder();
		const child = spawn(process.execPath, [program, 'run', 'rambox', '--json'], {env: {...process.env, RAMSTRAP_HOME: other}, stdio: 'ignore'});
		await expect.poll(() => existsSync(path.join(other, 'work/rambox/busybox')), {interval: 20}).toBe(true);
		child.kill('SIGKILL');
		const again = await ramstrap(['run', 'rambox', '--json'], {home: other});
		expect(again.exitCode).toBe(0);
		expect(statusesOf(again)).toContain('busybox cached');
		expect(statusesOf(again)).toContain('kernel done');
		expect(sumsOf(again)).toEqual(sumsOf(first));
		expect(readdirSync(path.join(other, 'work/rambox')).toSorted()).toEqual(['.sizes.json', 'busybox', 'drivers', 'initramfs', 'kernel', 'kernel-check']);
	});

	// All three seconds that such a run takes; with the whole matrix ten times, so that each is met at other places.
	const kills = process.env.RAMSTRAP_MATRIX === 'all' ? 200 : 20;
	test(`killed at ${kills} moments, the program alone or with all it has started, and the same command at once: the next run makes everything whole`, {timeout: 30_000 * kills}, async () => {
		const other = temporaryFolder();
		for (let kill = 0; kill < kills; kill++) {
			const child = spawn(process.execPath, [program, 'run', 'rambox', '--fresh', '--json'], {env: {...process.env, RAMSTRAP_HOME: other}, stdio: 'ignore', detached: true});
			const ended = once(child, 'exit');
			await Promise.race([ended, sleep(300 + (kill % 20 * 145) + (kill / 4))]);
			process.kill((kill + Math.floor(kill / 20)) % 2 === 0 ? child.pid! : -child.pid!, 'SIGKILL');
			const [code, signal] = await ended as [number | null, string | null];
			expect(signal ?? code).toBe('SIGKILL');
		}

		const again = await ramstrap(['run', 'rambox', '--json'], {home: other});
		expect(again.stderr).toBe('');
		expect(sumsOf(again)).toEqual(sumsOf(first));
		expect(readdirSync(path.join(other, 'work/rambox')).toSorted()).toEqual(['.sizes.json', 'busybox', 'drivers', 'initramfs', 'kernel', 'kernel-check']);
	});

	test('a folder that is gone, a user without an account: a sentence, or the right result', async () => {
		const gone = temporaryFolder();
		const inGone = await execa('sh', ['-c', 'mkdir gone; cd gone; rmdir ../gone; exec "$@"', 'sh', process.execPath, program, 'plan', 'rambox'], {cwd: gone, env: outsideNpm, reject: false, stdin: 'ignore'});
		expect([inGone.exitCode, inGone.stderr]).toEqual([3, 'The current folder no longer exists.\n  → change to '
		+ 'another folder (cd) and try again']);
		const nobody = await execa('unshare', ['--user', '--map-user=4242', '--map-group=4242', process.execPath, program, 'plan', 'rambox'], {env: {RAMSTRAP_HOME: temporaryFolder(), ...outsideNpm}, reject: false, stdin: 'ignore'});
		expect([nobody.exitCode, nobody.stderr]).toEqual([0, '']);
	});

	test('Ctrl-C in the middle: 130, nothing half-made, no child left', async () => {
		const other = temporaryFolder();
		const child = execa(process.execPath, [program, 'run', 'rambox', '--json'], {env: {RAMSTRAP_HOME: other}, reject: false, stdin: 'ignore'});
		await expect.poll(() => existsSync(path.join(other, 'work/rambox/kernel.partial')), {interval: 20}).toBe(true);
		child.kill('SIGINT');
		const {exitCode, stderr} = await child;
		expect(exitCode).toBe(130);
		expect(stderr).toBe('Stopped. Finished steps are kept; run the same command to continue.');
		expect(readdirSync(path.join(other, 'work/rambox')).filter(name => name.endsWith('.partial'))).toEqual([]);
	});

	/** Runs it as root of a mount namespace of its own, after a shell has changed what is mounted there. */
	async function ramstrapAfter(mounts: string, {home: there, argv}: {home: string; argv: string[]}) {
		const script = `${mounts}\n"$@"; code=$?; wait; exit $code`;
		return execa('unshare', ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), 'sh', '-c', script, 'sh', process.execPath, program, ...argv], {env: {RAMSTRAP_HOME: there, ...outsideNpm}, reject: false, stdin: 'ignore'});
	}

	test('a disk that is too small is refused before anything is begun', async () => {
		const other = temporaryFolder();
		const {exitCode, stderr} = await ramstrapAfter(`mount -t tmpfs -o size=64m none ${other}`, {home: other, argv: ['run', 'rambox']});
		expect(exitCode).toBe(3);
		expect(stderr).toContain(`disk: only 64 MiB free for ${other}/work`);
	});

	test('a disk that fills up under our hands: one sentence, exit 3, nothing half-written', async () => {
		const other = temporaryFolder();
		// Once the small step is done, in the middle of the large one.
		const fill = `(for i in $(seq 1500); do [ -d ${other}/work/rambox/busybox ] && [ -d ${other}/work/rambox/kernel.partial ] && break; sleep 0.02; done; head -c 860m /dev/zero >${other}/big 2>/dev/null) &`;
		const {exitCode, stderr, stdout} = await ramstrapAfter(`mount -t tmpfs -o size=900m none ${other}\n${fill}\ntrap 'ls ${other}/work/rambox' EXIT`, {home: other, argv: ['run', 'rambox']});
		expect(exitCode, stderr).toBe(3);
		expect(stderr).toContain(`the disk that holds ${other}/work/rambox is full`);
		expect(stdout.split('\n').at(-1)).toBe('busybox');
	});

	test('a home that cannot be written', async () => {
		const other = temporaryFolder();
		const {exitCode, stderr} = await ramstrapAfter(`mount -t tmpfs -o ro none ${other}`, {home: other, argv: ['run', 'rambox']});
		expect(exitCode).toBe(3);
		expect(stderr).toBe(`ramstrap cannot make the folder ${other}/work: ${other}/work is on a read-only file system.\n  → RAMSTRAP_HOME names the folder that ramstrap writes to`);
	});

	test('a missing tool is named, with the way to get it', async () => {
		const {exitCode, stderr} = await ramstrapAfter('mount --bind /dev/null /usr/bin/bsdtar', {home, argv: ['run', 'rambox']});
		expect(exitCode).toBe(3);
		expect(stderr).toBe('This machine is not ready to build rambox:\n  bsdtar: packs the image with owners and '
			+ 'device files, without root\n  → ramstrap doctor rambox --install');
	});

	test('--yes installs it and goes on; what the package manager could not install is named again', async () => {
		const bin = temporaryFolder();
		const apt = path.join(bin, 'apt-get');
		const argv = ['run', 'rambox', '--yes'];
		const missing = `mount --bind /dev/null /usr/bin/bsdtar\nexport PATH=${bin}:$PATH`;
		writeFileSync(apt, '#!/bin/sh\necho "$@" >&2\ncase $* in *libarchive-tools*) umount /usr/bin/bsdtar;; esac\n', {mode: 0o755});
		const {exitCode, stdout, stderr} = await ramstrapAfter(missing, {home, argv});
		expect(exitCode, stderr).toBe(0);
		expect(stdout).toMatch(/^This machine is not ready to build rambox:\n {2}bsdtar: .*\nThese commands make this machine ready:\n(?: {2}.*\n)* {2}env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends libarchive-tools\n/);
		expect(stdout).toContain('Next: ramstrap rehearse rambox');
		writeFileSync(apt, '#!/bin/sh\n');
		const {exitCode: code, stderr: said} = await ramstrapAfter(missing, {home, argv});
		expect(code).toBe(3);
		expect(said).toContain('This machine is not ready to build rambox:\n  bsdtar: ');
		writeFileSync(apt, '#!/bin/sh\nexit 100\n');
		const failed = await ramstrapAfter(missing, {home, argv: [...argv, '--json']});
		expect(failed.exitCode).toBe(3);
		const [install, result] = failed.stdout.split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
		expect(install).toMatchObject({event: 'install'});
		expect(result).toMatchObject({event: 'result', ok: false, exitCode: 3, message: expect.stringMatching(/^This machine is not ready to build rambox:\n {2}bsdtar: .*\nThe package manager failed; its output is above\.\n/) as string});
	});

	test('nothing is installed for a machine that would not be ready with it', async () => {
		const other = temporaryFolder();
		const {exitCode, stdout, stderr} = await ramstrapAfter(`mount -t tmpfs -o size=64m none ${other}\nmount --bind /dev/null /usr/bin/bsdtar`, {home: other, argv: ['run', 'rambox', '--yes']});
		expect(exitCode).toBe(3);
		expect(stdout).toBe('');
		expect(stderr).toMatch(/ {2}bsdtar: [\s\S]* {2}disk: only 64 MiB free|disk: only 64 MiB free[\s\S]* {2}bsdtar: /);
	});

	test.each([
		['no', 'n\r', 3, /Nothing was installed\. *\n {2}→ ramstrap doctor rambox --install/],
		['Ctrl-C', '\u0003', 130, /Stopped\./],
	])('on a terminal it is asked; %s installs nothing', async (_, typed, code, said) => {
		const line = 'mount --bind /dev/null /usr/bin/bsdtar && exec "$@"';
		const pty = openPty({command: 'unshare', args: ['--mount', 'sh', '-c', line, 'sh', process.execPath, program, 'run', 'rambox'], env: {RAMSTRAP_HOME: home}});
		await pty.until('Run these commands now?', 60);
		expect(pty.text()).toContain('  bsdtar: ');
		pty.type(typed);
		expect(await pty.exit).toBe(code);
		expect(pty.text()).toMatch(said);
	});

	test('an installation that is stopped by Ctrl-C is not begun again: 130', async () => {
		const bin = temporaryFolder();
		writeFileSync(path.join(bin, 'apt-get'), '#!/bin/sh\necho "begun: $1"\nexec sleep 60\n', {mode: 0o755});
		const line = `mount --bind /dev/null /usr/bin/bsdtar && PATH=${bin}:$PATH exec "$@"`;
		const pty = openPty({command: 'unshare', args: ['--mount', 'sh', '-c', line, 'sh', process.execPath, program, 'run', 'rambox', '--yes'], env: {RAMSTRAP_HOME: home}});
		await pty.until('begun: ', 60);
		pty.type('\u0003');
		expect(await pty.exit).toBe(130);
		expect(pty.text().match(/begun: /g)).toHaveLength(1);
	});

	test.each([[undefined, 'ramstrap'], ['exec', 'npx ramstrap'], ['run-script', 'npx ramstrap']])('hints can be typed as they stand (npm_command=%s)', async (command, typed) => {
		const {stderr} = await ramstrap(['run'], {home, env: {npm_command: command}});
		expect(stderr.split('\n').slice(1)).toEqual([`  → ${typed} recipes list   lists the names`, `  → ${typed} run rambox`]);
	});

	test('a recipe is shown as its file is, by npx too', async () => {
		const {stdout} = await ramstrap(['recipes', 'show', 'rambox'], {home, env: {npm_command: 'exec'}});
		expect(`${stdout}\n`).toBe(readFileSync('recipes/rambox.yaml', 'utf8'));
	});

	test('an unknown name, a typo in a recipe, wrong usage: exit 2 and what to do', async () => {
		const unknown = await ramstrap(['run', 'ramboks'], {home});
		expect(unknown.exitCode).toBe(2);
		expect(unknown.stderr).toContain('ramboks');
		expect(unknown.stderr).toContain('rambox');
		const typo = await ramstrap(['run', 'rambox', '--set', 'kernel.drivres=none'], {home});
		expect(typo.exitCode).toBe(2);
		expect(typo.stderr).toContain('did you mean');
		const usage = await ramstrap(['run'], {home});
		expect(usage.exitCode).toBe(2);
		expect(usage.stderr).toContain('needs a recipe');
	});

	test('a driver the kernel does not have is named', async () => {
		const {exitCode, stderr} = await ramstrap(['run', 'rambox', '--set', 'kernel.drivers=[e1000, imaginary]'], {home});
		expect(exitCode).toBe(2);
		expect(stderr).toContain('Drivers e1000, imaginary: this kernel has no module imaginary\n');
	});
});

test('without a terminal nothing asks: exit 2 and the commands that need no answers', async () => {
	const {exitCode, stderr} = await ramstrap([], {home});
	expect(exitCode).toBe(2);
	expect(stderr).toContain('ramstrap run <recipe>');
	expect(stderr).not.toContain('\u{1B}');
});
