import type {Row} from '../parts/walk.ts';
import type {Readiness} from '../types.ts';

/**
What can be done with a recipe now. One that differs from its file is always saved first, so that what was
built can be built again.
*/
export function actionsFor(state: RecipeState, readiness: Readiness, warnings: readonly string[]): Row[] {
	const {isChanged: changed, sure} = state;
	const goes = changed ? 'save, build and rehearse' : 'build and rehearse';
	return [
		{key: 'go', label: sure === 'go' ? `Go: Enter again to ${goes}` : `Go: ${goes}`},
		...(readiness.ok
			? []
			: [{key: 'readiness', label: '! This machine is not ready', note: readiness.lines[0] ?? ''}]),
		...(warnings.length === 0
			? []
			: [{key: 'warnings', label: '! Warnings of the last build', note: warnings[0]!}]),
		...(changed ? saving(state) : only),
		{key: 'plan', label: 'Show the plan'},
	];
}

/** `former`: the name it was opened by, of one that was saved. */
export type RecipeState = {
	isChanged: boolean;
	/** What was chosen once and waits for the second time. */
	sure?: string | undefined;
	isSaved: boolean;
	name: string;
	former: string;
};

function saving({isSaved, name, former, sure}: RecipeState): Row[] {
	const discard = isSaved ? 'Discard the changes' : 'Discard';
	return [
		{key: 'save', label: isSaved && name === former ? 'Save' : `Save as ${name}`},
		...(isSaved ? [{key: 'changes', label: 'Show what changes in the file'}] : []),
		{key: 'discard', label: sure === 'discard' ? `${discard}: Enter again to do so` : discard},
	];
}

const only: Row[] = [
	{key: 'run', label: 'Build only'},
	{key: 'rehearse', label: 'Rehearse only'},
	{key: 'serve', label: 'Serve to your machines'},
	{key: 'uses', label: 'More: publish, deploy, copy, rename'},
];

export const actionHelp: Record<string, {title: string; text: string}> = {
	go: {
		title: 'Go',
		text: 'Builds the images in your own folder, then boots them in a virtual machine on a private network and '
			+ 'shows how far it got. Your network is not touched. Enter twice starts it.',
	},
	save: {title: 'Save',
		text: 'Writes the recipe to its file and builds nothing. In a file of your own only what changed is '
			+ 'written; where a value is an alias of another, the former text is kept as NAME.yaml.old.'},
	changes: {title: 'Show what changes in the file', text: 'The lines that go and the lines that come.'},
	discard: {title: 'Discard', text: 'Takes back every answer that was not saved. Enter twice does it.'},
	run: {title: 'Build only', text: 'Builds the images in your own folder, and does not boot them.'},
	rehearse: {title: 'Rehearse only',
		text: 'Boots the images of the last build in a virtual machine on a private network. Your network is not '
			+ 'touched.'},
	serve: {title: 'Serve',
		text: 'Checks your network and refuses to start if it would disturb it. Then boots your machines from the '
			+ 'built images and shows the progress of each, until you stop it.'},
	uses: {title: 'More', text: 'All that can be done with a recipe, each with its key.'},
	plan: {title: 'Show the plan',
		text: 'Every command, in the order it will run. Exactly these commands run, and no others.'},
};
