import type {Row} from '../parts/walk.ts';
import type {Readiness} from '../types.ts';

/** What can be done with a recipe now. One that differs from its file is always saved first, so that what was built can be built again. */
export function actionsFor(changed: boolean, readiness: Readiness, warnings: readonly string[]): Row[] {
	return [
		{key: 'go', label: changed ? 'Go: save, build and rehearse' : 'Go: build and rehearse'},
		...(changed ? [] : only),
		{key: 'plan', label: 'Show the plan'},
		...(readiness.ok ? [] : [{key: 'readiness', label: '! This machine is not ready', note: readiness.lines[0] ?? ''}]),
		...(warnings.length === 0 ? [] : [{key: 'warnings', label: '! The last build warned', note: warnings[0]!}]),
	];
}

const only: Row[] = [{key: 'run', label: 'Build only'}, {key: 'rehearse', label: 'Rehearse only'}, {key: 'serve', label: 'Serve it to your machines'}];

export const actionHelp: Record<string, {title: string; text: string}> = {
	go: {
		title: 'Go',
		text: 'Builds the images in a folder of your own, then boots them over a private network in a virtual machine and tells you how far it came. Your own network is not touched.',
	},
	run: {title: 'Build only', text: 'Builds the images in a folder of your own and stops there.'},
	rehearse: {title: 'Rehearse only', text: 'Boots what was built before over a private network in a virtual machine. Your own network is not touched.'},
	serve: {title: 'Serve it', text: 'Looks at your network, and refuses what would disturb it; then boots your machines from what was built, and shows how far each one is, until you stop it.'},
	plan: {title: 'Show the plan', text: 'Every command, in the order it is going to run. What you read there is what runs, nothing else.'},
};
