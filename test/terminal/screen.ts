import xterm from '@xterm/headless';

/** What a terminal shows of what was written to it. */
export class Screen {
	readonly terminal: InstanceType<typeof xterm.Terminal>;
	/** Everything that was ever written, escapes and all. */
	raw = '';

	constructor(columns: number, rows: number) {
		this.terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 2000});
	}

	write(data: string): void {
		this.raw += data;
		this.terminal.write(data);
	}

	get isCursorVisible(): boolean {
		return this.raw.lastIndexOf('\u{1B}[?25h') >= this.raw.lastIndexOf('\u{1B}[?25l');
	}

	/** What can be seen now, one string a row. A row may hold stale cells behind the edge after the window shrank. */
	rows(): string[] {
		const {buffer, rows, cols} = this.terminal;
		return Array.from({length: rows}, (_, row) => (buffer.active.getLine(buffer.active.viewportY + row)?.translateToString(false) ?? '').slice(0, cols).trimEnd());
	}

	text(): string {
		return this.rows().join('\n');
	}

	/** The primary screen with what has scrolled off it. */
	history(): string {
		const {normal} = this.terminal.buffer;
		return Array.from({length: normal.length}, (_, row) => normal.getLine(row)?.translateToString(true) ?? '').join('\n');
	}

	/** Waits for content, never for time; what is on the screen instead is in the error. */
	async until(expected: string | ((screen: Screen) => boolean), seconds = 120): Promise<void> {
		const holds = typeof expected === 'string' ? () => this.text().includes(expected) : () => expected(this);
		const end = Date.now() + (seconds * 1000);
		while (!holds()) {
			if (Date.now() > end) {
				throw new Error(`not on the screen after ${seconds} s: ${String(expected)}\n${this.text()}`);
			}

			await new Promise(resolve => {
				setTimeout(resolve, 4);
			});
		}
	}
}
