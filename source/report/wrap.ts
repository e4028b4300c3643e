import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** How many columns a text has on a terminal: a wide character has two, a combining one none. */
export function columnsOf(text: string): number {
	return stringWidth(text);
}

/** The text, and blanks up to that many columns. */
export function padTo(text: string, columns: number): string {
	return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** As much of a line as has room in so many columns. */
export function cutTo(text: string, columns: number): string {
	return columns < 1 ? '' : wrapAnsi(text, columns, {hard: true, wordWrap: false, trim: false}).split('\n', 1)[0]!;
}

/** `first` begins the first line, `later` all others; `hard`: a word that is longer than a line is broken, too. */
type Hanging = {first?: string; later?: string; hard?: boolean};

/** A line of text as lines of at most `columns`, broken between words. */
export function wrapLine(text: string, columns: number, hanging: Hanging = {}): string[] {
	const {first = '', later = first, hard = false} = hanging;
	if (columnsOf(first + text) <= columns) {
		return [first + text];
	}

	const room = Math.max(1, columns - Math.max(columnsOf(first), columnsOf(later)));
	return wrapAnsi(text, room, {hard}).split('\n').map((line, index) => (index === 0 ? first : later) + line);
}
