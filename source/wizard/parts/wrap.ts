import {columnsOf, cutTo, wrapLine} from '../../report/wrap.ts';

/** The text in lines of at most `width` columns, broken between words; a word that is longer is broken anywhere. */
export function wrap(text: string, width: number): string[] {
	return text.split('\n').flatMap(line => {
		const indent = Math.min(opening.exec(line)![0].length, Math.floor(width / 2));
		const hanging = {first: line.slice(0, indent), later: ' '.repeat(indent), hard: true};
		return wrapLine(line.slice(indent), width, hanging);
	});
}

/** The first `count` lines; when there are more, the last one says so. */
export function clip(lines: readonly string[], count: number, width: number): string[] {
	if (lines.length <= count) {
		return [...lines];
	}

	const more = ' … (? shows all)';
	const whole = lines[count - 1] ?? '';
	const cut = cutTo(whole, width - columnsOf(more));
	// Between words, where there is more than one.
	const last = cut.length < whole.length && whole[cut.length] !== ' ' ? cut.replace(/(?<=\S)\s+\S*$/, '') : cut;
	return [...lines.slice(0, count - 1), last + more];
}

/** What a broken line goes on below the end of: blanks, the `$` of a command, the number of a step. */
const opening = /^\s*(?:[!$-] |\d+\. )?/;
