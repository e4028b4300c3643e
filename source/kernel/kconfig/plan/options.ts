import {conjuncts} from '../blocks.ts';
import {distanceOf} from '../likelihood.ts';
import type {Cell} from '../solve/cells.ts';
import {isOneOf, settable, textProblem} from '../solve/configuration.ts';
import {isSwitch, valueOf} from '../solve/evaluate.ts';
import type {Definition, KconfigSymbol} from '../types.ts';
import {conditionsOfPrompt, letters, levelOfSelector, textOf, type Level} from '../value.ts';
import {costOfAll} from './costs.ts';
import {all, refute} from './expressions.ts';
import {keeping, once, set, tryAll, type Search, type Way} from './search.ts';

export function bring(search: Search, cell: Cell, value: string): boolean {
	if (!isSwitch(cell)) {
		return give(search, cell, value);
	}

	switch (value) {
		case 'n': {
			return lower(search, cell, 0);
		}

		case 'y': {
			return raise(search, cell, 2);
		}

		default: {
			const {modules} = search.configuration.model;
			return raise(search, modules, 2)
				&& keeping(search, () => modules.level === 2, () => raise(search, cell, 1) && lower(search, cell, 1));
		}
	}
}

/** At least m or y: by its prompt, else by a default or by another option that selects it. */
export function raise(search: Search, cell: Cell, least: Level): boolean {
	const symbol = search.tree.symbols.get(cell.name);
	if (!symbol || cell.level >= least || !isSwitch(cell)) {
		return cell.level >= least;
	}

	const needed = cell.type === 'tristate' ? least : 1;
	const isReached = (): boolean => cell.level >= least;
	return once(search, `+${cell.name}`, () => tryAll(search, isReached, [
		...symbol.definitions.filter(({prompt}) => prompt).map(definition =>
			byPrompt(search, definition, needed, () => setTo(search, cell, least))),
		...symbol.definitions.flatMap(definition => byDefaults(search, definition, least)),
		...bySelectors(search, symbol, least),
	]));
}

/** At most m or n: without what selects it, then by its prompt, or by what its defaults depend on. */
export function lower(search: Search, cell: Cell, most: Level): boolean {
	const symbol = search.tree.symbols.get(cell.name);
	if (!symbol || cell.level <= most) {
		return cell.level <= most;
	}

	const isReached = (): boolean => cell.level <= most;
	return once(search, `-${cell.name}`, () => withoutSelectors(search, symbol, most) && (isReached()
		|| tryAll(search, isReached, [
			...symbol.definitions.filter(({prompt}) => prompt).map(definition =>
				byPrompt(search, definition, 1, () => setBelow(search, cell, most))),
			{cost: 5, go: () => symbol.definitions.every(definition => withoutDefaults(search, definition, most))},
		])));
}

function byPrompt(search: Search, definition: Definition, least: Level, go: () => boolean): Way {
	const conditions = conditionsOfPrompt(definition);
	return {
		cost: 1 + costOfAll(search, conditions, least),
		go: () => all(search, conditions, least) && go(),
	};
}

/** Only of options without a prompt, or with one that no way leads to. */
function byDefaults(search: Search, {conditions, defaults}: Definition, least: Level): Way[] {
	return defaults.map(({value, condition}) => {
		const parts = conjuncts([...conditions, condition, value]);
		return {cost: 3 + costOfAll(search, parts, least), go: () => all(search, parts, least)};
	});
}

function bySelectors(search: Search, symbol: KconfigSymbol, least: Level): Way[] {
	const {cells} = search.configuration.model;
	const nearest = [...symbol.selectors, ...symbol.impliedBy]
		.map(selector => ({selector, distance: distanceOf(selector, symbol)}))
		.toSorted((one, other) => one.distance - other.distance)
		.slice(0, 12);
	return nearest.map(({selector: {by, condition}, distance}) => {
		const parts = conjuncts([{kind: 'symbol', name: by.name}, condition]);
		const own = symbol.definitions.length === 1 ? symbol.definitions[0]!.conditions : [];
		return {
			cost: 4 + distance + costOfAll(search, parts, least),
			// A select does not ask what the selected option depends on, but the build may well fail without that.
			go() {
				search.hasWandered = true;
				all(search, own, least);
				return all(search, parts, least) && raise(search, cells.get(by.name)!, least);
			},
		};
	});
}

function withoutSelectors(search: Search, {selectors}: KconfigSymbol, most: Level): boolean {
	const {cells} = search.configuration.model;
	return selectors.every(selector => {
		const isReached = (): boolean => levelOfSelector(selector, search.scene) <= most;
		return isReached() || tryAll(search, isReached, [
			{cost: 1, go: () => lower(search, cells.get(selector.by.name)!, most)},
			...selector.condition ? [{cost: 2, go: () => refute(search, selector.condition!, most)}] : [],
		]);
	});
}

function withoutDefaults(search: Search, {conditions, defaults}: Definition, most: Level): boolean {
	return defaults.every(({value, condition}) =>
		refute(search, {kind: 'and', parts: conjuncts([...conditions, condition, value])}, most));
}

/** A number or a text: by its prompt, else by a default that is just that. */
function give(search: Search, cell: Cell, text: string): boolean {
	const {configuration: {model}, tree} = search;
	const isReached = (): boolean => valueOf(cell, model) === text;
	const definitions = tree.symbols.get(cell.name)?.definitions ?? [];
	return isReached() || once(search, `=${cell.name}`, () => tryAll(search, isReached, [
		...definitions.filter(({prompt}) => prompt).map(definition => byPrompt(search, definition, 1, () =>
			cell.visible > 0 && textProblem(cell, text, model) === undefined && set(search, cell, text))),
		...definitions.flatMap(({conditions, defaults}) => defaults
			.filter(({value}) => textOf(value, search.scene) === text)
			.map(({condition}): Way => {
				const parts = conjuncts([...conditions, condition]);
				return {cost: 3 + costOfAll(search, parts, 1), go: () => all(search, parts, 1)};
			})),
	]));
}

function setTo(search: Search, cell: Cell, least: Level): boolean {
	const {model} = search.configuration;
	if (!openChoice(search, cell, least)) {
		return false;
	}

	const levels = settable(cell, model).filter(level => level >= least);
	const level = levels.includes(search.usual) ? search.usual : levels.at(-1);
	return cell.level >= least || (level !== undefined && set(search, cell, letters[level]));
}

/** Before Linux 6.11 a choice can be n, and m, where each of its members is n or m. */
function openChoice(search: Search, {choice, visible}: Cell, least: Level): boolean {
	const {model} = search.configuration;
	if (!choice || !model.isBefore611 || (visible > 0 && choice.level >= least)) {
		return true;
	}

	const level = settable(choice, model).find(one => one >= least);
	return level !== undefined && set(search, choice, letters[level]);
}

function setBelow(search: Search, cell: Cell, most: Level): boolean {
	const {model} = search.configuration;
	if (isOneOf(cell, model)) {
		return tryAll(search, () => cell.level <= most, cell.choice!.group!.members
			.filter(member => member !== cell && member.visible > 0)
			.map(member => ({cost: 1, go: () => set(search, member, 'y')})));
	}

	const level = settable(cell, model).findLast(one => one <= most);
	return cell.level <= most || (level !== undefined && set(search, cell, letters[level]));
}
