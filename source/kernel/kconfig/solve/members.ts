import {conjuncts} from '../blocks.ts';
import {constantOf, formatExpression, namesIn} from '../expression.ts';
import type {Expression, MenuNode} from '../types.ts';
import type {Cell, Model} from './cells.ts';

/**
Gives every choice its members. Before 6.11 one that depends on the member before it is shown below that one, and leaves
the choice.
*/
export function joinChoices(nodes: readonly MenuNode[], model: Model): void {
	const ofKind = Map.groupBy(nodes, ({kind}) => kind);
	for (const node of ofKind.get('choice') ?? []) {
		const choice = model.cellOf(node)!;
		for (const member of membersOf(node, model)) {
			const cell = model.cellOf(member)!;
			cell.choice = choice;
			choice.group!.members.push(cell);
		}

		choice.type ??= typeWithin(node, model);
		for (const member of choice.group!.members) {
			member.type ??= choice.type;
		}

		choice.group!.priority = [...choice.group!.members];
	}
}

/** Of the first member that has one; those in an `if` are not asked. */
function typeWithin({children}: MenuNode, model: Model): Cell['type'] {
	return children.map(node => model.cellOf(node)?.type).find(type => type !== undefined);
}

function membersOf(choice: MenuNode, {isBefore611}: Model): MenuNode[] {
	const members: MenuNode[] = [];
	for (const node of membersBelow(choice)) {
		const before = members.at(-1);
		if (!isBefore611 || before === undefined || !isShownBelow(node, before, choice)) {
			members.push(node);
		}
	}

	return members;
}

function membersBelow({children}: MenuNode): MenuNode[] {
	return children.flatMap(node => node.kind === 'option' ? [node] : (node.kind === 'if' ? membersBelow(node) : []));
}

/**
Whether a node is shown below the option before it: it needs that; or it asks for it, and for all that the prompt of the
one before it depends on as well. What can never be depends on nothing.
@param around the node that both are in
*/
export function isShownBelow(node: MenuNode, before: MenuNode, around: MenuNode): boolean {
	const {name} = before.definition!;
	const conditions = conditionsWithin(node, around);
	if (conditions.some(condition => constantOf(condition) === 0)) {
		return false;
	}

	if (conditions.some(condition => needs(condition, name))) {
		return true;
	}

	if (!conditions.some(condition => namesIn(condition).includes(name))) {
		return false;
	}

	const ofPrompt = before.definition!.prompt ? conditionsWithin(before, around) : [];
	// What is around both of them counts as well.
	const texts = new Set(conditionsWithin(node).map(condition => formatExpression(condition)));
	return ofPrompt.every(condition => texts.has(formatExpression(condition)));
}

function conditionsWithin(node: MenuNode, around?: MenuNode): Expression[] {
	const condition = node.definition?.prompt?.condition;
	const conditions = condition ? [condition] : [];
	for (let one: MenuNode | undefined = node; one && one !== around; one = one.parent) {
		conditions.push(...one.conditions);
	}

	return conjuncts(conditions);
}

/** Whether it can only hold while the option is on. */
function needs(expression: Expression, name: string): boolean {
	switch (expression.kind) {
		case 'symbol': {
			return expression.name === name;
		}

		case 'and': {
			return expression.parts.some(part => needs(part, name));
		}

		case 'compare': {
			const {left, operator, right} = expression;
			const isIt = left.kind === 'symbol' && left.name === name && right.kind === 'constant';
			return isIt && (operator === '=' ? right.value !== 'n' : operator === '!=' && right.value === 'n');
		}

		case 'constant':
		case 'unknown':
		case 'not':
		case 'or': {
			return false;
		}
	}
}
