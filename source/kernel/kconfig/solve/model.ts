import type {Choice, Definition, Expression, KconfigTree, MenuNode} from '../types.ts';
import type {Level} from '../value.ts';
import {newCell, type Cell, type Model, type Test} from './cells.ts';
import {allOf, cellNamed, compile, type Reading} from './compile.ts';
import {settle} from './evaluate.ts';
import {joinChoices} from './members.ts';

/** A tree made ready to be worked out, with nothing asked for. */
export function makeModel(tree: KconfigTree): Model {
	const {symbols, root} = tree;
	const ofNodes = new Map<MenuNode, Cell>();
	const modules = newCell('n');
	const model: Model = {
		isBefore611: isBefore(tree.version, 6, 11),
		root,
		cells: new Map(),
		choices: [],
		blocks: [],
		cellOf: node => ofNodes.get(node),
		isShown: node => (shown.get(node)?.() ?? 0) > 0,
		modules,
		modulesLevel: 0,
		settled: 0,
	};
	for (const {name, type, transitional} of symbols.values()) {
		model.cells.set(name, {...newCell(name, type), isOld: transitional === true});
	}

	const {cells} = model;
	model.modules = cells.get(tree.modules) ?? modules;
	const nodes = flatten(root);
	for (const node of nodes) {
		const cell = cellOfNode(node, model);
		if (cell) {
			ofNodes.set(node, cell);
		}
	}

	joinChoices(nodes, model);
	const dependencies = dependenciesOf(model);
	const shown = new Map<MenuNode, Test>();
	for (const node of nodes) {
		const cell = ofNodes.get(node);
		if (cell) {
			const prompts = addDefinition(cell, node, {model, dependency: dependencies(node, isLoose(cell, model))});
			shown.set(node, () => Math.max(0, ...prompts.map(prompt => prompt())) as Level);
		} else if (node.kind === 'menu' || node.kind === 'comment') {
			const visible = allOf(node.visibleIf.map(one => compile(one, {isCondition: false, isLoose: false}, model)));
			const dependency = dependencies(node, false) ?? always;
			shown.set(node, () => Math.min(visible(), dependency()) as Level);
		}
	}

	return model;
}

const always: Test = () => 2;

/** All nodes in the order in which a menu shows them, without the root. */
export function flatten({children}: MenuNode): MenuNode[] {
	return children.flatMap(node => [node, ...flatten(node)]);
}

function isBefore(version: string, major: number, minor: number): boolean {
	const [first = Infinity, second = 0] = version.split('.').filter(Boolean).map(Number);
	return first < major || (first === major && second < minor);
}

function cellOfNode({kind, definition}: MenuNode, model: Model): Cell | undefined {
	if (kind === 'option') {
		return model.cells.get(definition!.name);
	}

	if (kind !== 'choice') {
		return undefined;
	}

	const {type, optional} = definition as Choice;
	const cell = newCell('', model.isBefore611 ? type : 'bool');
	cell.group = {isOptional: optional === true, members: [], priority: [], askedLevel: 0};
	model.choices.push(cell);
	return cell;
}

const isLoose = ({type}: Cell, {isBefore611}: Model): boolean => isBefore611 && type !== 'tristate';

/**
What a node depends on together with all around it; nothing where neither says anything. What is around is worked out
once for all within: an option in a menu that stays closed has nobody to ask but the menu.
*/
function dependenciesOf(model: Model): (node: MenuNode, isLoose: boolean) => Test | undefined {
	const known = {true: new Map<MenuNode, Test | undefined>(), false: new Map<MenuNode, Test | undefined>()};
	const of = (node: MenuNode, loose: boolean): Test | undefined => {
		const reading: Reading = {isCondition: true, isLoose: loose};
		const own = node.conditions.map(condition => compile(condition, reading, model));
		const around = aroundOf(node, loose);
		const tests = [...around ? [around] : [], ...own];
		return tests.length > 0 ? allOf(tests) : undefined;
	};

	const aroundOf = ({parent}: MenuNode, loose: boolean): Test | undefined => {
		if (!parent) {
			return undefined;
		}

		const choice = model.isBefore611 ? model.cellOf(parent)?.group && model.cellOf(parent) : undefined;
		if (choice) {
			return () => settle(choice, model).level;
		}

		const kept = known[`${loose}`];
		if (!kept.has(parent)) {
			kept.set(parent, asCell(of(parent, loose), model));
		}

		return kept.get(parent);
	};

	return of;
}

