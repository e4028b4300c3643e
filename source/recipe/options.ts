import {recipeSchema} from './schema.ts';

const schema = recipeSchema.shape.kernel.unwrap().shape.options.unwrap().valueType;

/** Why `kernel.options` cannot hold a value, as the end of a sentence that begins with it. */
export function optionProblem(value: string): string | undefined {
	return schema.safeParse(value).error?.issues[0]?.message;
}
