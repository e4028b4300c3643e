/** The text in lines of at most `width` characters, broken between words; what is longer than a line is broken anywhere. */
export function wrap(text: string, width: number): string[] {
	return text.split('\n').flatMap(line => wrapLine(line, width));
}

/** The first `count` lines; when there are more, the last one says so. */
export function clip(lines: readonly string[], count: number, width: number): string[] {
	if (lines.length <= count) {
		return [...lines];
	}

	const more = ' … (? shows all)';
	const last = (lines[count - 1] ?? '').slice(0, Math.max(0, width - more.length));
	return [...lines.slice(0, count - 1), last + more];
}

/** What a broken line goes on below the end of: blanks, the `$` of a command, the number of a step. */
const opening = /^\s*(?:[!$-] |\d+\. )?/;

function wrapLine(line: string, width: number): string[] {
	const indent = ' '.repeat(Math.min(opening.exec(line)![0].length, Math.floor(width / 2)));
	const lines: string[] = [];
	let rest = line;
	while (rest.length > width) {
		const space = rest.lastIndexOf(' ', width);
		const end = space > indent.length ? space : width;
		lines.push(rest.slice(0, end).trimEnd());
		rest = indent + rest.slice(end).trimStart();
	}

	return [...lines, rest];
}
