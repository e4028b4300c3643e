import type {Dropped, Request} from '../types.ts';
import {isInRange} from './compute.ts';
import {formatExpression} from './expression.ts';
import {isOfOtherType} from './value-check.ts';
import {startingFrom, type Proposal} from './proposal.ts';
import {mend, reach, unite} from './reach.ts';
import {sayDropped, sayUnknown} from './sentence.ts';
import type {KconfigSymbol, KconfigTree} from './types.ts';
import {obstacleToOff, obstacleToOn, type Obstacle} from './unmet.ts';
import {isSwitch, levelOfSelector, levelOfValue, numberOf, type Scene} from './value.ts';

/**
Every request that did not survive the tree's own configuration, with the conditions that do not hold and what to ask
for as well. `values` is the resulting .config, without CONFIG_; what is missing there is off.
*/
export function explainDropped(
	tree: KconfigTree,
	values: ReadonlyMap<string, string>,
	requests: readonly Request[],
): Dropped[] {
	const asked = new Map(requests.map(request => [request.option, request]));
	const memory = {computed: new Map<string, string>(), standing: new Map<string, string | undefined>()};
	const dropped = requests.filter(request => !request.preferred && !isKept(tree, values, request));
	const drops = dropped.map((request): Drop => {
		const got = values.get(request.option) ?? 'n';
		const symbol = tree.symbols.get(request.option);
		const start = startingFrom({
			tree,
			values,
			requests: asked,
			...memory,
			asModules: request.value === 'm',
			patience: {left: 400, limit: Infinity},
		});
		const obstacle = symbol && obstacleOf(symbol, request.value, got, start);
		const reached = obstacle && wayOut(symbol, request.value, start, obstacle);
		return {request, got, symbol, start, obstacle, reached};
	});
	return completed(drops).map(drop => tell(tree, drop));
}

/** Whether what came out is what was asked for: numbers count as numbers, texts without their quotes. */
export function isKept({symbols}: KconfigTree, values: ReadonlyMap<string, string>, {option, value}: Request): boolean {
	const got = values.get(option) ?? 'n';
	const type = symbols.get(option)?.type;
	if (type === 'string') {
		return unquoted(got) === unquoted(value);
	}

	if (type === 'hex') {
		// A bare 10 is sixteen to the kernel's tools and ten to whoever wrote it.
		return numberOf(hexadecimal(got)) === numberOf(value);
	}

	return got === value || (type === 'int' && numberOf(got) === numberOf(value));
}

type Drop = {
	request: Request;
	got: string;
	symbol?: KconfigSymbol;
	start: Proposal;
	obstacle?: Obstacle;
	reached?: Proposal;
};

/** Who follows one explanation follows them all: each gets what it needs when the others are followed too. */
function completed(drops: readonly Drop[]): Drop[] {
	const ways = drops.map(({reached}) => reached).filter(way => way !== undefined);
	if (ways.length < 2) {
		return [...drops];
	}

	let together = unite(drops[0]!.start, ways);
	return drops.map(drop => {
		const {symbol, request, reached} = drop;
		const before = together;
		together = (symbol && reached && reach(symbol, request.value, before)) ?? before;
		const more = new Map([...together.assumed].filter(([name, value]) => before.assumed.get(name) !== value));
		return reached && more.size > 0
			? {...drop, reached: unite(reached, [reached, {...together, assumed: more}])}
			: drop;
	});
}

function wayOut(symbol: KconfigSymbol, wanted: string, start: Proposal, {kind}: Obstacle): Proposal | undefined {
	// No other member of a choice is better than the next; which one is the user's to say.
	const reached = wanted === 'n' && kind === 'choice' ? undefined : reach(symbol, wanted, start);
	return reached && mend(reached);
}

function tell(tree: KconfigTree, {request, got, symbol, start, obstacle, reached}: Drop): Dropped {
	const {option, value: wanted} = request;
	if (!symbol || !obstacle) {
		return {option, wanted, got, unmet: [], add: [], sentence: sayUnknown(tree, request)};
	}

	const add = reached && !isOfOtherType(symbol, wanted) && isInRange(symbol, wanted, reached)
		? additions(option, reached)
		: [];
	// An option without a prompt is turned on by another one; naming that one is the only honest condition.
	const carriers = reached && obstacle.kind === 'promptless' ? carriersOf(symbol, reached) : [];
	const unmet = obstacle.unmet.length > 0 ? obstacle.unmet.map(part => formatExpression(part)) : carriers;
	const sentence = sayDropped({symbol, request, got, obstacle, unmet, add}, reached ?? start);
	return {option, wanted, got, unmet, add, sentence};
}

function obstacleOf(symbol: KconfigSymbol, wanted: string, got: string, scene: Scene): Obstacle {
	const {modules} = scene.tree;
	if (wanted === 'm' && symbol.type === 'tristate' && scene.value(modules) === 'n') {
		const others = obstacleToOn(symbol, 1, scene);
		return {...others, unmet: [{kind: 'symbol', name: modules}, ...others.unmet]};
	}

	return isSwitch(symbol) && levelOfValue(got) > levelOfValue(wanted)
		? obstacleToOff(symbol, levelOfValue(wanted), scene)
		: obstacleToOn(symbol, isSwitch(symbol) ? levelOfValue(wanted) : 1, scene);
}

/** What is assumed for it, beside what is asked for already, in menuconfig's order. */
function additions(option: string, {assumed, result: {requests}, tree: {symbols}}: Proposal): string[] {
	return [...assumed]
		.filter(([name, value]) => name !== option && requests.get(name)?.value !== value)
		.toSorted(([a], [b]) => symbols.get(a)!.index - symbols.get(b)!.index)
		.map(([name, value]) => value === 'y' ? name : `${name}=${value}`);
}

/** The selectors of an option that would be on. */
function carriersOf({selectors}: KconfigSymbol, reached: Proposal): string[] {
	return selectors
		.filter(selector => levelOfSelector(selector, reached) > 0 && reached.changed.has(selector.by.name))
		.map(({by}) => by.name);
}

/** A .config may leave the 0x out. */
function hexadecimal(text: string): string {
	return /^0x/i.test(text) ? text : `0x${text}`;
}

function unquoted(text: string): string {
	const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
	return isQuoted ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1') : text;
}
