import {constants} from 'node:fs';
import {chmod, chown, copyFile, open, readdir, readlink, realpath, rename, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/**
A whole new file in the place of the old one, by one rename: whatever ends this, even a power failure, it is the old or
the new one, and it is on the disk when this returns. Several processes may replace the same file; the last one wins.
@param mode whatever the umask is; left out, that of the file that is there
@throws the error of the system, about `file`; nothing half-written is left
*/
export async function replaceFile(file: string, content: string | Uint8Array, mode?: number): Promise<void> {
	await replaceBy(file, mode, async (fresh, from) => writeFile(fresh, content, {flag: 'wx', mode: from}));
}

/** The same with a file of the user's: where a link leads to it the link stays, and root leaves it to its owner. */
export async function replaceUserFile(file: string, content: string): Promise<void> {
	const place = await placeOf(file);
	const former = await stat(place).catch(() => undefined);
	await replaceFile(place, content);
	if (former && process.getuid?.() === 0) {
		await chown(place, former.uid, former.gid);
	}
}

/** Where a link leads, also when nothing is there yet. */
async function placeOf(file: string): Promise<string> {
	try {
		return await realpath(file);
	} catch {
		const target = await readlink(file).catch(() => '');
		return path.resolve(path.dirname(file), target === '' ? path.basename(file) : target);
	}
}

/** The same with a copy of another file. @throws as `replaceFile` */
export async function replaceByCopy(file: string, original: string, mode: number): Promise<void> {
	await replaceBy(file, mode, async fresh => copyFile(original, fresh, constants.COPYFILE_EXCL));
}

/** Removes what writers of that file left that were killed; none may be at work. */
export async function removeUnfinished(file: string): Promise<void> {
	const folder = path.dirname(file);
	const beginning = `.${path.basename(file)}.`;
	const names = await readdir(folder).catch(() => []);
	const left = names.filter(name => name.startsWith(beginning) && /^\d+-\d+\.new$/.test(name.slice(beginning.length)));
	await Promise.all(left.map(async name => rm(path.join(folder, name), {force: true})));
}

/** What was written to a file or made in a folder is on the disk when this returns (fsync(2)). */
export async function syncPath(name: string): Promise<void> {
	const handle = await open(name, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** A copy that is on the disk when this returns; where the file system can, it shares the blocks of the original. */
export async function copyDurably(from: string, to: string): Promise<void> {
	await copyFile(from, to, constants.COPYFILE_FICLONE);
	await syncPath(to);
}

type Write = (fresh: string, mode: number | undefined) => Promise<void>;

async function replaceBy(file: string, wanted: number | undefined, write: Write): Promise<void> {
	const mode = wanted ?? await stat(file).then(({mode}) => mode % 0o1_0000, () => undefined);
	// Hidden, and with an ending of its own: programs that read a whole folder pass it over. Each writer has one.
	const writer = `${process.pid}-${process.hrtime.bigint()}`;
	const fresh = path.join(path.dirname(file), `.${path.basename(file)}.${writer}.new`);
	try {
		await write(fresh, mode);
		await (mode === undefined ? undefined : chmod(fresh, mode));
		await syncPath(fresh);
		await rename(fresh, file);
	} catch (error) {
		await rm(fresh, {force: true}).catch(() => undefined);
		throw Object.assign(error as NodeJS.ErrnoException, {path: file});
	}

	await syncPath(path.dirname(file));
}
