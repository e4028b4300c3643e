import {answerText, questionsFor, type Question} from '../../recipe/questions.ts';
import {recipeSchema, type Recipe} from '../../recipe/schema.ts';
import {aboutOf, schemaAt} from '../../recipe/shape.ts';
import type {Row} from '../parts/walk.ts';
import type {WizardProps} from '../types.ts';

export type Problems = ReturnType<WizardProps['problems']>;

/** One for each field: its first problem. What is written into a file only is said, and not led to. */
export function problemRows(recipe: Recipe, problems: Problems): Row[] {
	const asked = new Set(['nodes', ...questionsFor(recipe).map(({id}) => id)]);
	const first = problems.filter(({field}, index) => problems.findIndex(other => other.field === field) === index);
	return first.map(({field, what}): Row => ({
		key: `problem:${field}`,
		label: `! ${aboutOf(schemaAt(field.split('.'))!).title}`,
		note: what,
		...(!asked.has(field) && {kind: 'blocked'}),
	}));
}

/**
Below a heading for each group; of those that are looked for, in which every word of the text occurs. A value that is
not the default stands out, and a changed one has a star.
@param former as it is in its file
*/
export function answerRows(recipe: Recipe, text: string, former: Recipe = recipe): Row[] {
	const usual = recipeSchema.parse({version: 1, name: recipe.name, strategy: recipe.strategy});
	const answers = questionsFor(recipe).map((question): Answer => ({
		group: question.id.includes('.') ? question.id.split('.', 1)[0]! : 'recipe',
		help: `${question.id} ${question.help}`,
		row: {
			key: `answer:${question.id}`,
			label: question.title,
			note: noteFor(question, answerText(recipe, question.id)),
			kind: 'answer',
			isUsual: answerText(recipe, question.id) === answerText(usual, question.id),
			isChanged: answerText(recipe, question.id) !== answerText(former, question.id),
		},
	}));
	const place = answers.findLastIndex(({row}) => /^answer:kernel\.(?:from|source)/.test(row.key)) + 1;
	const ofKernel = recipe.kernel.from === 'build' ? kernelRows(recipe) : [];
	const all = [...answers.toSpliced(place, 0, ...ofKernel), machinesRow(recipe)];
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	const found = all.filter(({row, help}) => {
		const searched = `${row.label} ${row.note} ${help}`.toLowerCase();
		return words.every(word => searched.includes(word));
	});
	const groups = [...new Set(found.map(({group}) => group))];
	return found.length === 0 ? [none] : groups.flatMap(group => [
		{key: `group:${group}`, label: headingOf(group), kind: 'heading'} as const,
		...found.filter(answer => answer.group === group).map(({row}) => row),
	]);
}

type Answer = {group: string; help: string; row: Row};

const headingOf = (group: string): string => group === 'recipe' ? 'Recipe' : aboutOf(schemaAt([group])!).title;

export const none: Row = {key: 'none', label: 'No field has all of that in its name, value or help.'};

/** Leads to their list. */
function machinesRow({nodes}: Recipe): Answer {
	const {title, description} = aboutOf(schemaAt(['nodes'])!);
	const note = listed(nodes.map(({name, mac}) => name ?? mac));
	return {
		group: 'server', help: `nodes ${description}`,
		row: {key: 'nodes', label: title, note, kind: 'answer', isUsual: nodes.length === 0},
	};
}

/** Both lead to the kernel screen. */
function kernelRows({kernel}: Recipe): Answer[] {
	const row = (key: string, label: string, names: readonly string[]): Answer =>
		({group: 'kernel', help: '', row: {key, label, note: listed(names), kind: 'answer'}});
	return [
		row('kernel:bundle', 'Kernel features', kernel.bundles),
		row('kernel:option', 'Kernel options', Object.keys(kernel.options)),
	];
}

const listed = (names: readonly string[]): string =>
	names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`;

export function noteFor({kind, choices}: Question, text: string): string {
	if (kind === 'password') {
		return text ? 'set' : 'locked';
	}

	return (choices.find(({value}) => value === text)?.label ?? text) || (kind === 'list' ? 'none' : 'default');
}
