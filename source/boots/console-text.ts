/**
Makes lines of what a serial console sends. What comes out is safe to print: whatever a node writes, no escape
sequence, no control character and no endless line gets through.
*/
export function consoleReader(onLine: (line: string) => void): {push(text: string): void; end(): void} {
	let rest = '';
	const flush = (line: string) => {
		const clean = cleanLine(line);
		if (clean !== '') {
			onLine(clean);
		}
	};

	return {
		push(text) {
			// Loaders move the cursor instead of ending a line; a position is as good as a line's end here.
			const lines = (rest + text).replaceAll(/\u{1B}\[\d+;\d+[Hf]/gu, '\n').split('\n');
			rest = (lines.pop() ?? '').slice(-longest);
			for (const line of lines) {
				flush(line);
			}
		},
		end() {
			flush(rest);
			rest = '';
		},
	};
}

const longest = 1000;

/** Without escape sequences (ECMA-48: CSI, OSC, two-character), control characters and bidirectional overrides. */
export function cleanLine(line: string): string {
	return line
		.replaceAll(/\u{1B}\][^\u{7}\u{1B}]*(?:\u{7}|\u{1B}\\)?/gu, '')
		.replaceAll(/\u{1B}\[[\d:;<=>?]*[\u{20}-\u{2F}]*[\u{40}-\u{7E}]?/gu, '')
		.replaceAll(/\u{1B}[\u{20}-\u{2F}]*[\u{30}-\u{7E}]?/gu, '')
		.replaceAll('\t', ' ')
		.replaceAll(/[\u{0}-\u{1F}\u{7F}-\u{9F}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2066}-\u{2069}]/gu, '')
		.trimEnd()
		.slice(0, longest);
}
