import {answerText, questionsAboutNode} from '../../recipe/questions.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Action} from '../flow.ts';
import type {Row} from '../parts/walk.ts';
import {noteFor} from './review-rows.ts';

type NodeRow = Row & {does: Action; help: string};

/** One for each known machine, and one to add the next. */
export function nodeRows({nodes, server}: Recipe): NodeRow[] {
	return [
		...nodes.map(({mac, name, address, memory, recipe}, index): NodeRow => ({
			key: `node:${index}`,
			label: name ?? mac,
			note: [
				...(name === undefined ? [] : [mac]),
				...(address === undefined ? [] : [address]),
				...(memory === undefined ? [] : [`${memory} MiB`]),
				...(recipe === undefined ? [] : [`boots ${recipe}`]),
			].join(', '),
			help: 'Enter changes it or removes it.',
			does: {do: 'node', index},
		})),
		{
			key: 'add',
			label: 'Add a machine',
			help: 'By the hardware address of its network card; one that has booted from here is offered. '
				+ `Machines that are not listed are ${server.unknown === 'refuse' ? 'not served' : 'served as well'}.`,
			does: {do: 'edit', id: `nodes.${nodes.length}.mac`},
		},
	];
}

/** Its answers, and the way to be rid of it. */
export function nodeAnswerRows(recipe: Recipe, index: number): NodeRow[] {
	return [
		...questionsAboutNode(index).map((question): NodeRow => {
			const text = answerText(recipe, question.id);
			return {
				key: question.id,
				label: question.title,
				note: noteFor(question, text),
				kind: 'answer',
				isUsual: text === '',
				help: question.help,
				does: {do: 'edit', id: question.id},
			};
		}),
		{key: 'without', label: 'Remove this machine', help: 'Enter twice removes it from the recipe.',
			does: {do: 'without', index}},
	];
}
