import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {expect, inject, test} from 'vitest';
import {keys} from '../terminal/keys.ts';
import type {Pty} from '../terminal/pty.ts';
import {openPty} from './open-pty.ts';
import {program, ramstrap, temporaryFolder} from './program.ts';

/** The built program in a terminal of its own. */
function start(argv: string[], home: string, env: Record<string, string> = {}): Pty {
	return openPty({command: process.execPath, args: [program, ...argv], env: {RAMSTRAP_HOME: home, ...env}});
}

/** Recipes with names of their own: other tests work in the same home at the same time. */
const named = (name: string) => ['rambox', '--set', `name=${name}`];
const inLab = async (home: string, name: string) => (await execa('ps', ['-eo', 'args'])).stdout.split('\n').filter(line => line.includes(`${home}/logs/${name}/`) && !line.includes('ps -eo'));

test('a console is a key away in a rehearsal; Ctrl-C, there as well, ends it at once: 130, and no machine left', async () => {
	const home = inject('builtHome');
	const pty = start(['rehearse', ...named('screen')], home);
	await pty.until('first-stage', 60);
	expect((await inLab(home, 'screen')).length).toBeGreaterThan(0);
	pty.type('l');
	await pty.until('Console of 52:54:00');
	await pty.until('iPXE');
	pty.type(keys.escape);
	await pty.until('l console');
	pty.type('l');
	await pty.until('Console of 52:54:00');
	const pressed = performance.now();
	pty.type(keys.ctrl('c'));
	expect(await pty.exit).toBe(130);
	expect(performance.now() - pressed).toBeLessThan(6000);
	await expect.poll(async () => inLab(home, 'screen'), {timeout: 5000}).toEqual([]);
});

test('from the wizard into a build, back from it by Ctrl-C, on with it, and out: 130, and what to type', async () => {
	const home = temporaryFolder();
	const pty = start([], home);
	await pty.until('► New recipe', 60);
	pty.type(keys.enter);
	await pty.until('step 1 of');
	pty.type('8');
	await pty.until('step 2 of');
	pty.type(keys.tab);
	await pty.until('► Go: save');
	pty.type(keys.enter);
	await pty.until('► Go: Enter again');
	pty.type(keys.enter);
	await pty.until('Kernel 6', 30);
	pty.type(`noise${keys.enter}`);
	pty.type(keys.ctrl('c'));
	await pty.until('! Stopped. Finished steps are kept.');
	await pty.until('► Try again');
	expect(pty.rows()[0]).toContain('ramstrap rehearse my-rambox');
	pty.type(keys.enter);
	await pty.until('l log   Ctrl-C stop', 30);
	pty.type('l');
	await pty.until('Log: ');
	pty.type(keys.ctrl('c'));
	await pty.until('► Try again');
	pty.type(keys.escape);
	await pty.until('► Go: build and rehearse');
	pty.type(keys.escape);
	await pty.until('► my-rambox');
	pty.type('q');
	expect(await pty.exit).toBe(130);
	expect(pty.text()).toContain('Run again: ramstrap rehearse my-rambox');
	expect(pty.text()).not.toContain('noise');
	const {exitCode, stdout} = await ramstrap(['recipes', 'list'], {home});
	expect(exitCode).toBe(0);
	expect(stdout).toContain('my-rambox');
});

test('by lines alone, as a screen reader reads them: a recipe is chosen, built and booted, and nothing is repainted', async () => {
	const pty = start([], temporaryFolder(), {ACCESSIBLE: '1'});
	let from = 0;
	const says = async (shown: string, seconds = 20) => pty.until(({raw}) => raw.slice(from).includes(shown), seconds);
	const answer = async (line: string, shown: string) => {
		from = pty.raw.length;
		pty.type(`${line}\r`);
		await says(shown);
	};

	await says('. Quit', 60);
	for (const [line, shown] of [
		['1', 'What is the machine for?'], ['1', 'Memory of the node'], ['', 'May the machine lose'], ['x', 'is not a number'], ['', '(recommended)'],
		['1', 'Operating system files'], ['', 'Debian/Ubuntu release'], ['', 'Packages'], ['', 'Root password'], ['2', 'Password, not shown'],
		['secret-7', 'Once more'], ['secret-7', 'SSH keys'], ['', 'DHCP'], ['', 'Subnet'], ['', 'Name'], ['', 'Review of'], ['3', 'Discard the answers?'], ['y', 'The new recipe is gone.'],
	] as const) {
		await answer(line, shown);
	}

	expect(pty.raw).not.toContain('secret-7');
	const number = pty.raw.split('\r\n').find(line => line.includes('. rambox:'))!.split('.', 1)[0]!;
	await answer(number, 'Review of rambox');
	await answer('1', 'Start now?');
	await answer('y', 'BusyBox');
	await says('rambox boots.', 240);
	await says('. Quit');
	pty.type('q\r');
	expect(await pty.exit).toBe(0);
	expect(pty.raw).toContain('Next: ramstrap serve rambox');
	expect(pty.raw).toContain('Run again: ramstrap rehearse rambox');
	expect(pty.raw).not.toContain('\u{1B}');
});

