import type {Request} from '../types.ts';
import {computeValue} from './compute.ts';
import {likelihoodPenalty} from './likelihood.ts';
import type {KconfigSymbol, KconfigTree} from './types.ts';
import {forcedLevel, isSwitch, levelOfValue, visibility, type Scene} from './value.ts';

/** What came out of the tree's own configuration, and what had been asked for. */
export type Result = {
	tree: KconfigTree;
	values: ReadonlyMap<string, string>;
	requests: ReadonlyMap<string, Request>;
	/** What computing gives for an option in the result; only the difference to it counts. */
	computed: Map<string, string>;
	/** What somebody else must have asked for, since it is on without a request or a selector. */
	standing: Map<string, string | undefined>;
	/** What is turned on along the way becomes a module where it can. */
	asModules: boolean;
	/** How many more assumptions may be tried before the search ends, and the cost that a way must stay below. */
	patience: {left: number; limit: number};
};

/** What would come out if a little more were asked for. Never changed: every assumption makes another one. */
export type Proposal = Scene & {
	result: Result;
	assumed: ReadonlyMap<string, string>;
	/** Every option whose value would not be what it is. */
	changed: ReadonlyMap<string, string>;
	/** How far it is from what a person would do, beside the number of assumptions. */
	penalty: number;
};

/** The result as it is. */
export function startingFrom(result: Result): Proposal {
	return proposalOf(result, new Map(), new Map(), 0);
}

export function assume(proposal: Proposal, name: string, value: string): Proposal {
	const {result, changed, penalty} = proposal;
	result.patience.left--;
	const assumed = new Map(proposal.assumed);
	assumed.set(name, value);
	for (const rival of value === 'n' ? [] : rivalsOf(result.tree.symbols.get(name)!)) {
		if (proposal.asked(rival) === 'y') {
			assumed.set(rival, 'n');
		}
	}

	const next = proposalOf(result, assumed, new Map(changed), penalty);
	spread(next, assumed.keys());
	return next;
}

export function withPenalty(proposal: Proposal, penalty: number): Proposal {
	return {...proposal, penalty: proposal.penalty + penalty};
}

/** Few and ordinary options are cheap; taking back what somebody asked for is dear. */
export function costOf({result: {tree, requests, values}, assumed, changed, penalty}: Proposal): number {
	let cost = penalty;
	for (const [name, value] of assumed) {
		if (!requests.has(name)) {
			cost += value === 'n' ? 2 : 1 + likelihoodPenalty(tree.symbols.get(name)!);
		}
	}

	for (const {option, value} of requests.values()) {
		const isKept = value === (values.get(option) ?? 'n');
		if (assumed.has(option) ? assumed.get(option) !== value : isKept && changed.has(option)) {
			cost += 100;
		}
	}

	return cost;
}

function proposalOf(
	result: Result,
	assumed: Map<string, string>,
	changed: Map<string, string>,
	penalty: number,
): Proposal {
	const {tree, values, requests} = result;
	return {
		result,
		assumed,
		changed,
		penalty,
		tree,
		value: name => changed.get(name) ?? values.get(name) ?? 'n',
		asked: name => assumed.get(name) ?? requests.get(name)?.value ?? standing(result, name),
	};
}

/** Nothing of the kind on an allnoconfig base; on another one, what that base had. */
function standing(result: Result, name: string): string | undefined {
	const {values, tree} = result;
	const actual = values.get(name);
	const symbol = tree.symbols.get(name);
	if (actual === undefined || actual === 'n' || !symbol || result.standing.has(name)) {
		return result.standing.get(name);
	}

	const scene = startingFrom(result);
	const isFree = visibility(symbol, scene) > 0 && forcedLevel(symbol, scene) < levelOfValue(actual);
	const asked = isFree && isSwitch(symbol) && !symbol.definitions.some(({choice}) => choice) ? actual : undefined;
	result.standing.set(name, asked);
	return asked;
}

function rivalsOf({name, definitions}: KconfigSymbol): string[] {
	const choice = definitions.find(definition => definition.choice)?.choice;
	return choice?.members.filter(member => member !== name) ?? [];
}

/**
Computes anew what depends on changed options, as long as anything changes. Where the computed value is the same as
before, what really came out stands: it knows what the compiler and the shell said.
*/
function spread(proposal: Proposal, names: Iterable<string>): void {
	const {tree, result} = proposal;
	const changed = proposal.changed as Map<string, string>;
	const waiting = new Set(Array.from(names, name => tree.symbols.get(name)!));
	// A paradox (`A` if not `A`) would go on for ever.
	let rounds = 50_000;
	for (const symbol of waiting) {
		// It may come again, when something else that it depends on has changed.
		waiting.delete(symbol);
		const {name} = symbol;
		const actual = result.values.get(name) ?? 'n';
		const computed = computeValue(symbol, proposal);
		const value = computed === actual || computed === computedBefore(symbol, result) ? actual : computed;
		if (value === proposal.value(name) || rounds-- <= 0) {
			continue;
		}

		if (value === actual) {
			changed.delete(name);
		} else {
			changed.set(name, value);
		}

		for (const dependent of name === tree.modules ? tree.symbols.values() : tree.dependents().get(name) ?? []) {
			waiting.add(dependent); // eslint-disable-line unicorn/no-loop-iterable-mutation -- a queue without doubles
		}
	}
}

function computedBefore(symbol: KconfigSymbol, result: Result): string {
	const known = result.computed.get(symbol.name);
	const computed = known ?? computeValue(symbol, startingFrom(result));
	if (known === undefined) {
		result.computed.set(symbol.name, computed);
	}

	return computed;
}
