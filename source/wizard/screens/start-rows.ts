import type {Row} from '../parts/walk.ts';
import {newRecipe, unsavedIn, type Flow} from '../state.ts';
import type {ListedRecipe} from '../types.ts';

/** What there is to choose at the start. */
export function startRows(flow: Flow): Row[] {
	const recipes = foundIn(flow);
	const {[newRecipe]: begun, ...unsaved} = unsavedIn(flow);
	const rows = recipes.map(recipe => recipeRow(recipe, Object.hasOwn(unsaved, recipe.name)));
	return flow.filter ? (rows.length > 0 ? rows : [noneFound]) : [
		begun
			? {key: 'new', label: `Continue: ${begun.name}`, note: 'a new recipe, not saved yet'}
			: {key: 'new', label: 'New recipe', note: 'a few questions, each with a default answer'},
		...(begun ? [{key: 'afresh', label: 'New recipe', note: `discards ${begun.name}`}] : []),
		...(recipes.length > 0 ? [gap('recipes')] : []),
		...rows,
		gap('more'),
		{key: 'doctor', label: 'Check this machine', note: 'what is installed, what is missing'},
		{key: 'quit', label: 'Quit'},
	];
}

/** Those whose name or title has what is looked for. */
function foundIn({recipes, filter}: Flow): readonly ListedRecipe[] {
	const wanted = filter?.text.toLowerCase().trim() ?? '';
	return recipes.filter(({name, title}) => `${name} ${title}`.toLowerCase().includes(wanted));
}

const noneFound: Row = {key: 'none', label: 'No matches', kind: 'blocked'};

const gap = (name: string): Row => ({key: `gap-${name}`, label: '', kind: 'heading'});

function recipeRow({name, where, title, use, problem}: ListedRecipe, isChanged: boolean): Row {
	const note = problem ? '! cannot be read' : (isChanged ? 'changed, not saved' : use ?? title);
	return {
		key: `recipe:${name}`,
		label: name,
		note: where === 'saved' ? `yours: ${note}` : note,
		...(problem && {kind: 'blocked'}),
	};
}

/** What is said of the row in focus. */
export function startHelp(at: string, flow: Flow): {title: string; text: string} {
	const {recipes} = flow;
	const begun = unsavedIn(flow)[newRecipe];
	if (at === 'new' && begun) {
		return {title: begun.name, text: keptAnswers};
	}

	const recipe = recipes.find(({name}) => at === `recipe:${name}`);
	if (at === noneFound.key) {
		return {title: noneFound.label, text: 'Backspace takes back a letter, Esc shows all recipes.'};
	}

	return recipe
		? {
			title: recipe.name,
			text: recipe.problem === undefined
				? [recipe.title, recipe.use, opening].filter(Boolean).join('\n')
				: `${recipe.problem}\ne edits the file, x deletes it.`,
		}
		: (help[at] ?? help.new!);
}

const keptAnswers = 'What you answered is kept. Enter continues; the review can save, build or discard it.';
const opening = 'Enter opens the review: change answers, read every command, build, rehearse.';

const help: Record<string, {title: string; text: string}> = {
	new: {
		title: 'New recipe',
		text: 'A recipe describes how a machine without a disk boots: its system, its kernel, its network. You answer '
			+ 'questions and review the answers; nothing is built before that. ramstrap then boots the result in '
			+ 'virtual machines, apart from your network.',
	},
	afresh: {title: 'New recipe', text: 'Begins again with the first question.'},
	doctor: {title: 'Check this machine',
		text: 'Lists the programs, files and permissions needed to build and rehearse a recipe, and how to get the '
			+ 'missing ones. Changes nothing.'},
	quit: {title: 'Quit', text: 'What was saved and built stays.'},
};
