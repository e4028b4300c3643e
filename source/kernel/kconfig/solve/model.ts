import type {Choice, Definition, Expression, KconfigTree, MenuNode} from '../types.ts';
import type {Level} from '../value.ts';
import {newCell, type Cell, type Model, type Test} from './cells.ts';
import {allOf, always, anyOf, cellNamed, compile, type Reading} from './compile.ts';
import {settle} from './evaluate.ts';
import {joinChoices} from './members.ts';

/** A tree made ready to be worked out, with nothing asked for. */
export function makeModel(tree: KconfigTree): Model {
	const {symbols, root} = tree;
	const ofNodes = new Map<MenuNode, Cell>();
	const modules = newCell('n');
	const model: Model = {
		isBefore611: isBefore(tree.version, 6, 11),
		hasRawTexts: tree.hasRawTexts === true,
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
		const cell = newCell(name, type);
		cell.isOld = transitional === true;
		model.cells.set(name, cell);
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
			shown.set(node, anyOf(prompts));
		} else if (node.kind === 'menu' || node.kind === 'comment') {
			const visible = allOf(node.visibleIf.map(one => compile(one, {isCondition: false, isLoose: false}, model)));
			const dependency = dependencies(node, false) ?? always;
			shown.set(node, allOf([visible, dependency]));
		}
	}

	return model;
}

/** All nodes in the order in which a menu shows them, without the root. */
export function flatten({children}: MenuNode, all: MenuNode[] = []): MenuNode[] {
	for (const node of children) {
		all.push(node);
		flatten(node, all);
	}

	return all;
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
		const around = aroundOf(node, loose);
		if (node.conditions.length === 0) {
			return around;
		}

		const own = node.conditions.map(condition => compile(condition, reading, model));
		return allOf(around ? [around, ...own] : own);
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

	const cell = newCell('');
	cell.condition = test;
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
	const outer = [...wholeChoice(cell, node, model), ...dependency ? [dependency] : []];
	const whenOuter = allOf(outer);
	const when = (condition?: Expression): Test =>
		condition ? allOf([...outer, compile(condition, reading, model)]) : whenOuter;
	const prompts = definition.prompts.map(({condition}) => {
		const visible = visibleIfAround(node).map(one => compile(one, reading, model));
		return visible.length > 0 ? allOf([when(condition), ...visible]) : when(condition);
	});
	cell.prompts.push(...prompts);

	addValues(cell, definition, {when, model});
	const onlyWhileOn = (condition?: Expression): Test => {
		const test = when(condition);
		return () => {
			const {level} = settle(cell, model);
			return level === 0 ? 0 : Math.min(level, test()) as Level;
		};
	};

	for (const {name, condition} of definition.selects) {
		cellNamed(name, model).selected.push(onlyWhileOn(condition));
	}

	for (const {name, condition} of definition.implies) {
		cellNamed(name, model).implied.push(onlyWhileOn(condition));
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
	const all: Expression[] = [];
	for (let around = parent; around; around = around.parent) {
		all.push(...around.visibleIf);
	}

	return all;
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
