import * as z from 'zod';
import {recipeSchema, type Choice} from './schema.ts';
import {aboutOf, bare, elementOf} from './shape.ts';
import type {Path} from './problem.ts';

/** A field that holds a value of its own, as the schema describes it. */
export type Field = {
	path: string[];
	title: string;
	description: string;
	kind: 'choice' | 'text' | 'number' | 'list' | 'password';
	choices: readonly Choice[];
	essential?: boolean;
	schema: z.ZodType;
};

/** All fields but the format's version and the list of known nodes, in the order of the schema. */
export function recipeFields(): Field[] {
	return fieldsOf(recipeSchema, []);
}

/** The value at this path of a recipe. */
export function valueAt(value: unknown, path: Path): unknown {
	return path.reduce<unknown>(
		(inner, part) =>
			typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
				? (inner as Record<string, unknown>)[part]
				: undefined,
		value,
	);
}

/** Those of a group of fields, below this path. */
export function fieldsOf(object: z.ZodObject, path: string[]): Field[] {
	return Object.entries(object.shape).flatMap(([key, value]) => {
		const schema = value as z.ZodType;
		const type = bare(schema);
		const here = [...path, key];
		if (type instanceof z.ZodObject) {
			return fieldsOf(type, here);
		}

		const about = aboutOf(schema);
		const kind = about.secret ? 'password' : kindOf(type);
		return kind ? [{path: here, kind, schema, choices: [], ...about}] : [];
	});
}

/** A group whose names are the user's own, such as `kernel.options`: one value for the wizard and for a file. */
export function isTable(schema: z.ZodType): boolean {
	return bare(schema) instanceof z.ZodRecord;
}

function kindOf(type: z.ZodType): Field['kind'] | undefined {
	const element = elementOf(type);
	if (element) {
		return bare(element) instanceof z.ZodObject ? undefined : 'list';
	}

	if (type instanceof z.ZodLiteral || isTable(type)) {
		return undefined;
	}

	if (type instanceof z.ZodEnum) {
		return 'choice';
	}

	return type instanceof z.ZodNumber ? 'number' : 'text';
}
