import {Readable} from 'node:stream';
import type {ReadStream} from 'node:tty';

/**
The terminal's input, one key at a time, each in a turn of the event loop of its own.
Over a slow line several keys arrive in one piece. Ink hands them over in one go, before React has drawn what the first
one changed: "down, Enter" would take the row that had the focus before. So would everybody who types ahead lose keys.
*/
export class KeyStream extends Readable {
	readonly #terminal: ReadStream;
	readonly #decoder = new TextDecoder();
	readonly #waiting: string[] = [];
	#turn: NodeJS.Immediate | undefined;

	readonly #receive = (bytes: Uint8Array): void => {
		this.#waiting.push(...splitKeys(this.#decoder.decode(bytes, {stream: true})));
		this.#turn ??= setImmediate(this.#handOver);
	};

	readonly #handOver = (): void => {
		this.push(this.#waiting.shift());
		this.#turn = this.#waiting.length > 0 ? setImmediate(this.#handOver) : undefined;
	};

	constructor(terminal: ReadStream) {
		super({encoding: 'utf8'});
		this.#terminal = terminal;
		// Ink does so after its first frame: what is typed until then would be echoed into it.
		terminal.setRawMode(true);
		terminal.on('data', this.#receive);
		// Whoever read before has paused it, and listening alone does not undo that.
		terminal.resume();
	}

	get isTTY(): boolean {
		return true;
	}

	override _read(): void {
		// Keys come when they are pressed.
	}

	setRawMode(isRaw: boolean): this {
		this.#terminal.setRawMode(isRaw);
		return this;
	}

	ref(): this {
		this.#terminal.ref();
		return this;
	}

	unref(): this {
		this.#terminal.unref();
		return this;
	}

	/** Leaves the terminal to whoever reads it next. */
	stop(): void {
		clearImmediate(this.#turn);
		this.#terminal.off('data', this.#receive);
		this.#terminal.setRawMode(false);
		this.#terminal.pause();
		// Ink has let go of it: a question that is asked next would not keep the program alive.
		this.#terminal.ref();
	}
}

/** The halves of what the line cut in two are put together by Ink. */
export function splitKeys(text: string): string[] {
	return text.match(key) ?? [];
}

const paste = /\u{1B}\[200~.*?(?:\u{1B}\[201~|$)/su;
/** ESC [ parameters and a letter (ECMA-48 5.4), with a second bracket for the function keys of the Linux console. */
const sequence = /\u{1B}{1,2}\[\[?[\d:;?]*[$A-Z^a-z~]/u;
const keypad = /\u{1B}O./u;
const character = /\u{1B}?./su;
const key = new RegExp([paste, sequence, keypad, character].map(({source}) => source).join('|'), 'gsu');
