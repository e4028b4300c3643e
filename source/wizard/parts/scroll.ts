/**
First line to be seen, after this key, of `count` lines in a window of `height`. Other keys do nothing, but the line is
always one that can be first.
*/
export function scroll(from: number, key: string, count: number, height: number): number {
	const last = Math.max(0, count - height);
	const line = Math.min(last, from);
	return Math.min(last, Math.max(0, moves[key]?.(line, height - 1, last) ?? line));
}

type Move = (line: number, page: number, last: number) => number;

const up: Move = line => line - 1;
const down: Move = line => line + 1;
const pageUp: Move = (line, page) => line - page;
const pageDown: Move = (line, page) => line + page;

const moves: Record<string, Move> = {
	up, k: up,
	down, j: down,
	'page-up': pageUp, b: pageUp,
	'page-down': pageDown, ' ': pageDown,
	home: () => 0, g: () => 0,
	end: (_line, _page, last) => last, G: (_line, _page, last) => last,
};
