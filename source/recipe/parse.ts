import {UserError} from '../errors.ts';
import {listText, valueText, type Path, type Problem} from './problem.ts';
import {applySetting, parseSetting, type Setting} from './setting.ts';
import {checkRecipe} from './check.ts';
import {readYaml, type YamlText} from './yaml-text.ts';
import type {Recipe} from './schema.ts';

/**
A recipe from the text of a file. `source` is the file as the user named it, or what it is (`the new recipe`); `set` are
texts such as `node.memory=256`. Everything that is wrong is said at once, in one UserError, line by line in the order
of the file.
*/
export function parseRecipe(text: string, {source, set = []}: {source: string; set?: readonly string[]}): Recipe {
	const yaml = readYaml(text);
	refuse(
		yaml.problems.map(({line, sentence}) => ({line, text: `${source}${line ? `:${line}` : ''}: ${sentence}`})),
		source,
	);
	if (!isGroup(yaml.value)) {
		throw new UserError(describeNotGroup(source, yaml.value), ['ramstrap recipes show rambox']);
	}

	const settings = set.map(setting => parseSetting(setting));
	refuse(settings.flatMap(setting => 'problem' in setting ? [{line: 0, text: setting.problem}] : []));
	const applied = settings as Setting[];
	const value = applied.reduce<unknown>((recipe, setting) => applySetting(recipe, setting), yaml.value);
	const checked = checkRecipe(value);
	if ('recipe' in checked) {
		return checked.recipe;
	}

	refuse(checked.problems.map(problem => locate(problem, source, yaml, applied)), source);
	throw new TypeError('a recipe was rejected without a reason');
}

type Located = {line: number | undefined; text: string};

function refuse(problems: Located[], source?: string): void {
	if (problems.length === 0) {
		return;
	}

	const inOrder = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
	const inFile = inOrder.some(({text}) => !text.startsWith('--set '));
	throw new UserError(
		inOrder.map(problem => problem.text).join('\n'),
		inFile && source && /\.ya?ml$/.test(source)
			? [`correct the file; ramstrap recipes validate ${source} checks it again`]
			: [],
	);
}

function locate({path, sentence}: Problem, source: string, yaml: YamlText, settings: Setting[]): Located {
	const setting = settings.findLast(setting => startsWith(path, setting.path) || startsWith(setting.path, path))
		// What is missing beside it in a group that the file does not have.
		?? (yaml.lineOf(path) === undefined ? settings.findLast(one => one.path[0] === path[0]) : undefined);
	if (setting) {
		return {line: undefined, text: `--set ${setting.text}: ${sentence}`};
	}

	// What is no file has no lines to look at.
	const line = /^the (?:new )?recipe\b/.test(source) ? undefined : yaml.lineOf(path);
	return {line, text: `${source}${line ? `:${line}` : ''}: ${sentence}`};
}

function startsWith(path: Path, beginning: Path): boolean {
	return beginning.length > 0 && beginning.every((part, index) => String(part) === String(path[index]));
}

function isGroup(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeNotGroup(source: string, value: unknown): string {
	return value === null || value === undefined
		? `${source}: the file is empty; a recipe starts with ${listText(['"version: 1"', '"name: ..."'], 'and')}.`
		: `${source}:1: the file holds ${Array.isArray(value) ? 'a list' : valueText(value)}, but a recipe consists of `
			+ '"field: value" lines.';
}
