import {isDeepStrictEqual} from 'node:util';
import {freeNameAmong} from '../recipe/free-name.ts';
import {questionsAboutNode, questionsFor, type Question} from '../recipe/questions.ts';
import type {Choice, Recipe} from '../recipe/schema.ts';
import {nameOf} from './outcome.ts';
import {offersFor} from './offers.ts';
import type {After, Done, ListedRecipe, Outcome, WizardProps} from './types.ts';

export type Screen =
	| {at: 'start' | 'purpose' | 'keeps' | 'advice' | 'review' | 'help' | 'done'}
	/** The known machines, and one of them. */
	| {at: 'nodes'}
	| {at: 'node'; index: number}
	/** All that can be done with a recipe. */
	| {at: 'uses'; name: string}
	/** What to call its copy, or itself. */
	| {at: 'copy' | 'rename'; name: string}
	/** `typing`: the free text of a question that also has choices. */
	| {at: 'question'; id: string; typing?: boolean}
	/** `part`: where to look first. */
	| {at: 'kernel'; part?: 'bundle' | 'option'}
	| {at: 'page'; page: PageName};

/** Text to read. */
export type PageName = 'plan' | 'changes' | 'readiness' | 'warnings' | 'memory' | 'said' | 'log';

export type Flow = {
	/** Oldest first; the last is the one to be seen. Back takes it away. */
	screens: readonly Screen[];
	recipes: readonly ListedRecipe[];
	/** Source packages to choose from. */
	sources: readonly string[];
	/** Files with public keys to choose from. */
	publicKeys: readonly string[];
	/** Interfaces to choose from. */
	interfaces: readonly Choice[];
	/** Machines that have booted from here, by MAC, to choose from. */
	machines: readonly Choice[];
	/** The one that a router gave its address. */
	leased: string | undefined;
	/** Every recipe worked on, so that nothing answered is lost by going back: by name, or `newRecipe`. */
	drafts: Readonly<Record<string, Recipe>>;
	/** What a new recipe starts as. */
	blank: Recipe;
	draft: string;
	/** What a new recipe is for; nothing for those who choose a strategy themselves. `way`: the one that was chosen. */
	wish?: {purpose: string; keeps: boolean; way?: string} | undefined;
	/** What was answered of a new recipe by questions, by id: no other purpose or way takes it back. */
	answers: Readonly<Record<string, string>>;
	/** The distribution it had, while BusyBox takes its place. */
	system?: Pick<Recipe, 'tree' | 'kernel'> | undefined;
	/** Whether a new recipe was left on the way through its questions: they go on where they were left. */
	isAsking: boolean;
	/** Text typed but not yet accepted, by question. */
	typed: Readonly<Record<string, string>>;
	/** Where the focus was left, by screen. */
	marks: Readonly<Record<string, string>>;
	/**
	What was answered for the other kind of kernel, by `kernel.from`: whoever only looks at the
	one does not lose the other.
	*/
	kernels: Readonly<Record<string, Recipe['kernel']>>;
	/** Of a list: the recipes, the answers, the kernel's features. Open while it is typed. */
	filter?: Filter | undefined;
	problem?: string | undefined;
	/** What the recipe and its answers were before each change in its review, oldest first. */
	undo: ReadonlyArray<{recipe: Recipe; answers: Flow['answers']}>;
	/** What was pressed once and waits for the second time: an Enter too many starts nothing. */
	sure?: string | undefined;
	/** What has just been done, until the next key. */
	note?: Note | undefined;
	/** What came of the last outcome. */
	done?: Done | undefined;
	outcome?: Outcome;
};

export type Note = {title: string; text: string};

export type Filter = {text: string; isOpen: boolean};

/** Not a possible name of a recipe. */
export const newRecipe = '*new*';

type StartProps = Pick<
	WizardProps,
	'recipes' | 'blank' | 'kernel' | 'publicKeys' | 'interfaces' | 'machines'
	| 'leased' | 'startAt' | 'resume' | 'drafts'
>;

export function startFlow({
	recipes,
	blank,
	kernel,
	publicKeys,
	interfaces,
	machines,
	leased,
	startAt,
	resume,
	drafts: kept = {},
}: StartProps): Flow {
	if (resume) {
		return resume;
	}

	const fresh = {...blank, name: freeName(recipes, blank.name)};
	const {[newRecipe]: begun = fresh, ...others} = kept;
	// Its name may have been taken meanwhile.
	const drafts = {...others, [newRecipe]: {...begun, name: freeName(recipes, begun.name)}};
	const flow: Flow = {
		screens: [{at: 'start'}],
		recipes,
		sources: kernel.sources,
		publicKeys,
		interfaces,
		machines,
		leased,
		drafts,
		blank: fresh,
		draft: newRecipe,
		answers: {},
		typed: {},
		marks: {},
		kernels: {},
		isAsking: false,
		undo: [],
	};
	const listed = recipes.find(({name}) => name === startAt?.recipe);
	return startAt && listed?.recipe
		? {
			...flow,
			screens: [{at: startAt.screen}],
			drafts: {...drafts, [listed.name]: listed.recipe},
			draft: listed.name,
		}
		: flow;
}

