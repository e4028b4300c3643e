import {readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../../files/make-folder.ts';
import {publish} from '../../publish/publish.ts';
import {readPublished, stateName, treesName} from '../../publish/read.ts';
import {withVersion} from '../../publish/state.ts';
import {versionId} from '../../publish/version.ts';
import {readBooted} from '../booted.ts';
import {exists} from '../disk.ts';
import type {Kind} from './kind.ts';

/**
What nodes boot, published where the HTTP server looks: beside the versions before it, so that whoever is on the way up
can end with what it began with, and `rollback` has something to go back to.
*/
export const version_: Kind<'version'> = {
	async inspect({folder, version: {name}}, {root}) {
		const published = await readPublished(root + folder, name);
		return {
			kind: 'version',
			exists: await exists(path.join(root + folder, name, stateName)),
			...(published && {current: published.state.current}),
		};
	},
	isThere: ({version}, {current}) => current === versionId(version),
	mark: ({version}) => versionId(version),
	async make({folder, version, sources, keep}, {world: {root}}) {
		// A root over NFS is somebody's for as long as he runs.
		const inUse = version.tree
			? Object.values(await readBooted(version.name)).map(({version: booted}) => booted.split('/').at(-1)!)
			: [];
		await publish({folder: root + folder, version, sources, keep, decide: withVersion, inUse: new Set(inUse)});
		return [];
	},
	async putBack({folder, version: {name}}, {world: {root}, entry: {former}}) {
		const home = path.join(root + folder, name);
		if (former.exists || !await exists(home)) {
			return [];
		}

		const sentences = await keepWritten(home, path.join(folder, name));
		for (const entry of await readdir(home)) {
			if (entry !== keptName) {
				await rm(path.join(home, entry), {recursive: true, force: true});
			}
		}

		await (sentences.length > 0 ? undefined : rm(home, {recursive: true, force: true}));
		return sentences;
	},
};

const keptName = 'kept';

/** A root that a node wrote to is the node's: it is set apart, where no later deploy looks. */
async function keepWritten(home: string, place: string): Promise<string[]> {
	const published = await readPublished(path.dirname(home), path.basename(home));
	const written = published?.versions.entries()
		.filter(([, {tree}]) => tree?.access === 'rw')
		.map(([id]) => id)
		.toArray() ?? [];
	const kept = path.join(home, keptName);
	for (const id of written) {
		const tree = path.join(home, treesName, id);
		if (!await exists(tree)) {
			continue;
		}

		makeFolder(kept);
		await rename(tree, path.join(kept, id));
	}

	const said = path.join(place, keptName);
	return await exists(kept)
		? [`${said} is kept because nodes have written to it. To delete it: rm -r ${said}`]
		: [];
}
