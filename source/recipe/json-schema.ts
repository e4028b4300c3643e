import * as z from 'zod';
import {recipeSchema} from './schema.ts';

/** JSON Schema (draft 2020-12) of a recipe file, for editors that complete and check while you type. */
export function recipeJsonSchema(): Record<string, unknown> {
	const schema = z.toJSONSchema(recipeSchema, {
		io: 'input',
		target: 'draft-2020-12',
		override({zodSchema, jsonSchema}) {
			const pattern = patternOf(zodSchema);
			if (pattern?.ignoreCase) {
				jsonSchema.pattern = inBothCases(pattern.source);
			}

			delete jsonSchema.choices;
			delete jsonSchema.essential;
			delete jsonSchema.secret;
			if (jsonSchema.description === '') {
				delete jsonSchema.description;
			}
		},
	});
	const {$schema, ...rest} = schema;
	return {$schema, title: 'A ramstrap recipe',
		description: 'Describes what a diskless machine boots, and how it is served.', ...rest};
}

function patternOf(schema: z.core.$ZodType): RegExp | undefined {
	const checks: ReadonlyArray<z.core.$ZodCheck & {_zod: {def: {pattern?: RegExp}}}> = schema._zod.def.checks ?? [];
	return checks.map(check => check._zod.def.pattern).find(Boolean);
}

/** A pattern in JSON Schema has no flags, so it names the letters in both cases. */
function inBothCases(source: string): string {
	let inClass = false;
	return source.replaceAll(/\\.|[[\]]|[a-z]-[a-z]|[a-z]/g, part => {
		if (part === '[' || part === ']') {
			inClass = part === '[';
		}

		if (!/^[a-z]/.test(part)) {
			return part;
		}

		return inClass ? part + part.toUpperCase() : `[${part}${part.toUpperCase()}]`;
	});
}
