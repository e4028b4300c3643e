import * as z from 'zod';
import {deliveryOf, type DeliveryFields} from './delivery.ts';
import {recipeSchema, type About, type Recipe} from './schema.ts';
import type {Path} from './problem.ts';

/** The schema of the field at this path, with its defaults still around it. */
export function schemaAt(path: Path): z.ZodType | undefined {
	let schema: z.ZodType | undefined = recipeSchema;
	for (const part of path) {
		const type: z.ZodType = bare(schema);
		if (type instanceof z.ZodObject) {
			schema = Object.hasOwn(type.shape, part) ? type.shape[part] as z.ZodType : undefined;
		} else {
			schema = elementOf(type);
		}

		if (!schema) {
			return undefined;
		}
	}

	return schema;
}

/** Without the wrappers that make a field optional or give it a default. */
export function bare(schema: z.ZodType): z.ZodType {
	return isWrapper(schema) ? bare(schema.def.innerType as z.ZodType) : schema;
}

/** Title, description and choices, wherever in the layers of the schema they stand; the outermost wins. */
export function aboutOf(schema: z.ZodType): About {
	const inner = isWrapper(schema) ? [schema.def.innerType as z.ZodType] : [];
	const alternatives = schema instanceof z.ZodUnion ? schema.options as z.ZodType[] : [];
	const layers = [...alternatives, ...inner].map(layer => aboutOf(layer));
	return Object.assign({title: '', description: ''}, ...layers, schema.meta()) as About;
}

/** What a recipe is, in a few words. */
export function recipeLabel(recipe: DeliveryFields & Pick<Recipe, 'kernel'>): string {
	const {strategy, root, image, kernel} = recipe;
	const {at, by} = deliveryOf(recipe);
	const choice = aboutOf(recipeSchema.shape.strategy).choices?.find(({value}) => value === strategy);
	const fetched = at === 'tmpfs' || at === 'image';
	const short =
		at === 'initramfs' ? 'BusyBox in RAM' : (fetched && by === 'rambox' ? 'Distribution in RAM' : undefined);
	const label = short ?? choice?.label ?? strategy;
	const way = fetched ? {rambox: root, dracut: image}[by] : undefined;
	const what = way === undefined ? label : `${label} (${way})`;
	return kernel.from === 'build' ? `${what}, with a kernel built from source` : what;
}

/** Names of the fields that a group of fields may have. */
export function keysOf(schema: z.ZodType | undefined): string[] {
	const type = schema && bare(schema);
	return type instanceof z.ZodObject ? Object.keys(type.shape) : [];
}

/** What the entries of a list look like, also when the list is one of several alternatives. */
export function elementOf(schema: z.ZodType): z.ZodType | undefined {
	const type = bare(schema);
	if (type instanceof z.ZodUnion) {
		return (type.options as z.ZodType[]).map(option => elementOf(option)).find(Boolean);
	}

	return type instanceof z.ZodArray ? type.element as z.ZodType : undefined;
}

/** The value a field has when it is left out; `undefined` when it must be there or is really optional. */
export function defaultOf(schema: z.ZodType): unknown {
	const filled = schema.safeParse(undefined);
	return filled.success ? filled.data : undefined;
}

export function isOptional(schema: z.ZodType): boolean {
	return schema.safeParse(undefined).success;
}

function isWrapper(schema: z.ZodType): schema is z.ZodDefault | z.ZodPrefault | z.ZodOptional {
	return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
}
