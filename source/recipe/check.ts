import {recipeSchema, type Recipe} from './schema.ts';
import {describeIssues} from './sentences.ts';
import {brokenRules} from './rules.ts';
import type {Problem} from './problem.ts';

/** The newest format this program reads. */
const knownVersion = 1;

/** First the shape of every field; then, only when all of these are right, how they go together. */
export function checkRecipe(value: unknown): {recipe: Recipe} | {problems: Problem[]} {
	const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
	if (Number.isSafeInteger(version) && Number(version) > knownVersion) {
		// Whatever else looks wrong may be right in that format.
		return {
			problems: [{
				path: ['version'],
				sentence: `version ${String(version)} is newer than the recipe format this ramstrap supports `
					+ `(${knownVersion}); update ramstrap.`,
			}],
		};
	}

	const parsed = recipeSchema.safeParse(value);
	if (!parsed.success) {
		return {problems: describeIssues(parsed.error.issues, value)};
	}

	const problems = brokenRules(parsed.data);
	return problems.length > 0 ? {problems} : {recipe: parsed.data};
}
