import {UserError} from '../../../errors.ts';
import {constantOf, namesIn} from '../expression.ts';
import type {Definition, Expression, KconfigTree, MenuNode} from '../types.ts';
import type {Cell, Model} from './cells.ts';
import {flatten, makeModel} from './model.ts';

/** An option, or a menu or an if with all around it, on which everything within depends. */
type Point = Cell | MenuNode;

/** What each depends on, itself or by what selects it. Ranges and the defaults of choices do not count. */
type Links = ReadonlyMap<Point, readonly Point[]>;

function linksOf(model: Model): Links {
	const links = new Map<Point, Point[]>();
	const add = (point: Point, asked: readonly Point[]): void => {
		const known = links.get(point);
		if (known) {
			known.push(...asked);
		} else {
			links.set(point, [...asked]);
		}
	};

	const surrounding = surroundingOf(model, add);
	for (const node of flatten(model.root)) {
		const cell = model.cellOf(node);
		const outer = cell && surrounding(node);
		if (!outer) {
			continue;
		}

		const definition = node.definition!;
		const values = cell.group ? [] : definition.defaults.map(({value}) => value);
		add(cell, [...outer, ...cellsOf(model, [...conditionsOf(definition, node), ...values])]);
		for (const {name, condition} of [...definition.selects, ...definition.implies]) {
			add(model.cells.get(name)!, [cell, ...outer, ...cellsOf(model, [condition])]);
		}
	}

	return links;
}

/** A tree made ready to be worked out. @throws UserError where an option depends on itself, however far around */
export function modelOf(kconfig: KconfigTree): Model {
	const model = makeModel(kconfig);
	refuseLoops(model);
	return model;
}

/** @throws UserError where an option depends on itself, however far around */
export function refuseLoops(model: Model): void {
	const links = linksOf(model);
	const open: Point[] = [];
	const [isOpen, isChecked] = [new Set<Point>(), new Set<Point>()];
	const check = (point: Point): void => {
		if (isOpen.has(point)) {
			throw loopError(open.slice(open.indexOf(point)));
		}

		if (isChecked.has(point)) {
			return;
		}

		const choice = 'kind' in point ? undefined : (point.group ? point : point.choice);
		if (choice) {
			checkChoice(choice);
			return;
		}

		isChecked.add(point);
		isOpen.add(point);
		checkWhatItAsks(point);
		isOpen.delete(point);
	};

	const checkWhatItAsks = (point: Point): void => {
		open.push(point);
		for (const asked of links.get(point) ?? []) {
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

	for (const point of links.keys()) {
		check(point);
	}
}

/** @param points in a circle: the last asks the first */
function loopError(points: readonly Point[]): UserError {
	const names = points.flatMap(point => 'kind' in point ? [] : [point.name === '' ? 'a choice' : point.name]);
	return new UserError(`In this Kconfig tree an option depends on itself: ${[...names, names[0]].join(' → ')}.`);
}

/** What a node and all around it depend on; nothing where that can never hold. */
function surroundingOf(
	model: Model,
	add: (point: Point, asked: readonly Point[]) => void,
): (node: MenuNode) => readonly Point[] | undefined {
	const known = new Map<MenuNode, readonly Point[] | undefined>();
	const of = ({parent, conditions}: MenuNode): readonly Point[] | undefined => {
		const choice = parent && model.isBefore611 && model.cellOf(parent)?.group ? model.cellOf(parent) : undefined;
		const outer = choice ? [choice] : (parent ? around(parent) : []);
		const isPossible = model.isBefore611 || conditions.every(condition => constantOf(condition) !== 0);
		return outer && isPossible ? [...outer, ...cellsOf(model, conditions)] : undefined;
	};

	/** Many are below one node, so it is a point of its own. */
	const around = (node: MenuNode): readonly Point[] | undefined => {
		if (!known.has(node)) {
			const asked = of(node);
			if (asked && asked.length > 1) {
				add(node, asked);
			}

			known.set(node, asked && asked.length > 1 ? [node] : asked);
		}

		return known.get(node);
	};

	return of;
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
