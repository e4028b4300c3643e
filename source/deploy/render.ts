import {createTwoFilesPatch} from 'diff';
import {versionId} from '../publish/version.ts';
import type {Change, Item} from './types.ts';

/** Everything that will change, in the order in which it does; nothing where nothing will. */
export function renderItems(items: readonly Item[]): string[] {
	return items.filter(({state}) => state !== 'same').flatMap(item => renderItem(item));
}

/** One line for each, and for a text of ours the difference line by line. */
function renderItem({change, state, present, byHand}: Item): string[] {
	const title = titleOf(change, state);
	const note = byHand ? [`  ! ${'path' in change ? change.path : ''} was changed by hand; that will be kept beside it, with the ending .kept`] : [];
	if (state === 'gone' || change.kind !== 'file' || present.kind !== 'file') {
		return [...(title ? [title] : []), ...(state === 'new' && present.kind === 'package' ? withDependencies(change, present.coming) : []), ...note];
	}

	const before = present.content === undefined ? undefined : Buffer.from(present.content, 'base64').toString();
	const patch = createTwoFilesPatch(before === undefined ? '/dev/null' : change.path, change.path, before ?? '', change.text, '', '', {context: 3});
	const lines = patch.trimEnd().split('\n');
	return [title!, ...note, ...lines.slice(lines.findIndex(line => line.startsWith('---'))).map(line => `    ${line.trimEnd()}`)];
}

const withDependencies = (change: Change, coming: readonly string[]): string[] => {
	const others = coming.filter(name => change.kind === 'package' && name !== change.name);
	return others.length > 0 ? [`      with ${others.join(', ')}`] : [];
};

/** Nothing for what only matters when it is put back, or made. */
export function titleOf(change: Change, state: Item['state'] | 'make' | 'put back'): string | undefined {
	const isBack = state === 'gone' || state === 'put back';
	const sign = isBack ? '-' : (state === 'changed' ? '~' : '+');
	switch (change.kind) {
		case 'package': {
			return `${sign} package ${change.name}`;
		}

		case 'folder': {
			return `${sign} folder ${change.path}`;
		}

		case 'file': {
			return `${sign} file ${change.path}`;
		}

		case 'copy': {
			return `${sign} file ${change.path}${isBack ? '' : `, a copy of ${change.from[0]}`}`;
		}

		case 'version': {
			return isBack ? `- all versions of ${change.version.name} in ${change.folder}` : `${sign} ${change.version.name} ${versionId(change.version)} published in ${change.folder}: nodes boot it from now on (${change.version.files.map(({name, bytes}) => `${name} ${(bytes / 1e6).toFixed(1)} MB`).join(', ')}${change.version.tree ? ', and a root over NFS' : ''})`;
		}

		case 'opening': {
			return `${sign} port ${change.port} ${isBack ? 'no longer let in' : 'let in'} on ${change.interface} (${change.firewall})`;
		}

		case 'unit': {
			const how = isBack ? (change.ours ? 'stopped, and no longer started at boot' : 'as it was before') : (state === 'changed' ? 'started anew' : 'started now and at every boot');
			return `${sign} ${change.name} ${how}`;
		}

		case 'command': {
			const argv = isBack ? change.undoing : change.doing;
			return argv && `${sign} ${argv.join(' ')}   ${change.title}`;
		}
	}
}
