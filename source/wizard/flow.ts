import {withoutNode} from '../recipe/node-questions.ts';
import {answer, withRecipe} from './answer.ts';
import {leave, reduceKernel, type KernelAction} from './kernel-flow.ts';
import {readvised, reducePurpose, renamed, type PurposeAction} from './purpose-flow.ts';
import {
	formerIn,
	freeName,
	isBlank,
	isChanged,
	isDirect,
	isReviewed,
	newRecipe,
	questionIn,
	recipeIn,
	screenIn,
	without,
	type Flow,
	type PageName,
	type Screen,
} from './state.ts';
import type {ListedRecipe} from './types.ts';
import {remembering, undone} from './undo.ts';
import {askedFirst, reduceUse, type UseAction} from './use-flow.ts';

export type Action = KernelAction | PurposeAction | UseAction
	| {do: 'saved'; listed: ListedRecipe; file: string}
	| {do: 'failed'; problem: string}
	| {do: 'discard'}
	/** Another key was pressed than the one that asked for itself again. */
	| {do: 'calm'; sure: string}
	| {do: 'begin' | 'afresh' | 'back' | 'help' | 'go' | 'start' | 'doctor' | 'undo' | 'quit'}
	| {do: 'open'; name: string}
	| {do: 'answer'; id: string; text: string; to: 'next' | 'review'}
	| {do: 'edit'; id: string; typing?: boolean}
	| {do: 'nodes'}
	| {do: 'node' | 'without'; index: number}
	| {do: 'show'; page: PageName}
	| {do: 'type'; id: string; text: string}
	| {do: 'mark'; screen: string; at: string};

/** What is said of the last key goes with the next one. */
export function reduce(flow: Flow, action: Action): Flow {
	if (action.do === 'calm') {
		return flow.sure === action.sure ? {...flow, note: undefined, sure: undefined} : flow;
	}

	const first = askedFirst(action);
	return first && first.sure !== flow.sure
		? {...flow, note: first.note, sure: first.sure}
		: remembering(flow, step({...flow, note: undefined, sure: undefined}, action), action);
}

function step(flow: Flow, action: Exclude<Action, {do: 'calm'}>): Flow {
	switch (action.do) {
		case 'begin': {
			const begun = workOn(flow, newRecipe);
			return show({...begun, isAsking: false}, {at: isBlank(begun) || begun.isAsking ? 'purpose' : 'review'});
		}

		case 'afresh': {
			const {[newRecipe]: _, ...drafts} = flow.drafts;
			const fresh = {...flow, draft: newRecipe, drafts: {...drafts, [newRecipe]: flow.blank}, ...untouched};
			return show(fresh, {at: 'purpose'});
		}

		case 'open': {
			return open(flow, action.name);
		}

		case 'answer': {
			const answered = answer(flow, action);
			// What was named or advised by earlier answers follows the later ones, until all is reviewed.
			return answered.problem !== undefined || isReviewed(flow)
				? answered
				: (action.id === 'node.memory' ? readvised(answered) : renamed(answered));
		}

		case 'saved': {
			return saved(flow, action);
		}

		case 'failed': {
			return {...flow, note: {title: '! Not saved', text: action.problem}};
		}

		case 'discard': {
			return discard(flow);
		}

		case 'edit': {
			return show(flow, {at: 'question', id: action.id, ...(action.typing && {typing: true})});
		}

		case 'nodes': {
			return show(flow, {at: 'nodes'});
		}

		case 'node': {
			// The focus is not what was left of another machine in this place.
			const marks = without(flow.marks, `node:${action.index}`);
			return show({...flow, marks}, {at: 'node', index: action.index});
		}

		case 'without': {
			const result = withoutNode(recipeIn(flow), action.index);
			return 'problem' in result
				? {...flow, problem: result.problem}
				: {...withRecipe(flow, result.recipe), screens: flow.screens.filter(({at}) => at !== 'node')};
		}

		case 'show': {
			return show(flow, {at: 'page', page: action.page});
		}

		case 'help': {
			// Help may be wanted on the very thing that is wrong.
			return {...show(flow, {at: 'help'}), problem: flow.problem};
		}

		case 'back': {
			return back(flow);
		}

		case 'type': {
			return {...flow, problem: undefined, typed: {...flow.typed, [action.id]: action.text}};
		}

		case 'mark': {
			return {...flow, problem: undefined, marks: {...flow.marks, [action.screen]: action.at}};
		}

		case 'go': {
			const save = isChanged(flow);
			return {...flow, outcome: {do: 'go', recipe: recipeIn(flow), former: formerIn(flow), save}};
		}

		case 'undo': {
			return undone(flow);
		}

		case 'start': {
			return {...flow, problem: undefined, screens: flow.screens.slice(0, 1)};
		}

		case 'use':
		case 'uses':
		case 'copy':
		case 'rename':
		case 'named':
		case 'install':
		case 'again': {
			return reduceUse(flow, action);
		}

		case 'doctor':
		case 'quit': {
			return {...flow, outcome: {do: action.do}};
		}

		case 'purpose':
		case 'keeps':
		case 'way': {
			return reducePurpose(flow, action);
		}

		case 'kernel':
		case 'toggle':
		case 'filter':
		case 'tree':
		case 'done': {
			return reduceKernel(flow, action);
		}
	}
}

