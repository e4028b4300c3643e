import type {Outcome} from './types.ts';

/** The recipe that it is about, as it is called in the list; nothing where it is about none. */
export function nameOf(outcome: Outcome): string | undefined {
	if (outcome.do === 'go') {
		// The file of one that was not saved may have another name than it says itself.
		return outcome.save ? outcome.recipe.name : outcome.former?.name ?? outcome.recipe.name;
	}

	return 'name' in outcome ? outcome.name : undefined;
}
