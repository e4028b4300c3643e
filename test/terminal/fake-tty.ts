import {PassThrough, Writable} from 'node:stream';
import type {ReadStream, WriteStream} from 'node:tty';
import {Screen} from './screen.ts';

/** A terminal without a kernel behind it, of any size, for what runs in this process. */
export class FakeTty extends Screen {
	readonly stdout: WriteStream;
	readonly stdin: ReadStream;
	isRaw = false;

	constructor(columns = 80, rows = 24) {
		super(columns, rows);
		const output = new Writable({
			decodeStrings: false,
			write: (chunk: string, _encoding, done) => {
				this.write(chunk);
				done();
			},
		});
		const setRawMode = (isRaw: boolean) => {
			this.isRaw = isRaw;
			return this.stdin;
		};

		this.stdout = Object.assign(output, {isTTY: true, columns, rows}) as unknown as WriteStream;
		const self = () => this.stdin;
		this.stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode, ref: self, unref: self}) as unknown as ReadStream;
		// A real terminal turns a line feed into a new line; there is no kernel here to do so.
		this.terminal.options.convertEol = true;
	}

	type(text: string): void {
		(this.stdin as unknown as PassThrough).write(text);
	}

	resize(columns: number, rows: number): void {
		this.terminal.resize(columns, rows);
		Object.assign(this.stdout, {columns, rows});
		this.stdout.emit('resize');
	}
}
