import {execFileSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {keys} from '../terminal/keys.ts';
import {Pty, type Program} from '../terminal/pty.ts';
import {bundleDemo} from './bundle-demo.ts';

let folder: string;
let demo: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-demo-'));
	demo = await bundleDemo(folder);
});
afterAll(async () => rm(folder, {recursive: true}));

/** The bundled wizard as a program of its own in a real pseudo-terminal. */
function start(options: Partial<Program> = {}): Pty {
	const pty = new Pty({command: process.execPath, args: [demo], ...options});
	onTestFinished(() => {
		pty.close();
	});
	return pty;
}

/** The same from a shell with a history on its screen. */
async function startInShell(): Promise<Pty> {
	const pty = start({command: 'bash', args: ['--norc', '--noprofile'], env: {PS1: '$ '}});
	await pty.until('$');
	pty.type('seq -f "line %g of history" 1 200\r');
	await pty.until('line 200 of history');
	pty.type(`${process.execPath} ${demo}; echo "rc=$?"\r`);
	await pty.until('► New recipe');
	return pty;
}

async function expectRestored(pty: Pty, rc: number): Promise<void> {
	await pty.until(`rc=${rc}`);
	expect(pty.terminal.buffer.active.type).toBe('normal');
	expect(pty.isCursorVisible).toBe(true);
	const history = pty.history();
	for (const line of [1, 100, 200]) {
		expect(history).toContain(`line ${line} of history\n`);
	}

	pty.type('stty -a | grep -ow -e -icanon -e icanon -e -echo -e echo | tr "\\n" "+"; echo end\r');
	await pty.until('icanon+echo+end');
}

test('what is typed before the first frame is a key, and nothing on the screen', async () => {
	const pty = start();
	// No key of the start screen; the terminal echoes them until the program listens.
	pty.type('zyzy');
	await pty.until('► New recipe');
	expect(pty.raw).toContain('zyzy');
	expect(pty.rows()[0]).toMatch(/^ {2}ramstrap /);
	pty.type(keys.ctrl('l'));
	await pty.until(({raw}) => raw.split('\u{1B}[?1049h').length > 2);
	await pty.until('► New recipe');
	expect(pty.rows()[0]).toMatch(/^ {2}ramstrap /);
	expect(pty.text()).not.toContain('zy');
	pty.type(keys.ctrl('c'));
	await pty.exit;
	expect(pty.text()).not.toContain('zy');
});

test('the first way through, to an outcome as data', async () => {
	const pty = start();
	await pty.until('► New recipe');
	pty.type(keys.enter);
	await pty.until('► Run a whole Debian');
	pty.type(keys.end);
	const choices = ['I know what I want', 'Small rescue system, or your system unpacked into RAM', 'Stay in the initramfs', 'Kernel of this machine\'s distribution', 'Every network card'];
	for (const choice of choices) {
		await pty.until(`► ${choice}`);
		pty.type(choice === choices.at(-1) ? keys.escape : keys.enter);
	}

	for (const choice of choices.slice(0, -1).toReversed()) {
		await pty.until(`► ${choice}`);
		pty.type(keys.escape);
	}

	await pty.until('► Continue: my-rambox');
	pty.type(keys.enter);
	for (const choice of choices.slice(0, -1)) {
		await pty.until(`► ${choice}`);
		pty.type(keys.enter);
	}

	await pty.until('► Every network card');
	pty.type(keys.enter.repeat(5));
	await pty.until('► my-rambox');
	pty.type(`${keys.ctrl('u')}cellar\r`);
	await pty.until('► Go: save, build and rehearse');
	pty.type(keys.enter);
	await pty.until('► Go: Enter again to save');
	pty.type(keys.enter);
	expect(await pty.exit).toBe(0);
	expect(JSON.parse(pty.text().replaceAll('\n', ''))).toMatchObject({do: 'go', save: true, recipe: {name: 'cellar', kernel: {drivers: 'all-network'}}});
});

describe('Ctrl-C restores the terminal and ends with 130', () => {
	const ways: Array<[screen: string, ways: Array<[typed: string, shown: string]>]> = [
		['start', []],
		['choice question', [['\r', 'step 1 of']]],
		['advice', [['\r', 'step 1 of'], ['\r', 'step 2 of'], ['\r', 'step 3 of'], ['\r', 'recommended']]],
		['text question', [['\r', 'step 1 of'], ['8', 'step 2 of'], ['\r'.repeat(8), '► my-rambox']]],
		['kernel', [['\r', 'step 1 of'], ['8', 'step 2 of'], ['\r', 'step 3 of'], ['\r', 'step 4 of'], ['j', '► Kernel built from source'], ['\r', 'step 5 of'], ['\r', '► [x] virtio'], ['/x', '/ x']]],
		['review', [['\r', 'step 1 of'], ['\t', '► Go']]],
		['plan', [['\r', 'step 1 of'], ['\t', '► Go'], ['p', 'The plan of']]],
		['help', [['?', 'Keys']]],
	];
	test.each(ways)('on the %s screen', async (_, way) => {
		const pty = await startInShell();
		for (const [typed, shown] of way) {
			pty.type(typed);
			await pty.until(shown);
		}

		pty.type(keys.ctrl('c'));
		await expectRestored(pty, 130);
	});
});

