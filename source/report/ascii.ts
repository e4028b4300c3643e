/** For a terminal whose locale has no UTF-8, where each of our signs would be two or three others. */
export function writeAscii(stream: NodeJS.WriteStream): void {
	const write = stream.write.bind(stream) as (text: unknown, ...rest: unknown[]) => boolean;
	stream.write = ((text: unknown, ...rest: unknown[]) => (
		write(typeof text === 'string' ? toAscii(text) : text, ...rest)
	));
}

/** Whether the locale has UTF-8, by the first of the three variables that says anything (locale(7)). */
export function isUtf8({LC_ALL: all, LC_CTYPE: characters, LANG: language}: Partial<Record<string, string>>): boolean {
	return /utf-?8/i.test([all, characters, language].find(Boolean) ?? '');
}

/** Of the same width, so that nothing moves; but for an ellipsis of our own sentences, which no column ends with. */
export function toAscii(text: string): string {
	return text
		.replaceAll(/(?<=^|[\s"'(/:])…/gm, '...')
		.replaceAll(/[^\0-\u{7F}]/gu, sign => signs[sign] ?? '?');
}

const signs: Record<string, string> = {
	'…': '~', '→': '>', '←': '<', '↑': '^', '↓': 'v', '►': '>', '❯': '>', '›': '>', '•': '*', '·': '.',
	'│': '|', '─': '-', '█': '#', '░': '.',
	'✔': '+', '✓': '+', '√': '+', '✖': 'x', '✗': 'x', '×': 'x', '⚠': '!', '§': 'S',
};
