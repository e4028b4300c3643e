import {listText} from '../../recipe/problem.ts';
import {conjuncts} from './blocks.ts';
import {constantOf, formatExpression} from './expression.ts';
import {canBeOn, fixedText, limitsOf, type Limits} from './limits.ts';
import type {Expression, KconfigSymbol, KconfigTree} from './types.ts';
import {isSwitch} from './value.ts';

/** A cause at the end, and what leads there from an option: each needs the next. */
export type Never = {
	by: string[];
	cause:
		| {kind: 'absent'; names: string[]}
		| {kind: 'silent'; name: string; isItself: boolean}
		| {kind: 'always'; name: string}
		/** A macro that asks what the machine can do. */
		| {kind: 'tools'; text: string}
		| {kind: 'number'; text: string; name: string; value: string}
		| {kind: 'condition'; text: string};
};

/** Why no configuration turns an option on, by the shortest way; nothing where one does, or where it is not known. */
export function whyNever(tree: KconfigTree, option: string): Never | undefined {
	const limits = limitsOf(tree);
	if (limits.can.has(option) || !isSwitch(tree.symbols.get(option))) {
		return undefined;
	}

	const seen = new Set<string>([option]);
	let front = [{name: option, by: [] as string[]}];
	while (front.length > 0) {
		const next: typeof front = [];
		for (const {name, by} of front) {
			const symbol = tree.symbols.get(name)!;
			const lacking = failing(symbol, limits);
			if (lacking.length === 0) {
				return withoutCondition(symbol, by);
			}

			for (const expression of lacking) {
				const cause = causeIn(expression, {tree, limits});
				if (cause) {
					return {by, cause};
				}

				const needed = namesThatFail(expression, limits).filter(one => tree.symbols.has(one) && !seen.has(one));
				next.push(...needed.map(one => ({name: one, by: [...by, one]})));
				for (const one of needed) {
					seen.add(one);
				}
			}
		}

		front = next;
	}

	return undefined;
}

/** The way to the cause, as the end of a sentence that begins with the option: `it needs A, which needs B, which …`. */
export function sayNever({by, cause}: Never, {srcarch}: KconfigTree): string {
	const needed = (...names: readonly string[]): string =>
		names.map((name, at) => `${at === 0 ? 'it' : 'which'} needs ${name}`).join(', ');
	switch (cause.kind) {
		case 'absent': {
			return `${needed(...by, listText(cause.names, 'or'))}, which ${srcarch} does not have`;
		}

		case 'silent': {
			return cause.isItself
				? `nothing on ${srcarch} turns it on`
				: `${needed(...by, cause.name)}, which nothing on ${srcarch} turns on`;
		}

		case 'always': {
			return `${needed(...by, `${cause.name} to be off`)}, and ${cause.name} is always on`;
		}

		case 'tools': {
			return `${needed(...by, `${cause.text} to succeed`)}, and on this machine it does not`;
		}

		case 'number': {
			return `${needed(...by, cause.text)}, and ${cause.name} is ${cause.value}`;
		}

		case 'condition': {
			return `${needed(...by, cause.text)}, which never holds`;
		}
	}
}

/** All that it depends on can be had, and yet nothing gives it a value but n. */
function withoutCondition({name, definitions}: KconfigSymbol, by: string[]): Never {
	const check = definitions
		.flatMap(({defaults}) => defaults.map(({value}) => value.kind === 'constant' && value.from))
		.find(Boolean);
	return check
		? {by, cause: {kind: 'tools', text: check}}
		: {by: by.slice(0, -1), cause: {kind: 'silent', name, isItself: by.length === 0}};
}

/** What of that which an option depends on never holds; of the definition that lacks least. */
function failing({definitions}: KconfigSymbol, limits: Limits): Expression[] {
	const all = definitions
		.filter(({prompts}) => prompts.length > 0 || definitions.every(one => one.prompts.length === 0))
		.map(({conditions, visibleIf, prompt, prompts}) => {
			const ofPrompt = prompts.length > 0 ? [...visibleIf, prompt?.condition] : [];
			return conjuncts([...conditions, ...ofPrompt])
				.filter(expression => !canBeOn(expression, limits));
		});
	return all.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function namesThatFail(expression: Expression, limits: Limits): string[] {
	switch (expression.kind) {
		case 'symbol': {
			return [expression.name];
		}

		case 'and':
		case 'or': {
			return expression.parts.filter(part => !canBeOn(part, limits)).flatMap(part => namesThatFail(part, limits));
		}

		case 'compare': {
			return expression.left.kind === 'symbol' ? [expression.left.name] : [];
		}

		case 'not':
		case 'constant':
		case 'unknown': {
			return [];
		}
	}
}

/** What is itself the cause: nothing more is behind it. */
function causeIn(
	expression: Expression,
	{tree, limits}: {tree: KconfigTree; limits: Limits},
): Never['cause'] | undefined {
	if (constantOf(expression) === 0) {
		return expression.kind === 'constant' && expression.from !== undefined
			? {kind: 'tools', text: expression.from}
			: {kind: 'condition', text: formatExpression(expression)};
	}

	if (expression.kind === 'compare' && expression.left.kind === 'symbol') {
		const value = fixedText(expression.left, tree);
		if (value !== undefined && tree.symbols.has(expression.left.name)) {
			return {kind: 'number', text: formatExpression(expression), name: expression.left.name, value};
		}
	}

	if (expression.kind === 'not') {
		return expression.of.kind === 'symbol'
			? {kind: 'always', name: expression.of.name}
			: {kind: 'condition', text: formatExpression(expression)};
	}

	const names = namesThatFail(expression, limits);
	if (names.length === 0) {
		return {kind: 'condition', text: formatExpression(expression)};
	}

	return names.every(name => !tree.symbols.has(name)) ? {kind: 'absent', names} : undefined;
}
