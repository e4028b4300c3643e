import {recipeSchema, type Recipe, type RecipeInput} from '../../source/recipe/schema.ts';

/** A whole recipe from the fields a test is about. */
export function recipeWith(fields: Partial<RecipeInput> = {}): Recipe {
	return recipeSchema.parse({version: 1, name: 'rambox', strategy: 'busybox-initramfs', ...fields});
}