function asCell(test: Test | undefined, model: Model): Test | undefined {
	if (!test) {
		return undefined;
	}

	const cell = {...newCell(''), condition: test};
	model.blocks.push(cell);
	return () => settle(cell, model).level;
}

/** @returns when this definition's own prompts are shown */
function addDefinition(
	cell: Cell,
	node: MenuNode,
	{model, dependency}: {model: Model; dependency: Test | undefined},
): Test[] {
	const definition = node.definition!;
	const reading: Reading = {isCondition: true, isLoose: isLoose(cell, model)};
	const around = wholeChoice(cell, node, model);
	const when = (...conditions: ReadonlyArray<Expression | undefined>): Test => allOf([
		...around,
		...dependency ? [dependency] : [],
		...conditions.flatMap(condition => condition ? [compile(condition, reading, model)] : []),
	]);
	const prompts = definition.prompts.map(({condition}) => when(condition, ...visibleIfAround(node)));
	cell.prompts.push(...prompts);

	addValues(cell, definition, {when, model});
	for (const [kind, all] of [['selected', definition.selects], ['implied', definition.implies]] as const) {
		for (const {name, condition} of all) {
			const test = when(condition);
			cellNamed(name, model)[kind].push(() => {
				const {level} = settle(cell, model);
				return level === 0 ? 0 : Math.min(level, test()) as Level;
			});
		}
	}

	if (cell.group) {
		const prompt = cell.prompts.at(-1);
		if (prompt && model.isBefore611 && !cell.group.isOptional) {
			cell.selected.push(() => Math.min(1, prompt()) as Level);
		}
	} else if (dependency) {
		const {direct} = cell;
		cell.direct = direct ? () => Math.max(direct(), dependency()) as Level : dependency;
	}

	return prompts;
}

/** A member of a tristate choice that is no tristate itself depends on the choice being y. */
function wholeChoice(cell: Cell, node: MenuNode, model: Model): Test[] {
	const {choice} = cell;
	return model.isBefore611 && choice?.type === 'tristate' && cell.type !== 'tristate' && isBelow(node, choice, model)
		? [() => settle(choice, model).level === 2 ? 2 : 0]
		: [];
}

function isBelow({parent}: MenuNode, choice: Cell, model: Model): boolean {
	return parent !== undefined
		&& (model.cellOf(parent) === choice || (parent.kind === 'if' && isBelow(parent, choice, model)));
}

function visibleIfAround({parent}: MenuNode): Expression[] {
	return parent ? [...parent.visibleIf, ...visibleIfAround(parent)] : [];
}

function addValues(
	cell: Cell,
	{defaults, ranges}: Definition,
	{when, model}: {when: (condition?: Expression) => Test; model: Model},
): void {
	for (const {value, condition} of defaults) {
		const level = compile(value, {isCondition: false, isLoose: false}, model);
		cell.defaults.push({value, level, when: when(condition)});
	}

	for (const {low, high, condition} of ranges) {
		cell.ranges.push({low: operandCell(low, model), high: operandCell(high, model), when: when(condition)});
	}
}

/** A number is a word like any other. */
const operandCell = (expression: Expression, model: Model): Cell =>
	expression.kind === 'symbol'
		? cellNamed(expression.name, model)
		: newCell(expression.kind === 'constant' ? expression.value : '');
