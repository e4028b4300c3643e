import process from 'node:process';
import {keys} from '../terminal/keys.ts';
import {Pty} from '../terminal/pty.ts';

// How long the program takes: node test/bench/terminal.ts [program] [runs]
// Milliseconds of wall time from the start to the version, to the first frame of the wizard, and from a key to the frame that shows it.

const [program = 'dist/ramstrap.cjs', runs = '21'] = process.argv.slice(2);
const count = Number(runs);

report('--version', await times(async () => {
	const started = performance.now();
	const pty = new Pty({command: process.execPath, args: [program, '--version']});
	await pty.exit;
	return performance.now() - started;
}));

report('first frame', await times(async () => {
	const started = performance.now();
	const pty = new Pty({command: process.execPath, args: [program]});
	await firstMatch(pty, /New recipe/);
	pty.close();
	await pty.exit;
	return performance.now() - started;
}));

const pty = new Pty({command: process.execPath, args: [program]});
await pty.until('► New recipe');
report('key to frame, menu', await keyTimes(pty, [keys.down, keys.up]));
pty.type(keys.home + keys.enter);
await pty.until('step 1 of');
report('key to frame, typing', await keyTimes(pty, ['a', keys.backspace]));
pty.type(keys.tab);
await pty.until('► Go');
report('key to frame, review', await keyTimes(pty, [keys.down, keys.up]));
pty.close();

async function times(measure: () => Promise<number>): Promise<number[]> {
	const measured: number[] = [];
	for (let run = 0; run < count; run++) {
		measured.push(await measure());
	}

	return measured;
}

/** A pause after each key: Ink draws 30 frames a second at most, and a key that comes sooner waits for the next one. */
async function keyTimes(target: Pty, pressed: string[]): Promise<number[]> {
	let turn = 0;
	return times(async () => {
		await pause(60);
		const started = performance.now();
		const drawn = firstMatch(target, /./);
		target.type(pressed[turn++ % pressed.length]!);
		await drawn;
		return performance.now() - started;
	});
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

function report(what: string, measured: number[]): void {
	const sorted = measured.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1).padStart(7);
	console.log(`${what.padEnd(22)} median ${at(0.5)}  95 % ${at(0.95)}  worst ${at(1)}`);
}
