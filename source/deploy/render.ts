import {createTwoFilesPatch} from 'diff';
import {versionId, type Version} from '../publish/version.ts';
import {sizeText} from '../report/size.ts';
import type {Change, ChangeOf, Item, PresentOf} from './types.ts';

/** Everything that will change, in the order in which it does; nothing where nothing will. */
export function renderItems(items: readonly Item[]): string[] {
	return items.filter(({state}) => state !== 'same').flatMap(item => renderItem(item));
}

/** One line for each, and for a text of ours the difference line by line. */
function renderItem({change, state, present, byHand}: Item): string[] {
	const title = titleOf(change, state);
	const file = 'path' in change ? change.path : '';
	const note = byHand
		? [`  ! ${file} was edited by hand; the edited file will be kept with the suffix .kept`]
		: [];
	if (state === 'gone' || change.kind !== 'file' || present.kind !== 'file') {
		return [
			...(title ? [title] : []),
			...(state === 'new' && present.kind === 'package' ? aboutPackage(change, present) : []),
			...note,
		];
	}

	const before = present.content === undefined ? undefined : Buffer.from(present.content, 'base64').toString();
	const patch = createTwoFilesPatch(
		before === undefined ? '/dev/null' : change.path,
		change.path,
		before ?? '',
		change.text,
		'',
		'',
		{context: 3},
	);
	const lines = patch.trimEnd().split('\n');
	return [
		title!,
		...note,
		...lines.slice(lines.findIndex(line => line.startsWith('---'))).map(line => `    ${line.trimEnd()}`),
	];
}

const aboutPackage = (change: Change, {installed, coming}: PresentOf<'package'>): string[] => {
	if (installed) {
		return ['      is installed; from now on apt keeps it also when what brought it is removed'];
	}

	const others = coming.filter(name => change.kind === 'package' && name !== change.name);
	return others.length > 0 ? [`      with ${others.join(', ')}`] : [];
};

/** Nothing for what only matters when it is put back, or made. */
export function titleOf(change: Change, state: Item['state'] | 'make' | 'put back'): string | undefined {
	const isBack = state === 'gone' || state === 'put back';
	const title = titles[change.kind](change as never, isBack ? 'back' : (state === 'changed' ? 'again' : 'first'));
	return title && `${isBack ? '-' : (state === 'changed' ? '~' : '+')} ${title}`;
}

type Titles = {
	[Kind in Change['kind']]: (change: ChangeOf<Kind>, when: 'first' | 'again' | 'back') => string | undefined;
};

const titles: Titles = {
	package: ({name}) => `package ${name}`,
	folder: ({path}) => `folder ${path}`,
	file: ({path}) => `file ${path}`,
	copy: ({path, from}, when) => `file ${path}${when === 'back' ? '' : `, a copy of ${from[0]}`}`,
	version: ({version, folder}, when) =>
		when === 'back'
			? `all versions of ${version.name} in ${folder}`
			: `${version.name} ${versionId(version)} published in ${folder} and booted by nodes (${partsOf(version)})`,
	opening: ({port, interface: name, firewall}, when) =>
		`port ${port} ${when === 'back' ? 'closed' : 'open'} on ${name} (${firewall})`,
	unit({name, ours}, when) {
		const outcomes = {
			first: 'started now and at every boot',
			again: 'restarted',
			back: ours ? 'stopped, and not started at boot' : 'restored to its former state',
		};
		return `${name} ${outcomes[when]}`;
	},
	command({doing, undoing, title}, when) {
		const argv = when === 'back' ? undoing : doing;
		return argv && `${argv.join(' ')}   ${title}`;
	},
};

const partsOf = ({files, tree}: Version): string =>
	[
		...files.map(({name, bytes}) => `${name} ${sizeText(bytes)}`),
		...(tree ? ['root file system over NFS'] : []),
	].join(', ');
