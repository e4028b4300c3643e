import {columnsOf} from '../../report/wrap.ts';
import type {Line} from './edit.ts';

/** What of a line is seen in so many columns, and in which the cursor stands; a sign may be two columns wide. */
export function lineWindow({text, cursor}: Line, columns: number): {shown: string; offset: number} {
	const signs = [...text];
	const widths = signs.map(sign => columnsOf(sign));
	const widthFrom = (start: number, end: number): number =>
		widths.slice(start, end).reduce((sum, width) => sum + width, 0);
	let from = 0;
	while (from < cursor && widthFrom(from, cursor) > columns) {
		from++;
	}

	let to = from;
	while (to < signs.length && widthFrom(from, to + 1) <= columns) {
		to++;
	}

	return {shown: signs.slice(from, to).join(''), offset: widthFrom(from, cursor)};
}
