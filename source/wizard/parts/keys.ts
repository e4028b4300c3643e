import {useInput, type Key} from 'ink';

/**
Calls with the name of each key pressed. A typed character is its own name (`j`); the others have longer
ones (`page-up`, `ctrl-a`).
*/
export function useKeys(handle: (key: string) => void): void {
	useInput((input, key) => {
		handle(keyName(input, key));
	});
}

export const isBack = (key: string): boolean => ['escape', 'left', 'shift-tab'].includes(key);

/** Wherever no text is typed: `?`, `h` and F1. */
export const isHelp = (key: string): boolean => ['?', 'h', 'function'].includes(key);

const named = [
	['upArrow', 'up'], ['downArrow', 'down'], ['leftArrow', 'left'], ['rightArrow', 'right'], ['pageUp', 'page-up'],
	['pageDown', 'page-down'], ['home', 'home'], ['end', 'end'], ['return', 'enter'], ['escape', 'escape'],
	['backspace', 'backspace'], ['delete', 'delete'],
] as const satisfies ReadonlyArray<readonly [keyof Key, string]>;

export function keyName(input: string, key: Key): string {
	const name = named.find(([flag]) => key[flag])?.[1];
	if (name) {
		return name;
	}

	if (key.tab) {
		return key.shift ? 'shift-tab' : 'tab';
	}

	if (key.ctrl || key.meta) {
		return `${key.ctrl ? 'ctrl' : 'alt'}-${input}`;
	}

	// A line feed is what Enter sends where the terminal was left half configured. The function keys Ink does not tell
	// apart, so each of them helps.
	return input === '\n' ? 'enter' : (input || 'function');
}
