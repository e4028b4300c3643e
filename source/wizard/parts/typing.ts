import {useState} from 'react';
import type {Line} from './edit.ts';

/** A line of text that somebody else keeps, with a cursor of its own. */
export function useLine(text: string, onType: (text: string) => void): {line: Line; change: (next: Line) => void} {
	const [typed, setTyped] = useState({text, cursor: [...text].length});
	return {
		// Behind what somebody else has put there.
		line: typed.text === text ? typed : {text, cursor: [...text].length},
		change(next) {
			setTyped(next);
			if (next.text !== text) {
				onType(next.text);
			}
		},
	};
}
