import {useState} from 'react';
import type {Line} from './edit.ts';

/** A line of text that somebody else keeps, with a cursor of its own. */
export function useLine(text: string, onType: (text: string) => void): {line: Line; change: (next: Line) => void} {
	const {length} = [...text];
	const [cursor, setCursor] = useState(length);
	return {
		line: {text, cursor: Math.min(cursor, length)},
		change(next) {
			setCursor(next.cursor);
			if (next.text !== text) {
				onType(next.text);
			}
		},
	};
}
