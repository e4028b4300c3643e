import type {Action, Step} from '../steps/types.ts';
import {budgetLines, type Budget} from './budget.ts';
import type {Plan} from './plan.ts';
import {quoteArgv} from './quote.ts';
import {formatScript} from './script.ts';

export const planFormats = ['text', 'sh', 'json'] as const;
export type PlanFormat = (typeof planFormats)[number];

/**
What is known of the memory that nodes need (`memory` is what the recipe gives them, in MiB), and of the last build.
*/
export type PlanMemory = {memory: number; budget: Budget | undefined; warnings?: readonly string[]};

/** @param memory for people only; left out, nothing is said of it */
export function printPlan(plan: Plan, format: PlanFormat, memory?: PlanMemory): string {
	switch (format) {
		case 'text': {
			return formatText(plan, memory);
		}

		case 'sh': {
			return formatScript(plan);
		}

		case 'json': {
			return `${JSON.stringify(plan, undefined, 2)}\n`;
		}
	}
}

function formatText(
	{name, strategy, steps, artifacts, words, warnings = []}: Plan,
	memory: PlanMemory | undefined,
): string {
	return [
		`Plan for ${name}: ${strategy}, ${steps.length} steps, ${rootText(steps)}`,
		'',
		...steps.flatMap((step, index) => [...formatStep(step, index + 1), '']),
		'The node boots',
		...artifacts.map(artifact => `  ${artifact.name.padEnd(8)} ${artifact.path}`),
		`  ${'with'.padEnd(8)} ${words.join(' ')}`,
		...(warnings.length > 0 ? ['', 'Warnings', ...warnings.map(warning => `  ${warning}`)] : []),
		...(memory ? ['', 'Memory', ...memoryLines(memory).map(line => `  ${line}`)] : []),
		...(memory?.warnings?.length
			? ['', 'Warnings of the last build', ...memory.warnings.map(line => `  ! ${line}`)]
			: []),
		'',
	].join('\n');
}

function memoryLines({memory, budget}: PlanMemory): string[] {
	return budget ? budgetLines(memory, budget) : ['Memory use is measured on the images; the first build gives the '
		+ 'numbers.'];
}

function rootText(steps: readonly Step[]): string {
	const needy = steps.flatMap(({asRoot}, index) =>
		asRoot === undefined ? [] : [`needs root for step ${index + 1}: ${asRoot}`],
	);
	return needy.length > 0 ? needy.join('; ') : 'nothing needs root';
}

function formatStep({id, title, why, needs, reads, actions, makes, shared, scratch}: Step, number: number): string[] {
	return [
		`${number}. ${title}`,
		`   ${why}`,
		...(needs.length > 0 ? [`   needs   ${needs.join(', ')}`] : []),
		...(reads.length > 0 ? [`   reads   ${reads.join(', ')}`] : []),
		`   makes   ${makes.map(path => `${id}/${path}`).join(', ')}${shared ? ', shared by all recipes' : ''}`,
		...(scratch
			? [
				'   keeps   '
				+ `${scratch.folder}/${scratch.of === undefined ? '' : ', shared by all recipes with this source'}`,
			]
			: []),
		...actions.map(action => `   $ ${describeAction(action)}`),
	];
}

/** One line that says what an action does; for a command, the command itself. */
export function describeAction(action: Action): string {
	switch (action.do) {
		case 'command': {
			return [
				quoteArgv(action.argv),
				...(action.from ? ['<', action.from] : []),
				...(action.to ? ['>', action.to] : []),
			].join(' ');
		}

		case 'write-file': {
			return `write ${action.path} (${Buffer.byteLength(action.text)} bytes)`;
		}

		case 'check-config': {
			return `check ${action.config} for ${action.options.map(({option}) => option).join(', ')}`;
		}

		case 'compare-config': {
			return `compare ${action.config} with the ${action.requests.length} requested options`;
		}
	}
}
