import type {Cell, Model} from '../solve/cells.ts';
import {isShownBelow} from '../solve/members.ts';
import type {MenuNode} from '../types.ts';

/** One line of the menu, with what is shown below it: an `if` is none, an option has those below it that need it. */
export type Entry = {
	/** Unique in the tree. */
	id: string;
	node: MenuNode;
	/** Of an option or a choice. */
	cell?: Cell;
	parent?: Entry;
	children: Entry[];
	/** Whether what is below it has a page of its own. */
	opens: boolean;
};

/** The whole tree as it is shown, from its root. */
export function entriesOf(model: Model): Entry {
	let count = 0;
	const entryFor = (node: MenuNode, parent?: Entry): Entry => {
		const cell = model.cellOf(node);
		const opens = node.kind === 'menu' || node.kind === 'choice' || node.opens === true;
		count++;
		return {id: String(count), node, ...(cell && {cell}), ...(parent && {parent}), children: [], opens};
	};

	const addBelow = (parent: Entry, nodes: readonly MenuNode[]): void => {
		for (let at = 0; at < nodes.length;) {
			at = addFrom(parent, nodes, at);
		}
	};

	/** @returns where those begin that are not shown below it */
	const addFrom = (parent: Entry, nodes: readonly MenuNode[], at: number): number => {
		const node = nodes[at]!;
		if (node.kind === 'if') {
			addBelow(parent, node.children);
			return at + 1;
		}

		const entry = entryFor(node, parent);
		parent.children.push(entry);
		addBelow(entry, node.children);
		let next = at + 1;
		while (takesIn(node, nodes[next], model)) {
			next = addFrom(entry, nodes, next);
		}

		return next;
	};

	const root = entryFor(model.root);
	addBelow(root, model.root.children);
	return root;
}

/** From 6.11 on all members of a choice are on one level. */
function takesIn(node: MenuNode, next: MenuNode | undefined, {isBefore611}: Model): boolean {
	return next !== undefined
		&& node.kind === 'option'
		&& (isBefore611 || node.definition!.choice === undefined)
		&& isShownBelow(next, node, node.parent!);
}

/** All entries below one, in the order in which they are shown. */
export const entriesBelow = ({children}: Entry): Entry[] =>
	children.flatMap(entry => [entry, ...entriesBelow(entry)]);