test.each<Record<string, string>>([{LC_ALL: 'C'}, {LANG: 'en_US.ISO-8859-1'}])('in a locale without UTF-8 nothing but ASCII is written: %j', async env => {
	const home = temporaryFolder();
	const pty = start([], home, env);
	await pty.until('> New recipe', 60);
	pty.type(keys.enter);
	await pty.until('step 1 of');
	pty.type('8');
	await pty.until('> Small rescue system, or your system unpacked into RAM');
	pty.type('?');
	await pty.until('^v scroll');
	pty.type(keys.escape);
	await pty.until('step 2 of');
	pty.type(keys.tab);
	await pty.until('> Go: save');
	pty.type(keys.ctrl('c'));
	expect(await pty.exit).toBe(130);
	const doctor = start(['doctor', 'rambox'], home, env);
	await doctor.exit;
	expect(`${pty.raw}${doctor.raw}`).toMatch(/^[\0-\u{7F}]*$/u);
	// What is no terminal gets what it always got.
	const {stderr} = await ramstrap(['plan', 'rambox', '--set', 'node.timezone=Europe/Zürich'], {home, env});
	expect(stderr).toContain('Europe/Zürich');
});

test('a window made small during a run, and colours switched off', async () => {
	const pty = start(['run', ...named('window')], inject('builtHome'), {NO_COLOR: '1', CI: ''});
	pty.resize(60, 16);
	expect(await pty.exit).toBe(0);
	expect(pty.text()).toContain('Next: ramstrap rehearse rambox --set name=window');
});

test('two rehearsals of one recipe at once: the second is refused, the first comes up', async () => {
	const home = inject('builtHome');
	const argv = ['rehearse', ...named('pair'), '--set', 'kernel.drivers=[virtio_net]', '--json'];
	const first = ramstrap(argv, {home});
	await expect.poll(async () => (await inLab(home, 'pair')).length).toBeGreaterThan(0);
	const second = await ramstrap(argv, {home});
	expect(second.exitCode).toBe(3);
	expect(second.stderr).toMatch(/^Another ramstrap \(process \d+\) is working in /);
	expect((await first).exitCode).toBe(0);
});

test('a user\'s path without sbin, and a home with a blank in it', async () => {
	const home = path.join(temporaryFolder(), 'sp ace');
	mkdirSync(home);
	const run = await ramstrap(['run', 'rambox', '--set', 'kernel.drivers=[virtio_net]'], {home, env: {PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`}});
	expect(run.exitCode, run.stderr).toBe(0);
	expect(run.stdout).toContain('sp ace/work/rambox/initramfs/initrd');
});

test('a complaint that cannot be written changes no exit code', () => {
	const script = `"${process.execPath}" "${program}" plan nowhere 2>/dev/full; echo "code $?"`;
	expect(execFileSync('sh', ['-c', script], {encoding: 'utf8', env: {...process.env, RAMSTRAP_HOME: temporaryFolder()}})).toBe('code 2\n');
});

test('a plan is made where nothing can be written, and ends', () => {
	// Node's own recursive mkdir never returns there.
	expect(execFileSync('timeout', ['-s', 'KILL', '120', process.execPath, program, 'plan', 'rambox'], {encoding: 'utf8', env: {...process.env, RAMSTRAP_HOME: '/proc/nothing'}})).toContain('Plan for rambox');
});

test('an output that cannot be written is one sentence', () => {
	const script = `"${process.execPath}" "${program}" recipes list >/dev/full; echo "code $?"`;
	expect(execFileSync('sh', ['-c', `exec 2>&1; ${script}`], {encoding: 'utf8', env: {...process.env, RAMSTRAP_HOME: temporaryFolder()}})).toBe('The output could not be written: the disk is full.\ncode 3\n');
});
