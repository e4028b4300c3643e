import type {Action} from '../flow.ts';
import type {Row} from '../parts/walk.ts';
import type {ListedRecipe} from '../types.ts';

/** Something that can be done with a recipe: its key, what it is called, what it means. */
type UseRow = Row & {does: Action; help: string; letter: string};

/** All that can be done with a recipe as it is saved, by a row or by a key. */
export function usesOf({name, where, recipe, isPublished = false, isDeployed = false}: ListedRecipe): UseRow[] {
	const isOwn = where === 'saved';
	const use = (letter: string, what: Extract<Action, {do: 'use'}>['what'], label: string, help: string): UseRow =>
		({key: what, letter, label: `${letter}  ${label}`, help, does: {do: 'use', what, name}});
	const ask = (letter: string, what: 'copy' | 'rename', label: string, help: string): UseRow =>
		({key: what, letter, label: `${letter}  ${label}`, help, does: {do: what, name}});
	const change = isOwn ? [use('e', 'edit', 'Edit the file', 'Opens it in your editor ($VISUAL or $EDITOR).')] : [];
	const remove = isOwn
		? [use('x', 'remove', 'Delete', 'Deletes the file of the recipe. What was built or published of it stays.')]
		: [];
	return recipe === undefined ? [...change, ...remove] : [
		use('b', 'run', 'Build', 'Builds the images in your own folder, and does not boot them.'),
		use('r', 'rehearse', 'Rehearse', 'Builds what is not built yet and boots it in a virtual machine.'),
		use('s', 'serve', 'Serve', 'Checks your network, then boots your machines and shows each, until you stop it.'),
		use('p', 'publish', 'Publish', 'Machines of a server that runs boot this version from their next start on.'),
		...(isPublished ? [
			use('u', 'rollback', 'Roll back', 'Machines boot the previous version from their next start on.'),
			use('t', 'status', 'Status', 'What is published, and which machine booted what and when.'),
		] : []),
		use('d', 'deploy', 'Deploy', 'This machine serves it at every start. Shows every change, and asks first.'),
		...(isDeployed
			? [use('w', 'undeploy', 'Withdraw the deployment', 'Takes back every change of deploy, and asks first.')]
			: []),
		...change,
		ask('c', 'copy', 'Copy', 'Another recipe of yours that starts as this one.'),
		...(isOwn ? [ask('n', 'rename', 'Rename', 'The machines adopted for it are kept.')] : []),
		...remove,
	];
}
