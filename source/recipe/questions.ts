import {checkRecipe} from './check.ts';
import {fieldsOfBuild, isAbout, recipeFields, valueAt, type Field} from './fields.ts';
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
		.map(field => ({...field, choices: field.choices.filter(({later}) => !later)}))
		.filter(({kind, choices}) => kind !== 'choice' || choices.length > 1)
		.filter(({path}) => isAsked(recipe, path.join('.')))
		.map(({path, title, description, kind, choices, essential = false}) => ({id: path.join('.'), title, help: description, kind, choices, essential}));
}

/** Text of a field's present value, as a person would type it. */
export function answerText(recipe: Recipe, id: string): string {
	const value = valueAt(recipe, id.split('.'));
	return Array.isArray(value) ? value.join(' ') : String(value ?? '');
}

/**
A new recipe with this answer, or the sentence that says what is wrong with it. An empty answer is the default, where there is one.
`also` are answers that come with it, by question: a built kernel is nothing without a source.
*/
export function withAnswer(recipe: Recipe, id: string, text: string, also: Readonly<Record<string, string>> = {}): {recipe: Recipe} | {problem: string} {
	const answered = Object.entries({[id]: text, ...also}).reduce<unknown>((base, [one, answer]) => answerOne(base, one, answer), recipe);
	const checked = checkRecipe(answered);
	return 'recipe' in checked ? checked : {problem: checked.problems[0]!.sentence};
}

function answerOne(recipe: unknown, id: string, text: string): unknown {
	const field = recipeFields().find(({path}) => path.join('.') === id);
	if (!field) {
		throw new TypeError(`no question is called ${id}`);
	}

	const value = readAnswer(field, text.trim());
	if (value === undefined) {
		return without(recipe, field.path);
	}

	const others = valueAt(recipe, field.path) === value ? [] : rivals[id] ?? [];
	return applySetting(others.reduce<unknown>((rest, rival) => without(rest, rival.split('.')), recipe), {path: field.path, value});
}

/** Bundles and options have a screen of their own, and an address comes with its sum: both are written into a file, not typed. */
function isAsked(recipe: Recipe, id: string): boolean {
	const isTyped = !['kernel.source.url', 'kernel.source.sha256'].includes(id) || valueAt(recipe, id.split('.')) !== undefined;
	return id !== 'kernel.bundles' && isTyped && isAbout(recipe, id);
}

/** What another answer leaves no place for: a kernel comes from one source, and what is for one kind of kernel is refused with the other. */
const rivals: Record<string, readonly string[]> = {
	'kernel.from': ['kernel.package', 'kernel.drivers', ...fieldsOfBuild],
	'kernel.source.package': ['kernel.source.path', 'kernel.source.url', 'kernel.source.sha256'],
	'kernel.source.path': ['kernel.source.package', 'kernel.source.url', 'kernel.source.sha256'],
};

/** A copy that lacks this field, and the group around it when it was alone in there. */
function without(value: unknown, [first, ...rest]: string[]): unknown {
	if (typeof value !== 'object' || value === null || first === undefined || !Object.hasOwn(value, first)) {
		return value;
	}

	const inner = rest.length > 0 ? without(Reflect.get(value, first), rest) : undefined;
	const others = Object.fromEntries(Object.entries(value).filter(([key]) => key !== first));
	return inner === undefined || Object.keys(inner as object).length === 0 ? others : {...others, [first]: inner};
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
