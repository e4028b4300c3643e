import {z} from 'zod';
import {recipeSchema} from './schema.ts';

/** JSON Schema (draft 2020-12) of a recipe file, for editors that complete and check while you type. */
export function recipeJsonSchema(): Record<string, unknown> {
	const schema = z.toJSONSchema(recipeSchema, {
		io: 'input',
		target: 'draft-2020-12',
		override({jsonSchema}) {
			delete jsonSchema.choices;
			if (jsonSchema.description === '') {
				delete jsonSchema.description;
			}
		},
	});
	const {$schema, ...rest} = schema;
	return {$schema, title: 'A recipe of ramstrap', description: 'What a diskless machine boots, and how it is served.', ...rest};
}