function open(flow: Flow, name: string): Flow {
	const recipe = flow.recipes.find(listed => listed.name === name)?.recipe;
	return recipe ? show({...workOn(flow, name), drafts: {[name]: recipe, ...flow.drafts}}, {at: 'review'}) : flow;
}

/** From now on it is a saved recipe like others. */
function saved(flow: Flow, {listed, file}: {listed: ListedRecipe; file: string}): Flow {
	const others = flow.recipes.filter(({name}) => name !== listed.name);
	const recipes = [listed, ...others];
	const {[flow.draft]: _, ...drafts} = flow.drafts;
	// Its name may be taken now.
	const blank = {...flow.blank, name: freeName(recipes, flow.blank.name)};
	const begun = drafts[newRecipe] ?? blank;
	const isCopy = flow.draft !== newRecipe && flow.draft !== listed.name;
	const stays = isCopy ? ` ${flow.draft} stays as it was.` : '';
	return {
		...flow,
		recipes,
		blank,
		draft: listed.name,
		drafts: {
			...drafts,
			[newRecipe]: {...begun, name: freeName(recipes, begun.name)},
			[listed.name]: listed.recipe!,
		},
		marks: {...flow.marks, start: `recipe:${listed.name}`},
		// The questions on the way there are answered; Back leads to the list it stands in now.
		screens: isReviewed(flow) ? [...flow.screens.slice(0, 1), {at: 'review'}] : flow.screens,
		undo: [],
		note: {title: 'Saved', text: `${listed.name} is in ${file}.${stays}`},
	};
}

/** Back to what is in the file; a new recipe begins again. */
function discard(flow: Flow): Flow {
	const {[flow.draft]: _, ...drafts} = flow.drafts;
	const isNew = flow.draft === newRecipe;
	const former = isNew ? flow.blank : formerIn(flow)!.recipe!;
	return {
		...flow,
		drafts: {...drafts, [flow.draft]: former},
		...untouched,
		screens: isNew ? flow.screens.slice(0, 1) : flow.screens,
		note: {title: 'Discarded', text: isNew ? 'The new recipe is gone.' : `${flow.draft} is as it was saved.`},
	};
}

const workOn = (flow: Flow, draft: string): Flow => draft === flow.draft ? flow : {...flow, draft, ...untouched};

/** Nothing typed, wished or looked for. */
const untouched = {
	wish: undefined,
	answers: {},
	system: undefined,
	isAsking: false,
	undo: [],
	typed: {},
	kernels: {},
	filter: undefined,
};

function show(flow: Flow, screen: Screen): Flow {
	return {...flow, problem: undefined, screens: [...flow.screens, screen]};
}

function back(flow: Flow): Flow {
	if (flow.screens.length === 1) {
		return isDirect(flow) ? leave(flow) : flow;
	}

	const screens = flow.screens.slice(0, -1).filter(screen => screen.at !== 'question' || questionIn(flow, screen.id));
	const left = screenIn(flow);
	const isAsking = flow.isAsking || left.at === 'purpose';
	const shown = {...flow, screens, problem: undefined, isAsking};
	// On the way through the questions what is half done waits for the way forward. In the review, Back
	// means: leave it as it was.
	return left.at === 'question' && isReviewed(flow)
		? {...shown, typed: without(flow.typed, left.id), marks: without(flow.marks, `question:${left.id}`)}
		: shown;
}
