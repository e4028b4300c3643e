import {answerText, questionsFor} from '../../recipe/questions.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {aboutOf, schemaAt} from '../../recipe/shape.ts';
import {actionHelp} from './review-actions.ts';
import {none, type Problems} from './review-rows.ts';

/** Whoever goes on all the same has read it. */
export const stillWrong = (problems: Problems): {title: string; text: string} =>
	({title: '! Enter again goes on anyway', text: problems.map(({what}) => what).join('\n')});

/** What is said of the row in focus. */
export function helpFor(
	at: string,
	recipe: Recipe,
	{forecast, readiness, warnings, problems}: {
		forecast: readonly string[];
		readiness: readonly string[];
		warnings: readonly string[];
		problems: Problems;
	},
): {title: string; text: string} {
	if (at === none.key) {
		return {title: 'No matches', text: 'Backspace takes back a letter, Esc shows all answers.'};
	}

	const problem = problems.find(({field}) => at === `problem:${field}`);
	if (problem) {
		const title = problem.level === 'problem' ? '! This cannot work' : '! Before you build';
		const isAsked = problem.field === 'nodes' || questionsFor(recipe).some(({id}) => id === problem.field);
		return {title, text: `${problem.what}\n${isAsked ? 'Enter goes to the answer.' : inFile(problem.field)}`};
	}

	const question = questionsFor(recipe).find(({id}) => at === `answer:${id}`);
	if (!question) {
		const ofNodes = aboutOf(schemaAt(['nodes'])!);
		const told: Record<string, {title: string; text: string}> = {
			nodes: {title: ofNodes.title, text: ofNodes.description},
			readiness: {title: 'This machine', text: readiness.join('\n')},
			warnings: {title: 'The last build', text: warnings.join('\n')},
		};
		const about = told[at] ?? actionHelp[at] ?? kernelHelp(at) ?? actionHelp.go!;
		return about === actionHelp.go ? {...about, text: `${forecast.join(' ')}\n${about.text}`} : about;
	}

	const choice = question.choices.find(({value}) => value === answerText(recipe, question.id));
	return {
		title: question.title,
		text: [question.help, choice && `${choice.label}: ${choice.help}`].filter(Boolean).join('\n'),
	};
}

const inFile = (field: string): string => `${field} stands in the file of the recipe: e on the start screen edits it.`;

function kernelHelp(at: string): {title: string; text: string} | undefined {
	const {title, description} = aboutOf(schemaAt(['kernel', at === 'kernel:bundle' ? 'bundles' : 'options'])!);
	return at.startsWith('kernel:') ? {title, text: description} : undefined;
}
