import {actionsFor} from '../screens/review-actions.ts';
import {answerRows, problemRows} from '../screens/review-rows.ts';
import type {Action} from '../flow.ts';
import {formerIn, isChanged, recipeIn, type Flow} from '../state.ts';
import {labelled, type Known, type Plain} from './plain-parts.ts';

export const aboutReview = 'All that can be done now, by number. "Go" saves the recipe, builds it, and boots it in a '
	+ 'virtual machine on a private network. "List and change the answers" leads to each of them.';

export function reviewScreen({flow, props, isListing}: Known): Plain {
	const recipe = recipeIn(flow);
	if (isListing) {
		return {
			lines: [`Answers of ${recipe.name}`],
			rows: answerRows(recipe, '').filter(({kind}) => kind !== 'heading').map(({key, label, note}) => ({
				label: labelled(label, note), does: reviewAction(key, flow),
			})),
		};
	}

	const former = formerIn(flow);
	const state = {
		isChanged: isChanged(flow), isSaved: former?.where === 'saved',
		name: recipe.name, former: flow.draft,
	};
	const problems = problemRows(recipe, props.problems(recipe));
	const actions = [
		...actionsFor(state, props.readiness(recipe), props.warnings(recipe)),
		...problems.filter(({kind}) => kind !== 'blocked'),
	];
	return {
		lines: [
			`Review of ${recipe.name}`,
			props.summary(recipe),
			...problems.filter(({kind}) => kind === 'blocked').map(({label, note}) => labelled(label, note)),
			'Nothing is built until you start it.',
		],
		rows: [
			...actions.map(({key, label, note}) => ({label: labelled(label, note), does: reviewAction(key, flow)})),
			...(flow.undo.length > 0 ? [{label: 'Undo the last change', does: {do: 'undo'} as const}] : []),
			{label: 'Memory that nodes need', does: {do: 'show', page: 'memory'} as const},
			{label: 'List and change the answers', does: 'answers' as const},
		],
	};
}

function reviewAction(key: string, {draft}: Flow): Action | 'save' | 'go' {
	switch (key) {
		case 'save':
		case 'go': {
			return key;
		}

		case 'discard': {
			return {do: key};
		}

		case 'run':
		case 'rehearse':
		case 'serve': {
			return {do: 'use', what: key};
		}

		case 'nodes':
		case 'problem:nodes': {
			return {do: 'nodes'};
		}

		case 'uses': {
			return {do: 'uses', name: draft};
		}

		case 'changes':
		case 'plan':
		case 'readiness':
		case 'warnings': {
			return {do: 'show', page: key};
		}

		case 'kernel:bundle':
		case 'kernel:option': {
			return {do: 'kernel', part: 'bundle'};
		}

		default: {
			return {do: 'edit', id: key.slice(key.indexOf(':') + 1)};
		}
	}
}
