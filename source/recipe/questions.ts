import {adapt, usualMemory} from './adapt.ts';
import {checkRecipe} from './check.ts';
import {deliveryOf} from './delivery.ts';
import {recipeFields, valueAt, type Field} from './fields.ts';
import {fieldsOfBuild, isAbout} from './meaning.ts';
import {nodeFieldOf, nodeFields, withNodeAnswer} from './node-questions.ts';
import {readAnswer} from './read-answer.ts';
import {applySetting, removeSetting} from './setting.ts';
import {recipeSchema, type Choice, type Recipe} from './schema.ts';

/** One question of the wizard, as data; made from the schema, so a field is described in one place only. */
export type Question = {
	/** Path of the field: `kernel.drivers`. */
	id: string;
	title: string;
	help: string;
	kind: Field['kind'];
	/** For `choice`; a list may also be offered as choices plus free text (drivers). */
	choices: readonly Choice[];
	/** Whether a new recipe asks it; the others have a default that is good for most, and wait in the review. */
	essential: boolean;
};

/** The questions that this recipe, as far as it is answered, still makes sense for, in the order they are asked. */
export function questionsFor(recipe: Recipe): Question[] {
	return recipeFields()
		.filter(({path}) => isAsked(recipe, path.join('.')))
		.map(field => ({...field, choices: choicesFor(recipe, field)}))
		.filter(({kind, choices}) => kind !== 'choice' || choices.length > 1)
		.map(field => asQuestion(field));
}

/** Those about the known machine at this place. */
export const questionsAboutNode = (index: number): Question[] => nodeFields(index).map(field => asQuestion(field));

const asQuestion = ({path, title, description, kind, choices, essential = false}: Field): Question =>
	({id: path.join('.'), title, help: description, kind, choices, essential});

/** Text of a field's present value, as a person would type it. */
export function answerText(recipe: Recipe, id: string): string {
	const value = valueAt(recipe, id.split('.'));
	const usual = id === 'overlay' ? deliveryOf(recipe).overlay : '';
	return Array.isArray(value) ? value.join(' ') : String(value ?? usual);
}

/**
A new recipe with this answer, or the sentence that says what is wrong with it. An empty answer is the default, where
there is one. What the answer leaves no place for goes or changes with it. `also` are answers that come with it, by
question: a built kernel is nothing without a source.
*/
export function withAnswer(
	recipe: Recipe,
	id: string,
	text: string,
	also: Readonly<Record<string, string>> = {},
): {recipe: Recipe} | {problem: string} {
	const ofNode = nodeFieldOf(recipe, id);
	if (ofNode) {
		return withNodeAnswer(recipe, ofNode, text);
	}

	const given = id === 'node.memory' && text.trim() === '' ? String(usualMemory(recipe)) : text;
	const answered = Object.entries({[id]: given, ...also}).reduce<unknown>(
		(base, [one, answer]) => answerOne(base, one, answer),
		recipe,
	);
	const shaped = recipeSchema.safeParse(answered);
	const checked = checkRecipe(shaped.success ? adapt(shaped.data, recipe) : answered);
	return 'recipe' in checked ? checked : {problem: checked.problems[0]!.sentence};
}

function answerOne(recipe: unknown, id: string, text: string): unknown {
	const field = recipeFields().find(({path}) => path.join('.') === id);
	if (!field) {
		throw new TypeError(`no question is called ${id}`);
	}

	const value = readAnswer(field, text.trim());
	if (value === undefined) {
		return removeSetting(recipe, field.path);
	}

	const others = valueAt(recipe, field.path) === value ? [] : rivals[id] ?? [];
	return applySetting(
		others.reduce<unknown>((rest, rival) => removeSetting(rest, rival.split('.')), recipe),
		{path: field.path, value},
	);
}

/**
Bundles and options have a screen of their own, and an address comes with its sum: both are
written into a file, not typed.
*/
function isAsked(recipe: Recipe, id: string): boolean {
	const isTyped =
		!['kernel.source.url', 'kernel.source.sha256'].includes(id) || valueAt(recipe, id.split('.')) !== undefined;
	return id !== 'kernel.bundles' && isTyped && isAbout(recipe, id);
}

/** BusyBox alone is what stays in an initramfs, and is nothing for elsewhere. */
function choicesFor(recipe: Recipe, {path, choices}: Field): readonly Choice[] {
	const isWhole = deliveryOf(recipe).at === 'initramfs';
	return path.join('.') === 'tree.from' ? choices.filter(({value}) => (value === 'busybox') === isWhole) : choices;
}

/**
What another answer takes the place of: a kernel comes from one source, and what is for one kind of kernel
is refused with the other.
*/
const rivals: Record<string, readonly string[]> = {
	'kernel.from': ['kernel.package', 'kernel.drivers', ...fieldsOfBuild],
	'kernel.source.package': ['kernel.source.path', 'kernel.source.url', 'kernel.source.sha256'],
	'kernel.source.path': ['kernel.source.package', 'kernel.source.url', 'kernel.source.sha256'],
	'tree.suite': ['tree.release'],
	'tree.release': ['tree.suite'],
	'tree.path': ['tree.image'],
	'tree.image': ['tree.path'],
};
