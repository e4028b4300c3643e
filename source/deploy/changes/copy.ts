import {rename, rm, stat} from 'node:fs/promises';
import {exitCodes, UserError} from '../../errors.ts';
import {removeUnfinished, replaceByCopy} from '../../files/replace-file.ts';
import {hashFile} from '../../run/hash-file.ts';
import {exists, keep} from '../disk.ts';
import type {Kind} from './kind.ts';

/** Where a file of that name waits that was there before us. */
const aside = (path: string): string => `${path}.ramstrap-former`;

/** A copy of a file, too large to be remembered by its content. */
export const copy: Kind<'copy'> = {
	async inspect({path, from}, {root}) {
		const original = await firstThere(from);
		const source = original === undefined ? undefined : await hashFile(original);
		return await exists(root + path)
			? {
				kind: 'copy',
				sha256: await hashFile(root + path),
				mode: (await stat(root + path)).mode % 0o1_0000,
				source,
			}
			: {kind: 'copy', source};
	},
	isThere: ({mode}, present) =>
		present.sha256 !== undefined && present.sha256 === present.source && present.mode === mode,
	mark: (_, {source}) => source ?? 'not there yet',
	async make({path, from, mode}, {world: {root}, present: {sha256}, entry: {wrote, former}}) {
		const original = await firstThere(from);
		if (original === undefined) {
			throw new UserError(
				`${from[0]} is missing on this machine and cannot be copied.`,
				['ramstrap doctor --install'],
				exitCodes.notReady,
			);
		}

		const target = root + path;
		const isFormer = sha256 !== undefined && sha256 === former.sha256;
		const isForeign = sha256 !== undefined && !isFormer && !wrote.includes(sha256);
		const kept = isForeign
			? [`${path} was edited by hand; the edited file is kept as ${(await keep(target)).slice(root.length)}.`]
			: [];
		if (isFormer && !wrote.includes(sha256) && !(await exists(aside(target)))) {
			await rename(target, aside(target));
		}

		await replaceByCopy(target, original, mode);
		return kept;
	},
	async putBack({path}, {world: {root}, entry: {wrote, former}}) {
		const target = root + path;
		await removeUnfinished(target);
		const sha256 = await exists(target) ? await hashFile(target) : undefined;
		const isForeign = sha256 !== undefined && sha256 !== former.sha256 && !wrote.includes(sha256);
		const kept = isForeign
			? [`${path} was edited by hand; the edited file is kept as ${(await keep(target)).slice(root.length)}.`]
			: [];
		if (await exists(aside(target))) {
			await rename(aside(target), target);
		} else if (former.sha256 === undefined) {
			await rm(target, {force: true});
		}

		return kept;
	},
};

async function firstThere(files: readonly string[]): Promise<string | undefined> {
	for (const file of files) {
		if (await exists(file)) {
			return file;
		}
	}

	return undefined;
}