/**
Where the wizard goes on after an outcome: all recipes are read anew, and the review that it came from is open again.
*/
export function flowAfter(flow: Flow, props: WizardProps, after: After): Flow {
	const {screens, draft, marks} = flow;
	const done = 'done' in after ? after.done : undefined;
	const isLost = done?.isSaved === false;
	const kept = done ? unsavedAfter(flow, done) : props.drafts ?? {};
	const fresh = startFlow({...props, drafts: kept});
	const name = done ? (isLost ? draft : nameOf(done.outcome) ?? draft) : nameAfter(flow, after);
	const open = fresh.recipes.find(listed => listed.name === name)?.recipe ?? fresh.drafts[name ?? ''];
	const isOther = !done && name !== draft;
	const isReviewed = open !== undefined && !isOther && screens.some(({at}) => at === 'review');
	return {
		...fresh,
		// A new recipe goes on where it was left, whatever was done meanwhile.
		...(draft === newRecipe && kept[newRecipe] !== undefined && stillAsked(flow)),
		...(isReviewed && {draft: name!, drafts: {[name!]: open, ...fresh.drafts}}),
		marks: {...without(marks, 'done'), ...(name !== undefined && {start: `recipe:${name}`})},
		screens: [
			{at: 'start'},
			...(isReviewed ? [{at: 'review'} as const] : []),
			...(done ? [{at: 'done'} as const] : []),
		],
		...after,
	};
}

/** Kept here as well, for whoever cannot write them to a file. What was just saved is none of them any more. */
function unsavedAfter(flow: Flow, {outcome, isSaved}: Done): Record<string, Recipe> {
	const {[flow.draft]: own, ...others} = unsavedIn(flow);
	const isDone = outcome.do === 'go' && isSaved !== false;
	return {...others, ...(own && !isDone && {[flow.draft]: own})};
}

const stillAsked = ({wish, answers, system, kernels, isAsking}: Flow): Partial<Flow> =>
	({wish, answers, system, kernels, isAsking});

/** The recipe that is there now; of one that was deleted, its neighbour. */
function nameAfter({recipes, outcome}: Flow, after: After): string | undefined {
	const removed = outcome?.do === 'remove' ? recipes.findIndex(({name}) => name === outcome.name) : -1;
	const neighbour = removed === -1 ? undefined : (recipes[removed + 1] ?? recipes[removed - 1])?.name;
	return ('name' in after ? after.name : undefined) ?? neighbour;
}

export const screenIn = (flow: Flow): Screen => flow.screens.at(-1) ?? {at: 'start'};

export function recipeIn(flow: Flow): Recipe {
	return flow.drafts[flow.draft]!;
}

/** Nothing, when another answer has made the question pointless. */
export function questionIn(flow: Flow, id: string): Question | undefined {
	const index = /^nodes\.(\d+)\./.exec(id)?.[1];
	const questions = index === undefined ? questionsFor(recipeIn(flow)) : questionsAboutNode(Number(index));
	const question = questions.find(question => question.id === id);
	return question && {...question, choices: offersFor(flow, question) ?? question.choices};
}

/** Whether there is only one screen to show, and nothing to go back to. */
export const isDirect = (flow: Flow): boolean => flow.screens[0]?.at === 'kernel';

/** Whether answers go back to the review instead of on to the next question. */
export const isReviewed = (flow: Flow): boolean => flow.screens.some(({at}) => at === 'review');

/** A new recipe, or one that differs from its file: to be saved before it is built. */
export function isChanged(flow: Flow): boolean {
	return !isDeepStrictEqual(formerIn(flow)?.recipe, recipeIn(flow));
}

/** What the recipe that is worked on was opened as; nothing for a new one. */
export const formerIn = ({recipes, draft}: Flow): ListedRecipe | undefined =>
	recipes.find(({name}) => name === draft);

/** Whether nothing was answered yet. */
export const isBlank = ({drafts, draft, blank}: Flow): boolean => isDeepStrictEqual(drafts[draft], blank);

/** What was answered and is in no file yet, by the name that it was opened by. */
export function unsavedIn({drafts, recipes, blank}: Flow): Record<string, Recipe> {
	const former = (name: string): Recipe | undefined =>
		name === newRecipe ? blank : recipes.find(listed => listed.name === name)?.recipe;
	const unsaved = Object.entries(drafts).filter(([name, draft]) => !isDeepStrictEqual(draft, former(name)));
	return Object.fromEntries(unsaved);
}

/** A name that no recipe has yet. */
export const freeName = (recipes: readonly ListedRecipe[], name: string): string =>
	freeNameAmong(recipes.map(recipe => recipe.name), name);

/** The texts but the one of this key. */
export function without(texts: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(texts).filter(([other]) => other !== key));
}
