import {costOf, type Proposal} from './proposal.ts';

/** What a search is already after, so that it does not run in circles: `+NAME` to turn on, `-NAME` to turn off. */
export type Path = readonly string[];

export type Way = () => Proposal | undefined;

/** Tries all ways; one that has become dearer than the best so far is given up. */
export function cheapest({result: {patience}}: Proposal, ways: readonly Way[]): Proposal | undefined {
	const {limit} = patience;
	let best: Proposal | undefined;
	for (const way of ways) {
		const next = way();
		const cost = next ? costOf(next) : Infinity;
		best = cost < patience.limit ? next : best;
		patience.limit = Math.min(cost, patience.limit);
	}

	patience.limit = limit;
	return best;
}

/** Chains in kernels are short; a search that goes deeper, or takes too long, has lost its way. */
export function extendPath(proposal: Proposal, path: Path, step: string): Path | undefined {
	const {patience} = proposal.result;
	const isLost = path.length > 15 || path.includes(step) || patience.left <= 0 || costOf(proposal) >= patience.limit;
	return isLost ? undefined : [...path, step];
}
