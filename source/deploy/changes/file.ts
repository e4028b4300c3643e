import {rm, stat} from 'node:fs/promises';
import {removeUnfinished, replaceFile} from '../../files/replace-file.ts';
import {keep, readIfThere} from '../disk.ts';
import {hashOf} from '../hash.ts';
import type {Kind} from './kind.ts';

const usualMode = 0o644;

/** A text of ours. What somebody wrote into it since is kept beside it, under a name that no program reads. */
export const file: Kind<'file'> = {
	async inspect({path}, {root}) {
		const content = await readIfThere(root + path);
		return content
			? {kind: 'file', content: content.toString('base64'), mode: (await stat(root + path)).mode % 0o1_0000}
			: {kind: 'file'};
	},
	isThere: ({text}, {content, mode}) => content === Buffer.from(text).toString('base64') && mode === usualMode,
	mark: ({text}) => hashOf(text),
	async make({path, text}, {world: {root}, present: {content}, entry: {wrote, former}}) {
		const isForeign = content !== undefined
			&& content !== former.content
			&& !wrote.includes(hashOf(Buffer.from(content, 'base64')));
		const kept = isForeign
			? [`${path} was edited by hand; `
				+ `the edited file is kept as ${(await keep(root + path)).slice(root.length)}.`]
			: [];
		await replaceFile(root + path, text, usualMode);
		return kept;
	},
	async putBack({path}, {world: {root}, entry: {wrote, former}}) {
		await removeUnfinished(root + path);
		const content = await readIfThere(root + path);
		const before = former.content === undefined ? undefined : Buffer.from(former.content, 'base64');
		const isForeign = content && !before?.equals(content) && !wrote.includes(hashOf(content));
		const kept = isForeign
			? [`${path} was edited by hand; `
				+ `the edited file is kept as ${(await keep(root + path)).slice(root.length)}.`]
			: [];
		if (before) {
			await replaceFile(root + path, before, former.mode);
		} else {
			await rm(root + path, {force: true});
		}

		return kept;
	},
};
