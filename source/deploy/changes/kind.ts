import type {Change, ChangeOf, JournalEntry, PresentOf, World} from '../types.ts';

/**
How one kind of change is inspected, made and put back. Making and putting back can be done again at any time, also
after a half.
*/
export type Kind<Name extends Change['kind']> = {
	inspect(change: ChangeOf<Name>, world: World): Promise<PresentOf<Name>>;
	isThere(change: ChangeOf<Name>, present: PresentOf<Name>): boolean;
	/** What it is made of, as one word: another word, another thing. */
	mark(change: ChangeOf<Name>, present: PresentOf<Name>): string;
	/** Both return sentences about what was kept. */
	make(
		change: ChangeOf<Name>,
		context: {
			world: World;
			present: PresentOf<Name>;
			entry: Pick<JournalEntry, 'wrote' | 'done'> & {former: PresentOf<Name>};
		},
	): Promise<string[]>;
	putBack(
		change: ChangeOf<Name>,
		context: {world: World; entry: Pick<JournalEntry, 'wrote' | 'done'> & {former: PresentOf<Name>}},
	): Promise<string[]>;
};
