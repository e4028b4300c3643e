import {UserError} from '../../../errors.ts';
import {namesIn} from '../expression.ts';
import type {Definition, Expression, KconfigTree, MenuNode} from '../types.ts';
import type {Level} from '../value.ts';
import type {Cell, Model} from './cells.ts';
import {flatten, makeModel} from './model.ts';

/** What each option depends on, itself or by what selects it. Ranges and the defaults of choices do not count. */
type Links = ReadonlyMap<Cell, ReadonlySet<Cell>>;

function linksOf(model: Model): Links {
	const links = new Map<Cell, Set<Cell>>();
	const add = (cell: Cell, asked: readonly Cell[]): void => {
		const known = links.get(cell) ?? new Set();
		links.set(cell, known);
		for (const one of asked) {
			known.add(one);
		}
	};

	const around = aroundOf(model);
	for (const node of flatten(model.root)) {
		const cell = model.cellOf(node);
		const surrounding = around(node);
		if (!cell || !surrounding) {
			continue;
		}

		const definition = node.definition!;
		const values = cell.group ? [] : definition.defaults.map(({value}) => value);
		add(cell, [...surrounding, ...cellsOf(model, [...conditionsOf(definition, node), ...values])]);
		for (const {name, condition} of [...definition.selects, ...definition.implies]) {
			add(model.cells.get(name)!, [cell, ...surrounding, ...cellsOf(model, [condition])]);
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
		for (const asked of links.get(cell) ?? []) {
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

/** From Linux 6.11 on, what is always the same asks nobody. */
function cellsOf(model: Model, expressions: ReadonlyArray<Expression | undefined>): Cell[] {
	return expressions
		.filter(expression => expression !== undefined)
		.filter(expression => model.isBefore611 || constantOf(expression) === undefined)
		.flatMap(expression => namesIn(expression))
		.map(name => model.cells.get(name)!);
}
