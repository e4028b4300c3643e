import {existsSync} from 'node:fs';
import {chmod, mkdir, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {UserError, exitCodes} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {copyDurably, removeUnfinished as removeUnfinishedFile, replaceFile, syncPath} from '../files/replace-file.ts';
import {hashFile} from '../run/hash-file.ts';
import {lockFolder} from '../run/lock.ts';
import {damagedFile} from './damage.ts';
import {manifestName, readPublished, stateName, treesName, versionsName, type Published} from './read.ts';
import {pruned, type State} from './state.ts';
import {treeName, versionId, type Version} from './version.ts';

export type Publication = {
	/** The folder of all published recipes. */
	folder: string;
	version: Version;
	/** Where its files are now, by their names; that of the tree is `treeName`. */
	sources: Readonly<Record<string, string>>;
	/**
	What becomes of the state; called with the version's id once its files are in place. The state it was given:
	leave it.
	*/
	decide: (state: State | undefined, id: string) => State;
	/** How many versions stay, beside those in use and those with a root that nodes write to. */
	keep: number;
	inUse?: ReadonlySet<string>;
};

/**
Puts a version beside those there are, then lets the state name it, by one rename each: whatever ends this, even a power
failure, nodes are served the old state or the new one, whole.
@returns its id, and the state as it is now
@throws UserError when another publish is at work, or a file changed meanwhile
*/
export async function publish({
	folder,
	version,
	sources,
	decide,
	keep,
	inUse = new Set(),
}: Publication): Promise<{id: string; state: State}> {
	const home = path.join(folder, version.name);
	const unlock = lockFolder(home);
	try {
		const versions = path.join(home, versionsName);
		const trees = path.join(home, treesName);
		makeFolder(versions);
		if (version.tree) {
			makeFolder(trees);
			// What is setuid on a node, or a device there, is so on this machine for whoever can reach it.
			await chmod(trees, 0o700);
		}

		await removeUnfinishedFile(path.join(home, stateName));
		await removeUnfinished(versions);
		await removeUnfinished(trees);
		const id = versionId(version);
		// What a disk has lost of it is put there anew.
		if (await damagedFile(path.join(versions, id), version) !== undefined) {
			await placeTree(trees, id, version, sources);
			await placeVersion(versions, id, version, sources);
		}

		const before = await readPublished(folder, version.name);
		const state = pruned(decide(before?.state, id), keep, new Set([...inUse, ...writtenTo(before)]));
		await writeState(home, state);
		await removeOthers(versions, state);
		await removeOthers(trees, state);
		return {id, state};
	} finally {
		unlock();
	}
}

/** Lets a recipe's state, which there must be, become another one. @throws UserError when another publish is at work */
export async function changeState(folder: string, name: string, change: (state: State) => State): Promise<State> {
	const home = path.join(folder, name);
	const unlock = lockFolder(home);
	try {
		const {state} = (await readPublished(folder, name))!;
		const changed = change(state);
		await writeState(home, changed);
		return changed;
	} finally {
		unlock();
	}
}

async function writeState(home: string, state: State): Promise<void> {
	await replaceFile(path.join(home, stateName), `${JSON.stringify(state, undefined, '\t')}\n`);
}

async function placeVersion(
	versions: string,
	id: string,
	version: Version,
	sources: Publication['sources'],
): Promise<void> {
	const fresh = path.join(versions, `${unfinished}${id}`);
	await mkdir(fresh);
	try {
		for (const {name, sha256} of version.files) {
			await copyChecked(sources[name]!, path.join(fresh, name), sha256);
		}

		await replaceFile(path.join(fresh, manifestName), `${JSON.stringify(version, undefined, '\t')}\n`);
		await makeRoom(versions, id);
		await rename(fresh, path.join(versions, id));
		await syncPath(versions);
	} catch (error) {
		await rm(fresh, {recursive: true, force: true});
		throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? fullDisk(versions, version) : error;
	}
}

/**
Sets a damaged version aside, for the moment until the whole one has its name; whoever is fetching it has it open.
*/
async function makeRoom(versions: string, id: string): Promise<void> {
	const folder = path.join(versions, id);
	if (existsSync(folder)) {
		await rename(folder, path.join(versions, `${unfinished}damaged-${id}`));
	}
}

/** Before the version that needs it. One that is there was placed for it by a publish that was killed. */
async function placeTree(trees: string, id: string, version: Version, sources: Publication['sources']): Promise<void> {
	if (!version.tree || existsSync(path.join(trees, id))) {
		return;
	}

	const fresh = path.join(trees, `${unfinished}${id}`);
	const {failed, stderr} = await execa('cp', ['-a', '--reflink=auto', sources[treeName]!, fresh], {reject: false});
	if (failed) {
		await rm(fresh, {recursive: true, force: true});
		throw stderr.includes('No space left')
			? fullDisk(trees, version)
			: new UserError(
				`Copying the root file system of ${version.name} failed: ${stderr.trim().split('\n').at(-1)}`,
				[],
				exitCodes.stepFailed,
			);
	}

	await execa('sync', ['-f', fresh]);
	await rename(fresh, path.join(trees, id));
	await syncPath(trees);
}

const fullDisk = (folder: string, {name}: Version): UserError =>
	new UserError(
		`The disk is full: ${folder} has no space for another version of ${name}.`,
		['delete old files there, or use another folder with RAMSTRAP_HOME'],
		exitCodes.notReady,
	);

async function copyChecked(from: string, to: string, sha256: string): Promise<void> {
	await copyDurably(from, to);
	if (await hashFile(to) !== sha256) {
		throw new UserError(`${from} changed while it was published.`, ['publish it again'], exitCodes.stepFailed);
	}

	await chmod(to, 0o444);
}

/** What begins like this was never whole, or is not wanted any more. */
const unfinished = '.unfinished-';

async function removeUnfinished(versions: string): Promise<void> {
	const names = await readdir(versions).catch(() => []);
	await Promise.all(
		names
			.filter(name => name.startsWith(unfinished))
			.map(async name => rm(path.join(versions, name), {recursive: true, force: true})),
	);
}

/** Of these what nodes wrote is nowhere else. */
function writtenTo(published: Published | undefined): string[] {
	return published
		? published.versions
			.entries()
			.filter(([, {tree}]) => tree?.access === 'rw')
			.map(([id]) => id)
			.toArray()
		: [];
}

/** Versions that the state does not name any more. */
async function removeOthers(versions: string, state: State): Promise<void> {
	for (const id of await readdir(versions).catch(() => [])) {
		if (!state.versions.includes(id)) {
			await rename(path.join(versions, id), path.join(versions, unfinished + id));
		}
	}

	await removeUnfinished(versions);
}
