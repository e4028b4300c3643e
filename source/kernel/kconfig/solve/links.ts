import {UserError} from '../../../errors.ts';
import type {Definition, Expression, KconfigTree, MenuNode} from '../types.ts';
import type {Level} from '../value.ts';
import type {Cell, Model} from './cells.ts';
import {flatten, makeModel} from './model.ts';

/** Whom each option asks when it is worked out. `silent`: without being a dependency (ranges, choices). */
type Links = ReadonlyMap<Cell, {asks: Set<Cell>; silent: Set<Cell>}>;

function linksOf(model: Model): Links {
	const links = new Map<Cell, {asks: Set<Cell>; silent: Set<Cell>}>();
	const linksTo = (cell: Cell) => kept(links, cell, () => ({asks: new Set<Cell>(), silent: new Set<Cell>()}));
	const around = aroundOf(model);
	for (const node of flatten(model.root)) {
		const cell = model.cellOf(node);
		const surrounding = around(node);
		if (!cell || !surrounding) {
			continue;
		}

		const {asks, silent} = linksTo(cell);

		const definition = node.definition!;
		addAll(asks, [...surrounding, ...cellsOf(model, conditionsOf(definition, node))]);
		addAll(cell.group ? silent : asks, cellsOf(model, definition.defaults.map(({value}) => value)));
		addAll(silent, cellsOf(model, definition.ranges.flatMap(({low, high}) => [low, high])));
		for (const {name, condition} of [...definition.selects, ...definition.implies]) {
			const target = model.cells.get(name)!;
			addAll(linksTo(target).asks, [cell, ...surrounding, ...cellsOf(model, [condition])]);
		}
	}

	for (const choice of model.choices) {
		for (const member of choice.group!.members) {
			linksTo(member).silent.add(choice);
			addAll(linksTo(choice).silent, choice.group!.members);
		}
	}

	return links;
}

/** A tree made ready to be worked out. @throws UserError where an option depends on itself, however far around */
export function modelOf(kconfig: KconfigTree): Model {
	const model = makeModel(kconfig);
	refuseLoops(linksOf(model));
	return model;
}

function refuseLoops(links: Links): void {
	const open: Cell[] = [];
	const [isOpen, isChecked] = [new Set<Cell>(), new Set<Cell>()];
	const check = (cell: Cell): void => {
		if (isOpen.has(cell)) {
			throw loopError([...open.slice(open.indexOf(cell)), cell]);
		}

		if (isChecked.has(cell)) {
			return;
		}

		const choice = cell.group ? cell : cell.choice;
		if (choice) {
			checkChoice(choice);
			return;
		}

		isChecked.add(cell);
		isOpen.add(cell);
		checkWhatItAsks(cell);
		isOpen.delete(cell);
	};

	const checkWhatItAsks = (cell: Cell): void => {
		open.push(cell);
		for (const asked of links.get(cell)?.asks ?? []) {
			check(asked);
		}

		open.pop();
	};

	/** Its members are open all at once: none may depend on another. */
	const checkChoice = (choice: Cell): void => {
		const {members} = choice.group!;
		for (const cell of [choice, ...members]) {
			isChecked.add(cell);
			isOpen.add(cell);
		}

		checkWhatItAsks(choice);
		isOpen.delete(choice);
		for (const member of members) {
			checkWhatItAsks(member);
		}

		for (const member of members) {
			isOpen.delete(member);
		}
	};

	for (const cell of links.keys()) {
		check(cell);
	}
}

function loopError(cells: readonly Cell[]): UserError {
	const names = cells.map(({name}) => name === '' ? 'a choice' : name);
	return new UserError(`In this Kconfig tree an option depends on itself: ${names.join(' → ')}.`);
}

/** What a node and all around it depend on; nothing where that can never hold. */
function aroundOf(model: Model): (node: MenuNode) => readonly Cell[] | undefined {
	const known = new Map<MenuNode, readonly Cell[] | undefined>();
	const of = (node: MenuNode): readonly Cell[] | undefined => {
		if (!known.has(node)) {
			known.set(node, together(node));
		}

		return known.get(node);
	};

	const together = ({parent, conditions}: MenuNode): readonly Cell[] | undefined => {
		const choice = parent && model.isBefore611 && model.cellOf(parent)?.group ? model.cellOf(parent) : undefined;
		const outer = choice ? [choice] : (parent ? of(parent) : []);
		const isPossible = model.isBefore611 || conditions.every(condition => constantOf(condition) !== 0);
		return outer && isPossible ? [...outer, ...cellsOf(model, conditions)] : undefined;
	};

	return of;
}

/** Of an expression that is always the same, whatever the options are. */
function constantOf(expression: Expression): Level | undefined {
	switch (expression.kind) {
		case 'constant': {
			return ({n: 0, y: 2} as const)[expression.value as 'n'];
		}

		case 'not': {
			const of = constantOf(expression.of);
			return of === undefined ? undefined : (2 - of) as Level;
		}

		case 'and':
		case 'or': {
			const settled = expression.kind === 'and' ? 0 : 2;
			const parts = expression.parts.map(part => constantOf(part));
			const isSame = parts.every(part => part === 2 - settled);
			return parts.includes(settled) ? settled : (isSame ? (2 - settled) as Level : undefined);
		}

		case 'symbol':
		case 'compare':
		case 'unknown': {
			return undefined;
		}
	}
}

function conditionsOf({prompts, defaults, ranges}: Definition, node: MenuNode): Array<Expression | undefined> {
	const visibleIf: Expression[] = [];
	for (let menu = node.parent; menu && prompts.length > 0; menu = menu.parent) {
		visibleIf.push(...menu.visibleIf);
	}

	return [...[...prompts, ...defaults, ...ranges].map(({condition}) => condition), ...visibleIf];
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const known = map.get(key);
	const value = known ?? make();
	if (known === undefined) {
		map.set(key, value);
	}

	return value;
}

function addAll(to: Set<Cell>, cells: readonly Cell[]): void {
	for (const cell of cells) {
		to.add(cell);
	}
}

/** From Linux 6.11 on, what is always the same asks nobody. */
function cellsOf(model: Model, expressions: ReadonlyArray<Expression | undefined>): Cell[] {
	return expressions.flatMap(expression =>
		!expression || (!model.isBefore611 && constantOf(expression) !== undefined) ? [] : cellsIn(expression, model));
}

function cellsIn(expression: Expression, model: Model): Cell[] {
	switch (expression.kind) {
		case 'symbol': {
			const cell = model.cells.get(expression.name);
			return cell ? [cell] : [];
		}

		case 'not': {
			return cellsOf(model, [expression.of]);
		}

		case 'and':
		case 'or': {
			return cellsOf(model, expression.parts);
		}

		case 'compare': {
			return cellsOf(model, [expression.left, expression.right]);
		}

		case 'constant':
		case 'unknown': {
			return [];
		}
	}
}
