import process from 'node:process';
import {keys} from '../terminal/keys.ts';
import {Pty} from '../terminal/pty.ts';
import {median} from './measure.ts';

/**
Milliseconds, medians: from the start to the version, to the plan of a recipe, to the first frame of the wizard; and
from a key to the frame that shows it.
*/
export type OnTerminal = {version: number; plan: number; firstFrame: number; key: number};

/**
@param program what the package gives out, dist/ramstrap.cjs @param home a RAMSTRAP_HOME, with what a user has who has
started it before
*/
export async function measureTerminal(program: string, home: string, runs = 21): Promise<OnTerminal> {
	const start = (...words: string[]) => new Pty({command: process.execPath, args: [program, ...words], env: {RAMSTRAP_HOME: home}});
	const untilEnd = async (...words: string[]) => {
		const pty = start(...words);
		await new Promise(resolve => {
			pty.process.onExit(resolve);
		});
	};

	const untilFrame = async () => {
		const pty = start();
		const began = performance.now();
		await firstMatch(pty, /New recipe/);
		const milliseconds = performance.now() - began;
		pty.type(keys.ctrl('c'));
		await pty.exit;
		return milliseconds;
	};

	// Who starts it for the first time waits for what is kept from then on.
	await untilFrame();
	await untilEnd('plan', 'debian-ram');
	return {
		version: await medianOf(runs, async () => timed(async () => untilEnd('--version'))),
		plan: await medianOf(runs, async () => timed(async () => untilEnd('plan', 'debian-ram'))),
		firstFrame: await medianOf(runs, untilFrame),
		key: await keyTime(start(), runs),
	};
}

/** A pause after each key: Ink draws 30 frames a second at most, and a key that comes sooner waits for the next one. */
async function keyTime(pty: Pty, runs: number): Promise<number> {
	await pty.until('► New recipe');
	let turn = 0;
	const milliseconds = await medianOf(runs, async () => {
		await pause(60);
		const drawn = firstMatch(pty, /./);
		const began = performance.now();
		pty.type([keys.down, keys.up][turn++ % 2]!);
		await drawn;
		return performance.now() - began;
	});
	pty.close();
	await pty.exit;
	return milliseconds;
}

async function medianOf(runs: number, measure: () => Promise<number>): Promise<number> {
	const measured: number[] = [];
	for (let run = 0; run < runs; run++) {
		measured.push(await measure());
	}

	return median(measured);
}

async function timed(work: () => Promise<void>): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}

async function firstMatch(target: Pty, pattern: RegExp): Promise<void> {
	await new Promise<void>(resolve => {
		let seen = '';
		const listener = target.process.onData(data => {
			seen += data;
			if (!pattern.test(seen)) {
				return;
			}

			listener.dispose();
			resolve();
		});
	});
}

async function pause(milliseconds: number): Promise<void> {
	await new Promise(resolve => {
		setTimeout(resolve, milliseconds);
	});
}
