import * as z from 'zod';
import {recipeFields, valueAt} from './fields.ts';
import {bare, defaultOf, elementOf, aboutOf, keysOf, schemaAt} from './shape.ts';
import {listText, pathText, valueText, type Path, type Problem} from './problem.ts';
import {nearest} from './spelling.ts';

/** What zod found, as sentences for somebody who has never heard of zod. `value` is the whole recipe as it was read. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], value: unknown): Problem[] {
	const problems = issues.flatMap(issue => describeIssue(issue, issue.path as Path, value));
	const meant = new Set(problems.map(problem => problem.meant));
	// A mistyped name is one mistake, not an unknown field and a missing one.
	return problems.filter(({path}) => valueAt(value, path) !== undefined || !meant.has(pathText(path)));
}

function describeIssue(issue: z.core.$ZodIssue, path: Path, value: unknown): Problem[] {
	if (issue.code === 'invalid_key') {
		return [{path, sentence: `${pathText(path)} ${issue.issues[0]?.message ?? 'is not a name'}.`}];
	}

	return issue.code === 'unrecognized_keys'
		? describeUnknownFields(path, issue.keys)
		: [{path, sentence: describeValue(issue, path, valueAt(value, path))}];
}

function describeUnknownFields(group: Path, keys: readonly string[]): Problem[] {
	const [next, ...others] = keys.slice(most);
	return [
		...keys.slice(0, most).map(key => describeUnknownField(group, key)),
		...(next === undefined
			? []
			: [{path: [...group, next], sentence: `${others.length + 1} more fields are not fields of a recipe.`}]),
	];
}

/** Whoever reads so many sentences mends the cause of them first. */
const most = 100;

function describeUnknownField(group: Path, key: string): Problem {
	const path = [...group, key];
	const siblings = keysOf(schemaAt(group));
	const sibling = nearest(key, siblings);
	const elsewhere = recipeFields().find(field => field.path.at(-1) === key);
	const meant = sibling ? pathText([...group, sibling]) : elsewhere && pathText(elsewhere.path);
	const advice = meant
		? `did you mean ${meant}?`
		: `${group.length > 0 ? pathText(group) : 'a recipe'} has ${listText(siblings, 'and')}.`;
	return {path, meant, sentence: `${pathText(path)} is not a field of a recipe; ${advice}`};
}

function describeValue(issue: z.core.$ZodIssue, path: Path, value: unknown): string {
	const field = pathText(path);
	const schema = schemaAt(path);
	if (value === undefined) {
		return `${field} is missing; add "${path.at(-1)}: ${schema ? example(schema) : '...'}".`;
	}

	if (value === null) {
		return `${field} is empty; give it a value or remove the line.`;
	}

	// Every message written in the schema starts with "is"; none of zod's own does.
	if (issue.message.startsWith('is ')) {
		return `${field} ${valueText(value)} ${issue.message}.`;
	}

	return `${field} is ${valueText(value)}, but must ${schema ? demand(issue, schema, value) : 'be something else.'}`;
}

function demand(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown): string {
	const choices = aboutOf(schema).choices?.map(choice => choice.value);
	if (choices) {
		const list = elementOf(schema) ? ['a list'] : [];
		const meant = typeof value === 'string' ? nearest(value, choices) : undefined;
		return `be ${listText([...choices, ...list], 'or')}${meant ? `; did you mean ${meant}?` : '.'}`;
	}

	if (issue.code === 'too_small') {
		return issue.origin === 'array' ? 'have at least one entry.' : `be at least ${issue.minimum}.`;
	}

	if (issue.code === 'too_big') {
		return issue.origin === 'array' ? `have at most ${issue.maximum} entries.` : `be at most ${issue.maximum}.`;
	}

	return demandOfType(schema, value);
}

function demandOfType(schema: z.ZodType, value: unknown): string {
	const type = bare(schema);
	if (type instanceof z.ZodObject) {
		return `be a group of fields: ${listText(keysOf(type), 'and')}.`;
	}

	if (type instanceof z.ZodRecord) {
		return 'be a group such as {VIRTIO_NET: y}.';
	}

	if (elementOf(type)) {
		return `be a list such as ${example(schema)}.`;
	}

	if (type instanceof z.ZodNumber) {
		return 'be a whole number.';
	}

	return typeof value === 'object' ? 'be text.' : `be text; put it in quotes: "${String(value)}".`;
}

function example(schema: z.ZodType): string {
	const type = bare(schema);
	if (type instanceof z.ZodLiteral) {
		return String(type.value);
	}

	const usual = defaultOf(schema);
	if (Array.isArray(usual)) {
		return usual.length > 0 ? valueText(usual) : '[...]';
	}

	return aboutOf(schema).choices?.[0]?.value ?? '...';
}
