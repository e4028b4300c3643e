import {recipeSchema, type Recipe} from './schema.ts';
import {describeIssues} from './sentences.ts';
import {brokenRules} from './rules.ts';
import {pathText, type Path, type Problem} from './problem.ts';

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

	// In a group of free names zod passes over it in silence.
	const hidden = hiddenIn(value);
	if (hidden) {
		return {problems: [{path: hidden, sentence: `${pathText(hidden)} is not a name that can be used here.`}]};
	}

	const problems = brokenRules(parsed.data);
	return problems.length > 0 ? {problems} : {recipe: parsed.data};
}

/** The first key below that is `__proto__`, which JavaScript takes for something else. */
function hiddenIn(value: unknown): Path | undefined {
	if (typeof value !== 'object' || value === null) {
		return undefined;
	}

	if (Object.hasOwn(value, '__proto__')) {
		return ['__proto__'];
	}

	for (const [key, inner] of Object.entries(value)) {
		const found = hiddenIn(inner);
		if (found) {
			return [Array.isArray(value) ? Number(key) : key, ...found];
		}
	}

	return undefined;
}
