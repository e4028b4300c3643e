/** A line being typed. The cursor counts characters (code points), and stands before the one it points at. */
export type Line = {text: string; cursor: number};

/** What a key does to the line: readline's keys, as in the shell. A key that means nothing here changes nothing. */
export function edit(line: Line, key: string): Line {
	const before = [...line.text].slice(0, line.cursor);
	const after = [...line.text].slice(line.cursor);
	const change = edits[key];
	if (change) {
		return joined(change(before, after));
	}

	return [...key].length === 1 ? joined([[...before, key], after]) : line;
}

/** Pasted text is one line, whatever it was. */
export function paste(line: Line, text: string): Line {
	return [...text.replaceAll(/[\s\p{Other}]+/gu, ' ').trim()].reduce(
		(edited, character) => edit(edited, character),
		line,
	);
}

type Halves = [before: string[], after: string[]];
type Edit = (before: string[], after: string[]) => Halves;

const home: Edit = (before, after) => [[], [...before, ...after]];
const end: Edit = (before, after) => [[...before, ...after], []];
const left: Edit = (before, after) => [before.slice(0, -1), [...before.slice(-1), ...after]];
const right: Edit = (before, after) => [[...before, ...after.slice(0, 1)], after.slice(1)];
const deleteForward: Edit = (before, after) => [before, after.slice(1)];

const edits: Record<string, Edit> = {
	home, 'ctrl-a': home,
	end, 'ctrl-e': end,
	left, 'ctrl-b': left,
	right, 'ctrl-f': right,
	delete: deleteForward, 'ctrl-d': deleteForward,
	backspace: (before, after) => [before.slice(0, -1), after],
	'ctrl-u': (_, after) => [[], after],
	'ctrl-k': before => [before, []],
	'ctrl-w': (before, after) => [before.slice(0, wordStart(before)), after],
};

/** Where the word before the cursor begins, blanks after it included. */
function wordStart(before: readonly string[]): number {
	const last = before.findLastIndex(character => character !== ' ');
	return before.slice(0, Math.max(0, last)).lastIndexOf(' ') + 1;
}

function joined([before, after]: Halves): Line {
	return {text: [...before, ...after].join(''), cursor: before.length};
}
