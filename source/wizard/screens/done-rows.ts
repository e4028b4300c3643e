import {exitCodes} from '../../errors.ts';
import type {Action} from '../flow.ts';
import {nameOf} from '../outcome.ts';
import type {Row} from '../parts/walk.ts';
import type {Flow} from '../state.ts';
import type {Done} from '../types.ts';

/** A row, what it does, and what is said of it. */
export type DoneRow = Row & {does: Action; help: string};

/** What can come next: what most will want first. */
export function doneRows(flow: Flow): DoneRow[] {
	const done = flow.done!;
	const isReviewed = flow.screens.some(({at}) => at === 'review');
	return [
		...nextRows(done),
		...(done.log === undefined ? [] : [
			{key: 'log', label: 'Read the log', help: done.log, does: {do: 'show', page: 'log'} as const},
		]),
		{key: 'said', label: 'Read all that was said', does: {do: 'show', page: 'said'},
			help: 'The lines that were printed, without the progress of the steps.'},
		...(isReviewed ? [
			{key: 'review', label: 'Back to the recipe', help: 'Opens the review: change answers, do something else.',
				does: {do: 'back'} as const},
		] : openRow(done, flow)),
		{key: 'start', label: 'To the start', help: 'The list of all recipes.', does: {do: 'start'}},
		{key: 'quit', label: 'Quit', help: 'What was done stays.', does: {do: 'quit'}},
	];
}

/** To where one did not come from. */
function openRow({outcome}: Done, {recipes}: Flow): DoneRow[] {
	const name = nameOf(outcome);
	return name !== undefined && recipes.some(listed => listed.name === name && listed.recipe)
		? [{key: 'open', label: 'Open the recipe', help: 'Opens the review.', does: {do: 'open', name}}]
		: [];
}

function nextRows({outcome, exitCode, lines}: Done): DoneRow[] {
	const isBuilding = ['run', 'go', 'rehearse', 'serve'].includes(outcome.do);
	const help = isBuilding ? 'Finished steps are not repeated.' : 'Does the same once more.';
	const again: DoneRow = {key: 'again', label: 'Try again', help, does: {do: 'again'}};
	if (exitCode !== exitCodes.done) {
		const isInstallable = outcome.do === 'doctor' || lines.some(line => line.includes('--install'));
		return isInstallable && exitCode === exitCodes.notReady ? [install, again] : [again];
	}

	const name = nameOf(outcome);
	return name === undefined ? [] : (following[outcome.do] ?? []).map(what => ({
		key: what,
		label: next[what].label,
		help: next[what].help,
		does: {do: 'use', what, name},
	}));
}

const install: DoneRow = {
	key: 'install',
	label: 'Install what is missing',
	help: 'Shows the commands of the package manager and asks before it runs them.',
	does: {do: 'install'},
};

const next = {
	rehearse: {label: 'Rehearse it', help: 'Boots it in a virtual machine. Your network is not touched.'},
	serve: {label: 'Serve it to your machines',
		help: 'Checks your network and refuses to start if it would disturb it.'},
	deploy: {label: 'Deploy it: serve it at every start of this machine',
		help: 'Shows every change to this machine and asks before it makes them. undeploy takes them back.'},
} as const;

/** What comes after what went well. */
const following: Record<string, ReadonlyArray<keyof typeof next>> = {
	run: ['rehearse', 'serve'],
	go: ['serve', 'deploy'],
	rehearse: ['serve', 'deploy'],
	serve: ['deploy'],
};
