import {appendFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect, onTestFinished, test} from 'vitest';
import {withLogs} from '../../source/commands/with-logs.ts';
import {quietKeyboard} from '../../source/run/quiet-keyboard.ts';
import {FakeTty} from '../terminal/fake-tty.ts';
import {keys} from '../terminal/keys.ts';

/** Work that lasts until it is ended, with two logs, in a terminal. */
function begin() {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-logs-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const file = (name: string) => path.join(folder, name);
	writeFileSync(file('kernel'), 'CC one\n');
	writeFileSync(file('tree'), 'Unpacking\n');
	const tty = new FakeTty();
	const told: string[] = [];
	const tell = (what: string) => () => {
		told.push(what);
	};

	const work = Promise.withResolvers<string>();
	const over = withLogs(async () => work.promise, {
		logs: {
			isDrawn: () => true,
			now: () => [{title: 'Log: Kernel', file: file('kernel')}, {title: 'Log: Packages', file: file('tree')}],
			pause: tell('pause'),
			resume: tell('resume'),
		},
		listen: onKey => quietKeyboard(tty.stdin, tell('interrupt'), onKey),
		terminal: {stdin: tty.stdin, stdout: tty.stdout, env: {}},
		interrupt: tell('interrupt'),
		onProblem: tell('problem'),
	});
	return {tty, told, work, over, file};
}

test('l shows what is being written down to its newest line, Tab the next log, Esc the work again', async () => {
	const {tty, told, work, over, file} = begin();
	tty.type('l');
	await tty.until('CC one');
	expect(tty.rows()[0]).toContain('Log: Kernel');
	appendFileSync(file('kernel'), Array.from({length: 60}, (_, index) => `CC file${index}\n`).join(''));
	await tty.until('CC file59');
	tty.type(keys.home);
	await tty.until('CC one');
	appendFileSync(file('kernel'), 'CC last\n');
	await setTimeout(1100);
	expect(tty.rows()[0]).toContain('of 61');
	tty.type(keys.end);
	await tty.until('CC last');
	tty.type(keys.tab);
	await tty.until('Unpacking');
	tty.type(keys.escape);
	await expect.poll(() => told).toEqual(['pause', 'resume']);
	tty.type('l');
	await expect.poll(() => told.at(-1)).toBe('pause');
	tty.type(keys.ctrl('c'));
	await expect.poll(() => told).toEqual(['pause', 'resume', 'pause', 'interrupt']);
	work.resolve('made');
	expect(await over).toBe('made');
	expect(told.at(-1)).toBe('resume');
	expect(tty.isRaw).toBe(false);
});

test('a log that is open when the work fails is closed, and the failure is the work\'s', async () => {
	const {tty, told, work, over} = begin();
	tty.type('l');
	await tty.until('CC one');
	work.reject(new Error('no such compiler'));
	await expect(over).rejects.toThrow('no such compiler');
	expect(told).toEqual(['pause', 'resume']);
});
