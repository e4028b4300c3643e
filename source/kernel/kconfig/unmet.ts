import {joined} from './expression.ts';
import type {Choice, Definition, Expression, KconfigSymbol} from './types.ts';
import {
	conditionsOfPrompt,
	letters,
	levelOf,
	levelOfOption,
	levelOfSelector,
	levelOfValue,
	visibilityOf,
	type Level,
	type Scene,
} from './value.ts';

/** Why an option is not as somebody wants it: what does not hold, and of which kind the obstacle is. */
export type Obstacle = {
	kind: 'needs' | 'selected' | 'choice' | 'given' | 'promptless';
	unmet: Expression[];
	/** Names: selectors, the other member of the choice. */
	by?: string[];
	choice?: Choice;
};

/** What keeps an option below a level. */
export function obstacleToOn(symbol: KconfigSymbol, least: Level, scene: Scene): Obstacle {
	const prompts = symbol.definitions.filter(({prompt}) => prompt);
	if (prompts.length === 0) {
		const dependencies = symbol.definitions.map(({conditions}) => unmetOf(conditions, least, scene));
		return {kind: 'promptless', unmet: shortest(dependencies)};
	}

	const needed = symbol.type === 'bool' ? 1 : least;
	const open = prompts.find(definition => visibilityOf(definition, scene) >= needed);
	const rival = open?.choice && rivalOf(open, scene);
	if (rival) {
		return {
			kind: 'choice',
			unmet: [{kind: 'not', of: {kind: 'symbol', name: rival}}],
			by: [rival],
			choice: open.choice!,
		};
	}

	return {
		kind: 'needs',
		unmet: shortest(prompts.map(definition => unmetOf(conditionsOfPrompt(definition), needed, scene))),
	};
}

/** What keeps an option above a level. */
export function obstacleToOff(symbol: KconfigSymbol, most: Level, scene: Scene): Obstacle {
	const forcing = symbol.selectors.filter(selector => levelOfSelector(selector, scene) > most);
	const selectors = [...new Set(forcing.map(({by}) => by.name))];
	if (selectors.length > 0) {
		return {
			kind: 'selected',
			unmet: selectors.map(name => ({kind: 'not', of: {kind: 'symbol', name}})),
			by: selectors,
		};
	}

	const prompts = symbol.definitions.filter(({prompt}) => prompt);
	const open = prompts.find(definition => visibilityOf(definition, scene) > 0);
	if (open?.choice) {
		const isVisible = (name: string) => scene.tree.symbols.get(name)!.definitions
			.some(definition => visibilityOf(definition, scene) > 0);
		const others = open.choice.members.filter(name => name !== symbol.name && isVisible(name));
		const one = joined('or', others.map(name => ({kind: 'symbol', name}) as const));
		return {kind: 'choice', unmet: [one].filter(part => part !== undefined), choice: open.choice};
	}

	return prompts.length > 0
		? {kind: 'needs', unmet: shortest(prompts.map(definition => unmetOf(conditionsOfPrompt(definition), 1, scene)))}
		: {kind: 'given', unmet: defaultsThatHold(symbol, scene)};
}

/** The conditions that do not hold, without their parts that do. */
export function unmetOf(conditions: readonly Expression[], least: Level, scene: Scene): Expression[] {
	const unmet = conditions.flatMap(condition => {
		const left = remainder(condition, least, scene);
		return left?.kind === 'and' ? left.parts : left ?? [];
	});
	const seen = new Set<string>();
	return unmet.filter(part => {
		const text = JSON.stringify(part);
		return !seen.has(text) && seen.add(text);
	});
}

/** All options that exist only on other architectures: no way leads there. */
export function isForeign(expression: Expression, scene: Scene): boolean {
	return expression.kind === 'symbol' ? !scene.tree.symbols.has(expression.name)
		: (expression.kind === 'and' && expression.parts.some(part => isForeign(part, scene)))
			|| (expression.kind === 'or' && expression.parts.every(part => isForeign(part, scene)));
}

function remainder(expression: Expression, least: Level, scene: Scene): Expression | undefined {
	if (levelOf(expression, scene) >= least) {
		return undefined;
	}

	if (expression.kind === 'and') {
		return joined('and', expression.parts.map(part => remainder(part, least, scene)));
	}

	if (expression.kind === 'or') {
		const possible = expression.parts.filter(part => !isForeign(part, scene) && part.kind !== 'constant');
		const parts = possible.length > 0 ? possible : expression.parts;
		return joined('or', parts.map(part => remainder(part, least, scene)));
	}

	if (least === 2 && expression.kind === 'symbol' && levelOfOption(expression.name, scene) === 1) {
		return {kind: 'compare', operator: '=', left: expression, right: {kind: 'constant', value: letters[2]}};
	}

	return expression;
}

function rivalOf({name, choice}: Definition, scene: Scene): string | undefined {
	return choice!.members.find(member => member !== name && levelOfValue(scene.value(member)) === 2);
}

function defaultsThatHold({definitions}: KconfigSymbol, scene: Scene): Expression[] {
	for (const {conditions, defaults} of definitions) {
		for (const {value, condition} of defaults) {
			const all = [...conditions, ...condition ? [condition] : [], value]
				.filter(part => part.kind !== 'constant');
			if (all.length > 0 && all.every(part => levelOf(part, scene) > 0)) {
				return [{kind: 'not', of: joined('and', all)!}];
			}
		}
	}

	return [];
}

function shortest(lists: Expression[][]): Expression[] {
	return lists.reduce((best, list) => list.length < best.length ? list : best);
}
