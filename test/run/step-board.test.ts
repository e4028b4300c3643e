import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {Listr, ProcessOutput} from 'listr2';
import {expect, onTestFinished, test} from 'vitest';
import {stepBoard} from '../../source/run/step-board.ts';
import {FakeTty} from '../terminal/fake-tty.ts';

/** A list of one step, which lasts until it is ended. */
function begin() {
	// Listr2 draws on terminals only, and asks the program's own output whether it is one.
	const former = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
	Object.defineProperty(process.stdout, 'isTTY', {value: true, configurable: true});
	onTestFinished(() => {
		Object.defineProperty(process.stdout, 'isTTY', former ?? {value: undefined, configurable: true});
	});
	const tty = new FakeTty();
	const board = stepBoard('l log', new ProcessOutput(tty.stdout, new FakeTty().stdout));
	const step = Promise.withResolvers<void>();
	const list = new Listr<unknown, never>([{title: 'Kernel', task: async () => step.promise}], {
		renderer: board.renderer, rendererOptions: {logger: board.logger}, registerSignalListeners: false, exitOnError: false,
	} as never);
	return {tty, board, step, list};
}

test('nothing is drawn while it is paused, and nothing is missing afterwards', async () => {
	const {tty, board, step, list} = begin();
	expect(board.isDrawn()).toBe(false);
	const run = list.run();
	await tty.until('l log');
	expect(board.isDrawn()).toBe(true);
	board.pause();
	const before = tty.raw;
	tty.stdout.write('printed meanwhile');
	await setTimeout(400);
	expect(tty.raw.slice(before.length).replaceAll(/\u{1B}\[[\d?]*[A-Za-z]/gu, '')).toBe('printed meanwhile');
	board.resume();
	await tty.until('l log');
	step.resolve();
	await run;
	expect(board.isDrawn()).toBe(false);
	await tty.until('✔ Kernel');
	expect(tty.text()).not.toContain('l log');
});

test('the end of a list that is paused comes when it is resumed, once, and what is printed then is not lost', async () => {
	const {tty, board, step, list} = begin();
	const run = list.run();
	await tty.until('l log');
	board.pause();
	step.resolve();
	await run;
	expect(tty.raw).not.toContain('✔');
	expect(board.isDrawn()).toBe(false);
	board.resume();
	tty.stdout.write('what comes next\n');
	await tty.until('what comes next');
	expect(tty.text().match(/✔ Kernel/g)).toHaveLength(1);
});
