import {describeOption} from '../describe.ts';
import {formatExpression, namesIn} from '../expression.ts';
import type {Cell, Model} from '../solve/cells.ts';
import {compile} from '../solve/compile.ts';
import {rangeOf, settle, valueOf} from '../solve/evaluate.ts';
import type {Definition, Expression, KconfigSymbol, KconfigTree, ReadFile, Selector} from '../types.ts';
import {onFirst} from './related.ts';

/** All that is to be known of an option, to be read. */
export function optionPage(tree: KconfigTree, {cell, model, read}: {cell: Cell; model: Model; read: ReadFile}): string {
	const {name} = cell;
	const {prompt, menus, help} = describeOption(tree, name, read)!;
	const {definitions, selectors, impliedBy} = tree.symbols.get(name)!;
	const range = rangeOf(settle(cell, model), model);
	return [
		prompt === '' ? `${name} has no prompt: other options turn it on.` : prompt,
		'',
		...(help === undefined ? [] : [help, '']),
		`CONFIG_${name}=${valueOf(cell, model)}   ${cell.type ?? ''}`,
		...(range ? [`Range: ${range.low.text} to ${range.high.text}`] : []),
		...(menus.length > 0 ? [`In: ${menus.join(' › ')}`] : []),
		...definitions.flatMap(definition => definedAt(definition, prompt, model)),
		...listed('Selects', definitions.flatMap(({selects}) => selects.map(one => one.name))),
		...listed('Selected by', byOf(selectors, model)),
		...listed('Implied by', byOf(impliedBy, model)),
	].join('\n');
}

/** Of several definitions each has its own conditions, and maybe its own prompt. */
function definedAt({file, line, conditions, prompt}: Definition, first: string, model: Model): string[] {
	const other = prompt && prompt.text !== first ? ` (${prompt.text})` : '';
	return [
		`Defined at: ${file}:${line}${other}`,
		...(conditions.length > 0 ? [`  depends on: ${withValues(all(conditions), conditions, model)}`] : []),
	];
}

/** As menuconfig has it: `NET [=y] && PCI [=n]`. */
function withValues(text: string, conditions: readonly Expression[], model: Model): string {
	const names = new Set(conditions.flatMap(one => namesIn(one)));
	return text.replaceAll(/\w+/g, word => {
		const cell = names.has(word) ? model.cells.get(word) : undefined;
		return cell?.type === undefined ? word : `${word} [=${valueOf(cell, model)}]`;
	});
}

const all = (conditions: readonly Expression[]): string =>
	[...new Set(conditions.map(one => formatExpression(one, true)))].join(' && ');

/** With what they are. */
function byOf(selectors: readonly Selector[], model: Model): string[] {
	return onFirst(selectors, model).map(name => `${name} [${valueOf(model.cells.get(name)!, model)}]`);
}

const listed = (what: string, names: readonly string[]): string[] =>
	names.length > 0 ? [`${what}: ${[...new Set(names)].join(', ')}`] : [];

/** The options that keep one on now. */
export function holdersOf({selectors}: KconfigSymbol, model: Model): string[] {
	const holding = selectors.filter(({by, condition}) =>
		valueOf(model.cells.get(by.name)!, model) !== 'n'
		&& (condition === undefined || compile(condition, {isCondition: true, isLoose: false}, model)() > 0));
	return [...new Set(holding.map(({by}) => by.name))];
}
