/** What a terminal sends for the keys that are not characters. */
export const keys = {
	enter: '\r', escape: '\u{1B}', tab: '\t', shiftTab: '\u{1B}[Z', up: '\u{1B}[A', down: '\u{1B}[B', right: '\u{1B}[C', left: '\u{1B}[D',
	home: '\u{1B}[H', end: '\u{1B}[F', pageUp: '\u{1B}[5~', pageDown: '\u{1B}[6~', delete: '\u{1B}[3~', backspace: '\u{7F}', f1: '\u{1B}OP',
	ctrl: (letter: string) => String.fromCodePoint(letter.toUpperCase().codePointAt(0)! - 64),
};
