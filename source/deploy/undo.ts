import {kindOf} from './changes/index.ts';
import type {Teller} from './apply.ts';
import {removeJournal, writeJournal} from './journal.ts';
import type {JournalEntry, Journal, World} from './types.ts';

/** Puts everything back, the last change first; the journal goes last. Can be killed and done again. */
export async function undo(journal: Journal, world: World, teller: Teller = {}): Promise<void> {
	await putBack(journal, world, {...teller, only: () => true});
	await removeJournal(journal.recipe, world.root);
}

/** Puts back those entries, and takes each out of the journal once that is done. */
export async function putBack(
	journal: Journal,
	world: World,
	{only, ...teller}: Teller & {only: (entry: JournalEntry) => boolean},
): Promise<void> {
	for (const entry of journal.entries.filter(one => only(one)).toReversed()) {
		teller.signal?.throwIfAborted();
		teller.onChange?.(entry.change, 'put back');
		for (const sentence of await kindOf(entry.change).putBack(entry.change, {world, entry})) {
			teller.onKept?.(sentence);
		}

		journal.entries = journal.entries.filter(one => one !== entry);
		await writeJournal(journal, world.root);
	}
}
