import {kindOf} from './changes/index.ts';
import {markOf} from './compare.ts';
import {keyOf, writeJournal} from './journal.ts';
import type {Change, Deployment, JournalEntry, Journal, World} from './types.ts';
import {putBack} from './undo.ts';

export type Teller = {
	/** A change begins that takes a moment, or changes something. */
	onChange?: (change: Change, doing: 'make' | 'put back') => void;
	/** A sentence about what was kept. */
	onKept?: (sentence: string) => void;
	signal?: AbortSignal;
};

/**
Makes everything so, in order. What was there before stands in the journal, on the disk, before it is touched: whatever
ends this process, it can be put back, or be gone on with.
*/
export async function apply(
	deployment: Deployment,
	present: Journal | undefined,
	world: World,
	teller: Teller = {},
): Promise<Journal> {
	const {recipe, interface: name, address, changes} = deployment;
	const journal: Journal = {version: 1, recipe, interface: name, address, entries: present?.entries ?? []};
	const marks = new Map<string, string>();
	for (const change of changes) {
		teller.signal?.throwIfAborted();
		await applyOne(change, {journal, marks, world, teller});
	}

	const wanted = new Set(changes.map(change => keyOf(change)));
	await putBack(journal, world, {...teller, only: ({change}) => !wanted.has(keyOf(change))});
	return journal;
}

async function applyOne(
	change: Change,
	{journal, marks, world, teller}: {journal: Journal; marks: Map<string, string>; world: World; teller: Teller},
): Promise<void> {
	const kind = kindOf(change);
	const present = await kind.inspect(change, world);
	const mark = markOf(change, present, marks);
	const known = journal.entries.find(entry => keyOf(entry.change) === keyOf(change));
	const isThere = kind.isThere(change, present);
	if (isThere && known?.done === mark) {
		return;
	}

	const wrote = [...new Set([...known?.wrote ?? [], mark])];
	const entry: JournalEntry = {change, former: known?.former ?? present, wrote};
	await writeJournal(place(journal, entry), world.root);
	if (known !== undefined || !isThere || change.kind === 'command') {
		teller.onChange?.(change, 'make');
		// What it was made of last time, for those who must know whether it was ever whole.
		const kept = await kind.make(change, {world, present, entry: {...entry, done: known?.done}});
		for (const sentence of kept) {
			teller.onKept?.(sentence);
		}
	}

	entry.done = mark;
	await writeJournal(place(journal, entry), world.root);
}

/** In the place of the one it follows, else at the end. Changes the journal. */
function place(journal: Journal, entry: JournalEntry): Journal {
	const index = journal.entries.findIndex(({change}) => keyOf(change) === keyOf(entry.change));
	journal.entries = index === -1 ? [...journal.entries, entry] : journal.entries.with(index, entry);
	return journal;
}
