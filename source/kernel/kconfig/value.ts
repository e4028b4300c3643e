import type {Choice, Definition, Expression, KconfigSymbol, KconfigTree, Selector} from './types.ts';

/** How Kconfig counts n, m and y. */
export type Level = 0 | 1 | 2;

/** A configuration in which expressions are looked at. */
export type Scene = {
	tree: KconfigTree;
	/** `n` where an option is off or has no value. */
	value: (name: string) => string;
	/** What is asked for, whether it can be had or not. */
	asked: (name: string) => string | undefined;
};

export const letters = ['n', 'm', 'y'] as const;

/** What only a shell could tell counts as `ifUnknown`, so that nobody is blamed for it. */
export function levelOf(expression: Expression | undefined, scene: Scene, ifUnknown: Level = 2): Level {
	switch (expression?.kind) {
		case 'symbol': {
			return levelOfOption(expression.name, scene);
		}

		case 'constant': {
			return expression.value === 'm' && scene.value(scene.tree.modules) === 'n'
				? 0
				: levelOfValue(expression.value);
		}

		case 'unknown': {
			return ifUnknown;
		}

		case 'not': {
			return 2 - levelOf(expression.of, scene, (2 - ifUnknown) as Level) as Level;
		}

		case 'compare': {
			return compare(expression, scene) ?? ifUnknown;
		}

		case 'and':
		case 'or': {
			return levelOfParts(expression.kind, expression.parts, scene, ifUnknown);
		}

		// No condition always holds.
		case undefined: {
			return 2;
		}
	}
}

export function levelOfAll(expressions: ReadonlyArray<Expression | undefined>, scene: Scene): Level {
	return levelOfParts('and', expressions, scene, 2);
}

export function levelOfValue(value: string): Level {
	if (value === 'y') {
		return 2;
	}

	return value === 'm' ? 1 : 0;
}

export function levelOfOption(name: string, scene: Scene): Level {
	const level = levelOfValue(scene.value(name));
	// A text may well be "y".
	return level > 0 && isSwitch(scene.tree.symbols.get(name)) ? level : 0;
}

/** Whether it is n, m or y, and no number or text. */
export function isSwitch(symbol: KconfigSymbol | undefined): boolean {
	return symbol?.type === 'bool' || symbol?.type === 'tristate';
}

/** How far the prompts of an option let a user go. */
export function visibility({definitions}: KconfigSymbol, scene: Scene): Level {
	return Math.max(0, ...definitions.map(definition => visibilityOf(definition, scene))) as Level;
}

export function visibilityOf(definition: Definition, scene: Scene): Level {
	const {prompt, conditions, visibleIf, choice} = definition;
	if (!prompt || levelOfAll(conditions, scene) === 0) {
		return 0;
	}

	return Math.min(
		levelOfAll(conditions, scene),
		levelOfAll(visibleIf, scene),
		levelOf(prompt.condition, scene),
		levelOf(choice?.prompt?.condition, scene),
	) as Level;
}

/** All that must hold for a prompt to be there. */
export function conditionsOfPrompt({conditions, visibleIf, prompt, choice}: Definition): Expression[] {
	const all = [...conditions, ...visibleIf, ...prompt?.condition ? [prompt.condition] : []];
	return choice?.prompt?.condition ? [...all, choice.prompt.condition] : all;
}

/** How far the selectors force an option on. */
export function forcedLevel({selectors}: KconfigSymbol, scene: Scene): Level {
	let forced: Level = 0;
	for (const selector of selectors) {
		const level = levelOfSelector(selector, scene);
		forced = Math.max(level, forced) as Level;
	}

	return forced;
}

export function levelOfSelector({by, condition}: Selector, scene: Scene): Level {
	const level = levelOfOption(by.name, scene);
	return level === 0 ? 0 : Math.min(level, levelOf(condition, scene), levelOfAll(by.conditions, scene)) as Level;
}

/** The member that is on when the choice is visible: the one asked for, else its default, else the first. */
export function memberOf(choice: Choice, scene: Scene): string | undefined {
	const {symbols} = scene.tree;
	const visible = choice.members.filter(name => visibility(symbols.get(name)!, scene) > 0);
	const asked = visible.findLast(name => levelOfValue(scene.asked(name) ?? 'n') === 2);
	if (asked !== undefined || choice.optional) {
		return asked;
	}

	const defaults = choice.defaults.filter(({condition}) => levelOfAll([...choice.conditions, condition], scene) > 0);
	const names = defaults.map(({value}) => value.kind === 'symbol' ? value.name : '');
	return names.find(name => visible.includes(name)) ?? visible[0];
}

/** The text that an expression is as a value: of an option its value, else what is written. */
export function textOf(expression: Expression, scene: Scene): string | undefined {
	switch (expression.kind) {
		case 'symbol': {
			return scene.tree.symbols.has(expression.name) ? scene.value(expression.name) : expression.name;
		}

		case 'constant': {
			return expression.value;
		}

		case 'unknown': {
			return undefined;
		}

		case 'not':
		case 'and':
		case 'or':
		case 'compare': {
			return letters[levelOf(expression, scene)];
		}
	}
}

export function numberOf(text: string): number {
	return /^(?:-?\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : NaN;
}

function levelOfParts(
	kind: 'and' | 'or',
	parts: ReadonlyArray<Expression | undefined>,
	scene: Scene,
	ifUnknown: Level,
): Level {
	const isAll = kind === 'and';
	let level: Level = isAll ? 2 : 0;
	for (const part of parts) {
		const next = levelOf(part, scene, ifUnknown);
		if (isAll ? next < level : next > level) {
			level = next;
		}

		if (level === (isAll ? 0 : 2)) {
			break;
		}
	}

	return level;
}

/** Numbers compare as numbers where both sides are any, else texts. */
function compare({left, right, operator}: Extract<Expression, {kind: 'compare'}>, scene: Scene): Level | undefined {
	const a = textOf(left, scene);
	const b = textOf(right, scene);
	if (a === undefined || b === undefined) {
		return undefined;
	}

	const difference = numberOf(a) - numberOf(b);
	const order = Number.isNaN(difference) ? orderOf(a, b) : difference;
	const holds = {
		'=': order === 0,
		'!=': order !== 0,
		'<': order < 0,
		'>': order > 0,
		'<=': order <= 0,
		'>=': order >= 0,
	}[operator];
	return holds ? 2 : 0;
}

function orderOf(a: string, b: string): number {
	const [first, second] = [a, b]
		.map(text => /^[mny]$/.test(text) ? String(levelOfValue(text)) : text) as [string, string];
	return Number(first > second) - Number(first < second);
}
