import {withAnswer} from '../recipe/questions.ts';
import {nameProblem} from './answer.ts';
import {nameOf} from './outcome.ts';
import {freeName, screenIn, without, type Flow, type Note} from './state.ts';
import type {Done, Outcome, Use} from './types.ts';

/** What is done with a recipe as it is. */
export type UseAction =
	/** With the one that is worked on, where no other is named. */
	| {do: 'use'; what: Use; name?: string}
	/** Shows all that can be done with it, or asks for the name of its copy, or its own. */
	| {do: 'uses' | 'copy' | 'rename'; name: string}
	/** Answers that. */
	| {do: 'named'; text: string}
	| {do: 'install'}
	/** What has just been done, once more. */
	| {do: 'again'};

export function reduceUse(flow: Flow, action: UseAction): Flow {
	switch (action.do) {
		case 'use': {
			return {...flow, outcome: {do: action.what, name: action.name ?? flow.draft}};
		}

		case 'uses':
		case 'copy':
		case 'rename': {
			return {
				...flow,
				problem: undefined,
				// Of another recipe the focus is on nothing that was meant for this one.
				marks: without(flow.marks, 'uses'),
				screens: [...flow.screens, {at: action.do, name: action.name}],
			};
		}

		case 'named': {
			return named(flow, action.text.trim());
		}

		case 'install': {
			return {...flow, outcome: {do: 'doctor', install: true}};
		}

		case 'again': {
			return {...flow, outcome: onceMore(flow.done!)};
		}
	}
}

/** Once it is saved it is a recipe like others. */
const onceMore = ({outcome, isSaved}: Done): Outcome =>
	isSaved !== false && outcome.do === 'go' ? {do: 'rehearse', name: nameOf(outcome)!} : outcome;

/** What is asked for a name now: of which recipe, in which words, and what is proposed. */
export function namingIn(flow: Flow): {at: 'copy' | 'rename'; name: string; title: string; text: string} | undefined {
	const screen = screenIn(flow);
	return screen.at === 'copy' || screen.at === 'rename'
		? {
			...screen,
			title: screen.at === 'copy' ? `Name of the copy of ${screen.name}` : `New name of ${screen.name}`,
			text: screen.at === 'copy' ? freeName(flow.recipes, screen.name) : screen.name,
		}
		: undefined;
}

function named(flow: Flow, to: string): Flow {
	const naming = namingIn(flow);
	if (!naming) {
		return flow;
	}

	const {at, name} = naming;
	const {recipe} = flow.recipes.find(listed => listed.name === name) ?? {};
	const answered = recipe && withAnswer(recipe, 'name', to);
	const problem = nameProblem(flow, to) ?? (answered && 'problem' in answered ? answered.problem : undefined);
	return problem === undefined
		? {...flow, problem, typed: without(flow.typed, `${at}:${name}`), outcome: {do: at, name, to}}
		: {...flow, problem};
}

/** What is done at once cannot be taken back by one key: what is asked before it, and what it means. */
const asked: Partial<Record<Use, (name: string) => Note>> = {
	publish: name => ({title: `Publish ${name}? Press it again to do so`,
		text: 'Builds what is not built yet. Machines boot this version from their next start on.'}),
	rollback: name => ({title: `Roll back ${name}? Press it again to do so`,
		text: 'Machines boot the previous version from their next start on.'}),
	remove: name => ({title: `Delete ${name}? Press it again to do so`,
		text: 'The file of the recipe is deleted. What was built or published of it stays.'}),
};

const aboutAfresh = {title: 'Begin again? Press it again to do so',
	text: 'What you answered for the recipe above, and did not save, is discarded.'};

/** What waits for the same key again, under which name, and what it says meanwhile. */
export function askedFirst(action: {do: string; what?: Use; name?: string}): {sure: string; note?: Note} | undefined {
	if (['go', 'discard', 'afresh', 'without'].includes(action.do)) {
		return {sure: action.do, ...(action.do === 'afresh' && {note: aboutAfresh})};
	}

	const {what, name = ''} = action;
	const note = what && action.do === 'use' ? asked[what]?.(name) : undefined;
	return note && {sure: `${what}:${name}`, note};
}
