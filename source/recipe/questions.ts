import {checkRecipe} from './check.ts';
import {recipeFields, valueAt, type Field} from './fields.ts';
import {applySetting} from './setting.ts';
import {elementOf, isOptional} from './shape.ts';
import type {Choice, Recipe} from './schema.ts';

/** One question of the wizard, as data; made from the schema, so a field is described in one place only. */
export type Question = {
	/** Path of the field: `kernel.drivers`. */
	id: string;
	title: string;
	help: string;
	kind: 'choice' | 'text' | 'number' | 'list';
	/** For `choice`; a list may also be offered as choices plus free text (drivers). */
	choices: readonly Choice[];
	/** Whether a new recipe asks it; the others have a default that is good for most, and wait in the review. */
	essential: boolean;
};

/** The questions that this recipe, as far as it is answered, still makes sense for, in the order they are asked. */
export function questionsFor(recipe: Recipe): Question[] {
	return recipeFields()
		.filter(({kind, choices}) => kind !== 'choice' || choices.length > 1)
		.filter(({path}) => isAbout(recipe, path))
		.map(({path, title, description, kind, choices, essential = false}) => ({id: path.join('.'), title, help: description, kind, choices, essential}));
}

/** Text of a field's present value, as a person would type it. */
export function answerText(recipe: Recipe, id: string): string {
	const value = valueAt(recipe, id.split('.'));
	return Array.isArray(value) ? value.join(' ') : String(value ?? '');
}

/** A new recipe with this answer, or the sentence that says what is wrong with it. An empty answer is the default, where there is one. */
export function withAnswer(recipe: Recipe, id: string, text: string): {recipe: Recipe} | {problem: string} {
	const field = recipeFields().find(({path}) => path.join('.') === id);
	if (!field) {
		throw new TypeError(`no question is called ${id}`);
	}

	const checked = checkRecipe(applySetting(recipe, {path: field.path, value: readAnswer(field, text.trim())}));
	return 'recipe' in checked ? checked : {problem: checked.problems[0]!.sentence};
}

/** A package name means something only where the kernel comes from one. */
function isAbout({kernel}: Recipe, path: string[]): boolean {
	return path.join('.') !== 'kernel.package' || kernel.from === 'distribution';
}

function readAnswer({kind, schema, choices}: Field, text: string): unknown {
	if (text === '' && isOptional(schema)) {
		return undefined;
	}

	if (kind === 'number') {
		return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
	}

	return kind === 'list' && choices.every(({value}) => value !== text) ? readList(schema, text) : text;
}

/** Entries are separated by spaces, and by commas where these are not part of an entry, as in the console `ttyS0,115200`. */
function readList(schema: Field['schema'], text: string): string[] {
	const element = elementOf(schema);
	return text.replace(/^\[(.*)\]$/, '$1').split(/\s+/).flatMap(entry =>
		element?.safeParse(entry).success ? [entry] : entry.split(',').filter(Boolean));
}
