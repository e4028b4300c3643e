import process from 'node:process';
import {spawn, type IPty} from '@lydell/node-pty';
import {Screen} from './screen.ts';

export type Program = {command: string; args?: string[]; columns?: number; rows?: number; cwd?: string; env?: Record<string, string | undefined>};

/** A program in a real pseudo-terminal with a screen to look at. */
export class Pty extends Screen {
	readonly process: IPty;
	/** Its code, once all that it has said is on the screen: the end is often told before the last words. */
	readonly exit: Promise<number>;

	constructor({command, args = [], columns = 80, rows = 24, cwd = process.cwd(), env = {}}: Program) {
		super(columns, rows);
		// Only what a login on a quiet machine would have: the test runner's own CI and colour settings must not leak
		// in.
		const clean = {PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env};
		this.process = spawn(command, args, {name: 'xterm-256color', cols: columns, rows, cwd, env: Object.fromEntries(Object.entries(clean).filter(([, value]) => value !== undefined))});
		let heard = Date.now();
		this.process.onData(data => {
			heard = Date.now();
			this.write(data);
		});
		this.exit = new Promise(resolve => {
			this.process.onExit(({exitCode}) => {
				const settle = setInterval(() => {
					if (Date.now() < heard + 60) {
						return;
					}

					clearInterval(settle);
					resolve(exitCode);
				}, 20);
			});
		});
	}

	type(text: string): void {
		this.process.write(text);
	}

	resize(columns: number, rows: number): void {
		this.terminal.resize(columns, rows);
		this.process.resize(columns, rows);
	}

	close(): void {
		this.process.kill('SIGKILL');
	}
}
