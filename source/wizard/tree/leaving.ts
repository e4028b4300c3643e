import {describeSystemError} from '../../report/system-error.ts';
import type {Changes} from './changes.ts';
import type {TreeState} from './tree-menu.ts';

/** How a tree is left, and what is changed in it saved. */
export type Leaving = {
	/** What is not saved is asked about first. */
	leave: () => void;
	/** A key in answer to that. */
	answer: (key: string) => void;
	save: (thenLeave: boolean) => Promise<void>;
	/** Whether it can be left at once; what is not saved is asked about first, once. */
	leaves: () => boolean;
};

type Props = {
	state: TreeState;
	changes: Changes;
	file: string;
	/** Whether to save is to leave: a recipe itself is saved by the list that the tree was opened from. */
	isOfRecipe: boolean;
	say: (title: string, text: string) => void;
	onChange: () => void;
	onLeave: () => void;
};

export function makeLeaving({state, changes, file, isOfRecipe, say, onChange, onLeave}: Props): Leaving {
	const save = async (thenLeave: boolean): Promise<void> => {
		try {
			const {count, note} = await changes.store();
			const what = count === 0 ? 'Everything is' : (count === 1 ? 'One change is' : `${count} changes are`);
			say('Saved', [`${what} in ${file}.`, ...(note === undefined ? [] : [note])].join(' '));
			if (thenLeave || isOfRecipe) {
				onLeave();
				return;
			}
		} catch (error) {
			say('! Not saved', describeSystemError(error)?.says ?? (error as Error).message);
		}

		onChange();
	};

	return {
		save,
		leave() {
			if (changes.isStored()) {
				onLeave();
			} else {
				state.isLeaving = true;
			}
		},
		answer(key) {
			state.isLeaving = false;
			if (key === 'y') {
				void save(true);
			} else if (key === 'n') {
				onLeave();
			}
		},
		leaves() {
			if (state.isLeaving || changes.isStored()) {
				return true;
			}

			delete state.reading;
			delete state.typing;
			delete state.plan;
			state.isLeaving = true;
			return false;
		},
	};
}
