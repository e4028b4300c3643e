import {assume, withPenalty, type Proposal} from './proposal.ts';
import {restrict, satisfyAll} from './satisfy.ts';
import {cheapest, extendPath, type Path} from './search.ts';
import {distanceOf} from './likelihood.ts';
import type {Definition, KconfigSymbol, Selector} from './types.ts';
import {conditionsOfPrompt, isSwitch, levelOfOption, levelOfSelector, visibilityOf, type Level} from './value.ts';

/** Makes an option that is a switch exactly n, m or y, with whatever it needs. */
export function bring(proposal: Proposal, name: string, value: string, path: Path = []): Proposal | undefined {
	if (value === 'n') {
		return turnOff(proposal, name, 0, path);
	}

	if (value === 'y') {
		return turnOn(proposal, name, 2, path);
	}

	const modules = turnOn(proposal, proposal.tree.modules, 2, path);
	const on = modules && turnOn(modules, name, 1, path);
	return on && turnOff(on, name, 1, path);
}

/** By its prompt, else by a default or by another option that selects it. */
export function turnOn(proposal: Proposal, name: string, least: Level, path: Path): Proposal | undefined {
	const symbol = proposal.tree.symbols.get(name);
	if (levelOfOption(name, proposal) >= least) {
		return proposal;
	}

	const further = extendPath(proposal, path, `+${name}`);
	if (!further || !symbol || !isSwitch(symbol)) {
		return undefined;
	}

	const toEnd = (next: Proposal | undefined) => next && levelOfOption(name, next) >= least ? next : undefined;
	const {definitions} = symbol;
	const prompts = definitions.filter(({prompt}) => prompt);
	return cheapest(proposal, prompts.map(definition => () => toEnd(byPrompt(proposal, definition, least, further))))
		?? cheapest(proposal, [
			...definitions.flatMap(({conditions, defaults}) => defaults.map(({value, condition}) =>
				() => toEnd(satisfyAll(proposal, [...conditions, condition, value], least, further)))),
			...nearestSelectors(symbol).map(selector =>
				() => toEnd(bySelector(proposal, selector, {symbol, least, path: further}))),
		]);
}

/** Off, or down to `m`: by turning off what selects it, then by its prompt or what its defaults depend on. */
export function turnOff(proposal: Proposal, name: string, most: Level, path: Path): Proposal | undefined {
	if (levelOfOption(name, proposal) <= most) {
		return proposal;
	}

	const symbol = proposal.tree.symbols.get(name)!;
	const further = extendPath(proposal, path, `-${name}`);
	const free = further && withoutSelectors(proposal, symbol, most, further);
	if (!free || levelOfOption(name, free) <= most) {
		return free;
	}

	const toEnd = (next: Proposal | undefined) => next && levelOfOption(name, next) <= most ? next : undefined;
	const prompts = symbol.definitions.filter(({prompt}) => prompt);
	return cheapest(free, [
		...prompts.map(definition => () => toEnd(assumeOff(free, definition, most, further))),
		() => toEnd(withoutDefaults(free, symbol, most, further)),
	]);
}

function byPrompt(proposal: Proposal, definition: Definition, least: Level, path: Path): Proposal | undefined {
	const {name} = definition;
	const isTristate = proposal.tree.symbols.get(name)!.type === 'tristate';
	const visible = satisfyAll(proposal, conditionsOfPrompt(definition), isTristate ? least : 1, path);
	if (!visible || levelOfOption(name, visible) >= least) {
		return visible;
	}

	const asModule = isTristate
		&& least === 1
		&& (proposal.result.asModules || visibilityOf(definition, visible) === 1);
	return assume(visible, name, asModule ? 'm' : 'y');
}

function assumeOff(proposal: Proposal, definition: Definition, most: Level, path: Path): Proposal | undefined {
	const {name} = definition;
	const visible = satisfyAll(proposal, conditionsOfPrompt(definition), 1, path);
	const asModule = most === 1
		&& proposal.tree.symbols.get(name)!.type === 'tristate'
		&& levelOfOption(proposal.tree.modules, proposal) > 0;
	return visible && (levelOfOption(name, visible) <= most ? visible : assume(visible, name, asModule ? 'm' : 'n'));
}

function bySelector(
	proposal: Proposal,
	selector: Selector,
	{symbol, least, path}: {symbol: KconfigSymbol; least: Level; path: Path},
): Proposal | undefined {
	// A select does not ask what the selected option depends on, but the build may well fail without it.
	const ready = cheapest(proposal, symbol.definitions.map(({conditions}) =>
		() => satisfyAll(proposal, conditions, least, path)));
	const allowed = satisfyAll(ready ?? withPenalty(proposal, 10), [selector.condition], least, path);
	const selected = allowed && turnOn(allowed, selector.by.name, least, path);
	return selected && withPenalty(selected, distanceOf(selector, symbol));
}

function nearestSelectors(symbol: KconfigSymbol): Selector[] {
	const all = [...symbol.selectors, ...symbol.impliedBy]
		.map(selector => ({selector, distance: distanceOf(selector, symbol)}));
	return all.toSorted((a, b) => a.distance - b.distance).slice(0, 8).map(({selector}) => selector);
}

function withoutSelectors(
	proposal: Proposal,
	{selectors}: KconfigSymbol,
	most: Level,
	path: Path,
): Proposal | undefined {
	let next: Proposal | undefined = proposal;
	for (const selector of selectors) {
		if (!next || levelOfSelector(selector, next) <= most) {
			continue;
		}

		const before: Proposal = next;
		const {by, condition} = selector;
		next = cheapest(before, [
			() => turnOff(before, by.name, most, path),
			() => condition && restrict(before, condition, most, path),
		]);
	}

	return next;
}

function withoutDefaults(
	proposal: Proposal,
	{definitions}: KconfigSymbol,
	most: Level,
	path: Path,
): Proposal | undefined {
	let next: Proposal | undefined = proposal;
	for (const {conditions, defaults} of definitions) {
		for (const {value, condition} of defaults) {
			const parts = [...conditions, value, ...condition ? [condition] : []];
			next &&= restrict(next, {kind: 'and', parts}, most, path);
		}
	}

	return next;
}
