import type {Level} from '../value.ts';
import type {Cell, Model} from './cells.ts';
import {settleVisibility} from './evaluate.ts';

/** Before Linux 6.11: a choice is y (one member is on), m (each is n or m), or n. The member that is on, if it is y. */
export function chooseMember(choice: Cell, model: Model): void {
	const group = choice.group!;
	if (choice.level === 2) {
		for (const member of group.members) {
			settleVisibility(member, model);
		}

		const asked = group.askedMember;
		group.chosen = (asked?.visible ?? 0) > 0 ? asked : defaultMember(choice, model);
		if (!group.chosen) {
			choice.level = 0;
		}
	} else {
		group.chosen = undefined;
	}
}

/** From 6.11 on: the member that is on, for all that are visible at once. @returns the value of `asking` */
export function settleGroup(choice: Cell, asking: Cell, model: Model): Level {
	const group = choice.group!;
	for (const member of group.members) {
		settleVisibility(member, model);
	}

	const chosen = memberOf(choice, model);
	group.chosen = chosen;
	for (const member of group.members) {
		if (member.visible === 0) {
			continue;
		}

		member.level = member === chosen ? 2 : 0;
		member.isValid = true;
		member.isWritten = true;
	}

	return asking === chosen && asking.visible > 0 ? 2 : 0;
}

/** What was asked for last; else the default, unless it was asked to be n; else what nothing was said about. */
function memberOf(choice: Cell, model: Model): Cell | undefined {
	const {members, priority} = choice.group!;
	const asked = priority.find(member => member.visible > 0 && member.asked?.level === 2);
	if (asked) {
		return asked;
	}

	const usual = defaultMember(choice, model);
	return usual && usual.asked?.level !== 0
		? usual
		: members.find(member => member.visible > 0 && !member.asked) ?? priority.findLast(({visible}) => visible > 0);
}

/** The first default that is visible, else the first member that is. */
export function defaultMember(choice: Cell, {cells}: Model): Cell | undefined {
	for (const {value, when} of choice.defaults) {
		const member = value.kind === 'symbol' && when() > 0 ? cells.get(value.name) : undefined;
		if (member && member.visible > 0) {
			return member;
		}
	}

	return choice.group!.members.find(({visible}) => visible > 0);
}