test('the kernel screen by itself: found, turned on, saved', async () => {
	const pty = start({args: [demo, 'tiny']});
	await pty.until('► [x] virtio');
	pty.type('/tigon\r');
	await pty.until('► [ ] TIGON3');
	pty.type(' ');
	await pty.until('► [x] TIGON3');
	pty.type(keys.escape);
	await pty.until('/165  more below');
	pty.type(keys.enter);
	expect(await pty.exit).toBe(0);
	expect(JSON.parse(pty.text().replaceAll('\n', ''))).toMatchObject({do: 'save', recipe: {name: 'tiny', kernel: {bundles: ['virtio'], options: {TIGON3: 'y', NET_VENDOR_BROADCOM: 'y'}}}});
});

test.each([['SIGTERM', 143], ['SIGHUP', 129]])('%s restores the terminal and ends with %i', async (signal, code) => {
	const pty = await startInShell();
	pty.type('\r');
	await pty.until('step 1 of');
	process.kill(childOf(pty.process.pid), signal);
	await expectRestored(pty, code);
});

test('Ctrl-Z gives the shell its screen back until fg, Ctrl-L draws all anew', async () => {
	const pty = start({command: 'bash', args: ['--norc', '--noprofile', '-i'], env: {PS1: '$ '}});
	await pty.until('$');
	pty.type(`${process.execPath} ${demo}\r`);
	await pty.until('► New recipe');
	pty.type(keys.down);
	await pty.until('► rambox');
	// Pressed twice, it is one stop.
	pty.type(keys.ctrl('z') + keys.ctrl('z'));
	await pty.until('Stopped');
	expect(pty.terminal.buffer.active.type).toBe('normal');
	expect(pty.isCursorVisible).toBe(true);
	pty.type('echo still-$((40 + 2))\r');
	await pty.until('still-42');
	pty.type('fg\r');
	await pty.until('► rambox');
	pty.raw = '';
	pty.type(keys.ctrl('l'));
	await pty.until(({raw}) => raw.includes('rambox'));
	await pty.until('► rambox');
	pty.type(`${keys.down}q`);
	await pty.until('"do":"quit"');
});

test('a question that is asked after the wizard waits for its answer', async () => {
	const pty = start({args: [demo, '--ask']});
	await pty.until('► New recipe');
	pty.type('q');
	await pty.until('Sure? [y/N]');
	pty.type('y\r');
	await pty.until('agreed');
	expect(await pty.exit).toBe(0);
});

test('leaving by the menu gives the shell its screen back', async () => {
	const pty = await startInShell();
	pty.type('q');
	await expectRestored(pty, 0);
});

test('one frame is left after the window shrank and grew', async () => {
	const pty = start();
	await pty.until('► New recipe');
	pty.type('\r');
	await pty.until('► Run a whole Debian');
	pty.raw = '';
	pty.resize(40, 12);
	await pty.until('needs 60x16, now 40x12');
	// Nor may the old frame be drawn once more in a window it does not fit in.
	expect(pty.raw).not.toContain('ramstrap');
	pty.resize(100, 30);
	await pty.until('► Run a whole Debian');
	await pty.until(({terminal}) => terminal.rows === 30);
	const rows = pty.rows();
	expect(rows.filter(row => row.includes('ramstrap  New recipe'))).toHaveLength(1);
	expect(rows.filter(row => row.includes('needs 60x16'))).toHaveLength(0);
	expect(rows[0]).toMatch(/step 1 of \d+$/);
	expect(rows[29]).toContain('? help');
});

test('NO_COLOR: not one colour, and all of the meaning', async () => {
	const pty = start({env: {NO_COLOR: '1'}});
	await pty.until('► New recipe');
	pty.type('\r');
	await pty.until('step 1 of');
	pty.type('8');
	await pty.until('step 2 of');
	pty.type('\r'.repeat(8));
	await pty.until('► my-rambox');
	pty.type('!\r');
	await pty.until('! name "my-rambox!"');
	pty.type(`${keys.backspace}\t`);
	await pty.until('► Go');
	expect(pty.raw).not.toMatch(/\u{1B}\[[\d;]*m/u);
});

test.each([{CI: ''}, {CI: '1'}, {TERM: 'linux'}, {TERM: 'dumb'}])('answers in a terminal with %j', async env => {
	const pty = start({env});
	await pty.until('► New recipe');
	pty.type(keys.down);
	await pty.until('► rambox');
});

function childOf(pid: number): number {
	return Number(execFileSync('ps', ['--ppid', String(pid), '-o', 'pid='], {encoding: 'utf8'}).trim());
}
