import type {Step} from '../steps/types.ts';

/**
The same steps, once it is sure that each needs only steps before it. A plan that breaks this is a bug of
a strategy, not of a user.
*/
export function checkOrder(steps: Step[]): Step[] {
	const before = new Set<string>();
	for (const {id, needs, shared} of steps) {
		const unmet = needs.find(need => !before.has(need));
		if (unmet !== undefined) {
			throw new Error(`step ${id} needs ${unmet}, which does not run before it`);
		}

		if (shared && needs.length > 0) {
			throw new Error(
				`step ${id} is shared by all recipes, and must not need ${needs.join(', ')} of one of them`,
			);
		}

		if (before.has(id)) {
			throw new Error(`there are two steps named ${id}`);
		}

		before.add(id);
	}

	return steps;
}
