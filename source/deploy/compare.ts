import {isDeepStrictEqual} from 'node:util';
import {kindOf} from './changes/index.ts';
import {hashOf} from './hash.ts';
import {keyOf} from './journal.ts';
import type {Change, Deployment, JournalEntry, Item, Journal, Present, World} from './types.ts';

/** Every change against what is there, and what was deployed before and is no longer wanted. Changes nothing. */
export async function compare({changes}: Deployment, journal: Journal | undefined, world: World): Promise<Item[]> {
	const entries = new Map(journal?.entries.map(entry => [keyOf(entry.change), entry]));
	const marks = new Map<string, string>();
	const items: Item[] = [];
	for (const change of changes) {
		const present = await kindOf(change).inspect(change, world);
		const mark = markOf(change, present, marks);
		const entry = entries.get(keyOf(change));
		items.push({change, present, state: stateOf(change, {present, mark, entry}), byHand: isByHand(present, entry)});
	}

	const wanted = new Set(changes.map(change => keyOf(change)));
	const gone = (journal?.entries ?? []).filter(({change}) => !wanted.has(keyOf(change))).toReversed();
	return [...items, ...await itemsOf(gone, world)];
}

/** What was deployed, as things to be put back, in the order in which that happens. */
export async function itemsOf(entries: readonly JournalEntry[], world: World): Promise<Item[]> {
	return Promise.all(entries.map(async entry => {
		const present = await kindOf(entry.change).inspect(entry.change, world);
		return {change: entry.change, state: 'gone', present, byHand: isByHand(present, entry)} satisfies Item;
	}));
}

/**
What a change is made of, also the files that a unit is to be started anew for, or a program is to be told of: `marks`
has those of the changes before it, and gets this one's.
*/
export function markOf(change: Change, present: Present, marks: Map<string, string>): string {
	const own = kindOf(change).mark(change, present);
	const mark = 'of' in change ? hashOf([own, ...change.of.map(path => marks.get(path) ?? '')].join('\n')) : own;
	if ('path' in change) {
		marks.set(change.path, mark);
	}

	return mark;
}

function stateOf(
	change: Change,
	{present, mark, entry}: {present: Present; mark: string; entry: JournalEntry | undefined},
): Item['state'] {
	const isThere = kindOf(change).isThere(change, present);
	// What the machine has anyway is not news; what tells it something is, the first time.
	const isMachines = entry === undefined && change.kind !== 'command';
	if (isThere && (isMachines || entry?.done === mark)) {
		return 'same';
	}

	return entry?.done === undefined ? 'new' : 'changed';
}

function isByHand(present: Present, entry: JournalEntry | undefined): boolean {
	if (!entry || (present.kind !== 'file' && present.kind !== 'copy')) {
		return false;
	}

	const hash =
		present.kind === 'copy'
			? present.sha256
			: (present.content === undefined
				? undefined
				: hashOf(Buffer.from(present.content, 'base64')));
	return hash !== undefined
		&& !entry.wrote.includes(hash)
		&& !isDeepStrictEqual(present, entry.former);
}
