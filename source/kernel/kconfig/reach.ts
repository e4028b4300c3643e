import {assume, type Proposal} from './proposal.ts';
import {satisfyAll} from './satisfy.ts';
import {cheapest} from './search.ts';
import {bring} from './turn.ts';
import type {KconfigSymbol} from './types.ts';
import {conditionsOfPrompt, isSwitch} from './value.ts';

/**
What would have to be asked for so that an option gets its wanted value. For numbers and texts
it is enough to be visible.
*/
export function reach(symbol: KconfigSymbol, wanted: string, proposal: Proposal): Proposal | undefined {
	if (isSwitch(symbol)) {
		const reached = /^[mny]$/.test(wanted) ? bring(proposal, symbol.name, wanted) : undefined;
		return reached?.value(symbol.name) === wanted ? reached : undefined;
	}

	const prompts = symbol.definitions.filter(({prompt}) => prompt);
	return cheapest(proposal, prompts.map(definition => () => satisfyAll(proposal, conditionsOfPrompt(definition), 1)));
}

/** Brings back what is asked for and was lost on the way: with EXPERT, say, much that had been on by default is off. */
export function mend(proposal: Proposal): Proposal {
	const {requests, values, tree} = proposal.result;
	let next = proposal;
	for (const {option, value} of requests.values()) {
		const symbol = tree.symbols.get(option);
		const isLost = !proposal.assumed.has(option)
			&& next.value(option) !== value
			&& (values.get(option) ?? 'n') === value;
		next = (symbol && isLost ? reach(symbol, value, next) : undefined) ?? next;
	}

	return next;
}

/** All that several proposals would ask for, in one. */
export function unite(start: Proposal, proposals: readonly Proposal[]): Proposal {
	const assumed = new Map(proposals.flatMap(proposal => [...proposal.assumed]));
	let next = start;
	for (const [name, value] of assumed) {
		next = assume(next, name, value);
	}

	return next;
}
