import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {Listr, ProcessOutput} from 'listr2';
import {expect, onTestFinished, test} from 'vitest';
import {stepBoard} from '../../source/run/step-board.ts';
import {toListr, type StepWork} from '../../source/run/to-listr.ts';
import {FakeTty} from '../terminal/fake-tty.ts';

/** A terminal, and what draws on it. */
function draw() {
	// Listr2 draws on terminals only, and asks the program's own output whether it is one.
	const former = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
	Object.defineProperty(process.stdout, 'isTTY', {value: true, configurable: true});
	onTestFinished(() => {
		Object.defineProperty(process.stdout, 'isTTY', former ?? {value: undefined, configurable: true});
	});
	const tty = new FakeTty();
	return {tty, board: stepBoard('l log', new ProcessOutput(tty.stdout, new FakeTty().stdout))};
}

/** A list of one step, which lasts until it is ended. */
function begin() {
	const {tty, board} = draw();
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
	await tty.until(screen => !screen.text().includes('l log'));
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

test('nothing turns beside a step that waits; it says what it waits for until that is there', async () => {
	const {tty, board} = draw();
	const [needed, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const work = (title: string, needs: string[], start: StepWork['start']): StepWork => ({
		step: {id: title.toLowerCase(), title, why: '', needs, reads: [], actions: [], makes: [], hints: []}, start,
	});
	const run = toListr([
		work('Kernel', [], async () => {
			await needed.promise;
			return {as: 'done', seconds: 1};
		}),
		work('Initramfs', ['kernel'], async ({onBegin, onLine}) => {
			await needed.promise;
			onBegin();
			onLine('packs it');
			await ended.promise;
			return {as: 'done', seconds: 2};
		}),
		work('Image', ['kernel', 'initramfs'], async () => {
			await ended.promise;
			return {as: 'skipped', seconds: 0};
		}),
	], board).run();
	// Each change is a frame of its own.
	await tty.until('◼ Initramfs  waits for kernel');
	await tty.until('◼ Image  waits for kernel, initramfs');
	await tty.until(screen => /[\u2800-⣿] Kernel/.test(screen.text()));
	needed.resolve();
	await tty.until('packs it');
	await tty.until(screen => /[\u2800-⣿] Initramfs *$/m.test(screen.text()));
	await tty.until('◼ Image  waits for initramfs');
	ended.resolve();
	await run;
	await tty.until('✔ Initramfs  2.0 s');
	await tty.until(screen => !screen.text().includes('waits for'));
});
