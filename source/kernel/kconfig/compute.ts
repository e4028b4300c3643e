import type {KconfigSymbol} from './types.ts';
import {
	conditionsOfPrompt,
	forcedLevel,
	isSwitch,
	letters,
	levelOf,
	levelOfAll,
	levelOfSelector,
	levelOfValue,
	memberOf,
	numberOf,
	textOf,
	visibility,
	type Level,
	type Scene,
} from './value.ts';

/**
The value that Kconfig gives an option, by Documentation/kbuild/kconfig-language.rst, on an allnoconfig base: what is
visible and not asked for is off. Looks at the other options as they stand in the scene.
*/
export function computeValue(symbol: KconfigSymbol, scene: Scene): string {
	return isSwitch(symbol) ? letters[computeLevel(symbol, scene)] : computeText(symbol, scene);
}

/** The range of a number that holds in the scene. */
export function rangeOf({definitions}: KconfigSymbol, scene: Scene): {low: string; high: string} | undefined {
	for (const {conditions, ranges} of definitions) {
		const range = ranges.find(({condition}) => levelOfAll([...conditions, condition], scene) > 0);
		const [low, high] = [range && textOf(range.low, scene), range && textOf(range.high, scene)];
		if (low !== undefined && high !== undefined) {
			return {low, high};
		}
	}

	return undefined;
}

export function isInRange(symbol: KconfigSymbol, value: string, scene: Scene): boolean {
	const range = rangeOf(symbol, scene);
	return !range || !(numberOf(value) < numberOf(range.low) || numberOf(value) > numberOf(range.high));
}

function computeLevel(symbol: KconfigSymbol, scene: Scene): Level {
	const choice = symbol.definitions.find(definition => definition.choice)?.choice;
	if (choice) {
		return memberOf(choice, scene) === symbol.name ? 2 : 0;
	}

	const level = Math.max(freeLevel(symbol, scene), forcedLevel(symbol, scene));
	const isWhole = symbol.type === 'bool' || scene.value(scene.tree.modules) === 'n';
	return (level === 1 && isWhole ? 2 : level) as Level;
}

/** Nearly all options of a tree are not asked for and have no default: for those nothing need be looked at. */
function freeLevel(symbol: KconfigSymbol, scene: Scene): number {
	const asked = levelOfValue(scene.asked(symbol.name) ?? 'n');
	if (
		asked === 0
		&& symbol.impliedBy.length === 0
		&& symbol.definitions.every(({defaults}) => defaults.length === 0)
	) {
		return 0;
	}

	const visible = visibility(symbol, scene);
	return visible > 0 ? Math.min(asked, visible) : defaultLevel(symbol, scene);
}

function defaultLevel({definitions, impliedBy}: KconfigSymbol, scene: Scene): number {
	const implied = Math.max(0, ...impliedBy.map(selector => levelOfSelector(selector, scene)));
	const level = Math.max(firstDefault(definitions, scene), implied);
	return implied > 0
		? Math.min(level, Math.max(...definitions.map(({conditions}) => levelOfAll(conditions, scene))))
		: level;
}

function firstDefault(definitions: KconfigSymbol['definitions'], scene: Scene): number {
	for (const {conditions, defaults} of definitions) {
		for (const {value, condition} of defaults) {
			const holds = levelOfAll([...conditions, condition], scene);
			if (holds > 0) {
				// A bare `default m` is m even where modules are off; it becomes y there.
				return Math.min(holds, value.kind === 'constant' ? levelOfValue(value.value) : levelOf(value, scene));
			}
		}
	}

	return 0;
}

function computeText(symbol: KconfigSymbol, scene: Scene): string {
	const asked = scene.asked(symbol.name);
	if (asked !== undefined && visibility(symbol, scene) > 0 && isInRange(symbol, asked, scene)) {
		return asked;
	}

	for (const {conditions, defaults} of symbol.definitions) {
		const holding = levelOfAll(conditions, scene) > 0
			? defaults.find(({condition}) => levelOf(condition, scene) > 0)
			: undefined;
		if (holding) {
			return textOf(holding.value, scene) ?? '';
		}
	}

	// Without conditions that hold, an option has no value at all.
	return symbol.definitions.some(definition => levelOfAll(conditionsOfPrompt(definition), scene) > 0) ? '' : 'n';
}
