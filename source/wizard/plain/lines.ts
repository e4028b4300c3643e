import {createInterface, type Interface} from 'node:readline';
import type {Terminal} from '../on-screen.tsx';

/** `echo`: whether the terminal shows what is typed; missing where there is none. */
export type PlainTerminal = Terminal & {echo?: (isShown: boolean) => Promise<void>};

/**
Lines of an input, one at a time, whenever they came: a screen reader's terminal, or a pipe. Nothing is repainted.
*/
export class Lines {
	readonly #lines: Interface;
	readonly #terminal: PlainTerminal;
	readonly #read: string[];
	#isOver: boolean;
	#wake: () => void = () => undefined;

	constructor(terminal: PlainTerminal) {
		this.#terminal = terminal;
		this.#read = terminal.unread ?? [];
		this.#isOver = terminal.stdin.readableEnded;
		this.#lines = createInterface({input: terminal.stdin, terminal: false});
		this.#lines.on('line', line => {
			this.#read.push(line);
			this.#wake();
		});
		this.#lines.on('close', () => {
			this.#isOver = true;
			this.#wake();
		});
		terminal.signal?.addEventListener('abort', () => {
			this.#wake();
		});
	}

	async #line(): Promise<string | undefined> {
		const {signal} = this.#terminal;
		while (this.#read.length === 0 && !this.#isOver) {
			signal?.throwIfAborted();
			await new Promise<void>(resolve => {
				this.#wake = resolve;
			});
		}

		signal?.throwIfAborted();
		return this.#read.shift();
	}

	/** Nothing at the end of the input. Rejects with the signal's own reason when it aborts. */
	async next(prompt: string, isSecret = false): Promise<string | undefined> {
		const {stdout, echo} = this.#terminal;
		// Before anybody can begin to type.
		await (isSecret ? echo?.(false) : undefined);
		stdout.write(prompt);
		try {
			return await this.#line();
		} finally {
			if (isSecret) {
				await echo?.(true);
				stdout.write('\n');
			}
		}
	}

	/** The end of the input is no yes. */
	async isYes(question: string): Promise<boolean> {
		return /^y(?:es)?$/i.test((await this.next(`${question} y or n: `))?.trim() ?? '');
	}

	write(lines: readonly string[]): void {
		this.#terminal.stdout.write(lines.map(line => `${line}\n`).join(''));
	}

	close(): void {
		this.#lines.close();
	}
}
