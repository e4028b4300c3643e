import {mkdir, readdir, rmdir} from 'node:fs/promises';
import {exists} from '../disk.ts';
import type {Kind} from './kind.ts';

/** A folder for files of ours, gone again when it is empty. */
export const folder: Kind<'folder'> = {
	// What another deployed recipe made counts as not there: whoever of us is the last takes it away.
	async inspect({path}, {root, isShared}) {
		return {kind: 'folder', exists: await exists(root + path) && !isShared(path)};
	},
	isThere: (_, present) => present.exists,
	mark: ({path}) => path,
	async make({path}, {world: {root}}) {
		if (!await exists(root + path)) {
			await mkdir(root + path, {mode: 0o755});
		}

		return [];
	},
	async putBack({path}, {world: {root, isShared}, entry: {former}}) {
		if (former.exists || isShared(path) || !await exists(root + path)) {
			return [];
		}

		const names = await readdir(root + path, {withFileTypes: true});
		if (names.length > 0) {
			// Of what we kept, and of folders that stay, it was told already.
			const others = names.filter(one => one.isFile() && !one.name.includes('.kept')).map(({name}) => name);
			return others.length > 0 ? [`${path} is kept: it contains ${others.join(', ')}.`] : [];
		}

		await rmdir(root + path);
		return [];
	},
};
