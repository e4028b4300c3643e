import {rename, rm} from 'node:fs/promises';
import {exitCodes, UserError} from '../../errors.ts';
import {exists, temporary} from '../disk.ts';
import {hashOf} from '../hash.ts';
import type {Kind} from './kind.ts';

/** The old one, while the new one takes its name. */
const old = (path: string): string => `${path}.ramstrap-old`;

/** A root file system for NFS. One that a node writes to is the node's: it is neither replaced nor thrown away. */
export const tree: Kind<'tree'> = {
	look: async ({path}, {root}) => ({kind: 'tree', exists: await exists(root + path)}),
	isThere: (_, present) => present.exists,
	mark: ({version, written}) => written ? 'written' : hashOf(version),
	async make({path, from, written}, {world: {root, run}, present, entry}) {
		if (written && present.exists && entry.done !== undefined) {
			return [`${path} stays as it is: the node has written into it.`];
		}

		if (entry.former.exists) {
			throw new UserError(`${path} is there already, and not of ramstrap's making.`, ['move it away'], exitCodes.notReady);
		}

		const target = root + path;
		await rm(temporary(target), {recursive: true, force: true});
		const {ok, output} = await run(['cp', '-a', '--reflink=auto', from, temporary(target)]);
		if (!ok) {
			throw new UserError(`The root file system cannot be copied to ${path}: ${output.trim().split('\n').at(-1)}`, [], exitCodes.notReady);
		}

		await rm(old(target), {recursive: true, force: true});
		if (await exists(target)) {
			await rename(target, old(target));
		}

		await rename(temporary(target), target);
		await rm(old(target), {recursive: true, force: true});
		return [];
	},
	async putBack({path, written}, {world: {root}, entry: {former, done}}) {
		const target = root + path;
		await rm(temporary(target), {recursive: true, force: true});
		await rm(old(target), {recursive: true, force: true});
		if (former.exists || !await exists(target)) {
			return [];
		}

		if (written && done !== undefined) {
			return [`${path} is kept: the node has written into it. To throw it away: rm -r ${path}`];
		}

		await rm(target, {recursive: true, force: true});
		return [];
	},
};
