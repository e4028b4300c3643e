import {existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../make-folder.ts';
import {endOrphans, runVariable} from './orphans.ts';

/**
Makes sure that one ramstrap at a time works in a folder. A lock whose process is gone counts for nothing.
@returns the way to let go
@throws UserError (exit 3) where somebody works in it
*/
export function lockFolder(folder: string): () => void {
	const lock = tryLock(folder);
	if ('heldBy' in lock) {
		throw new UserError(`Another ramstrap (process ${lock.heldBy}) is working in ${folder}.`, ['wait until it is done, or end it'], exitCodes.notReady);
	}

	return lock.release;
}

/**
The same, and waits for its turn.
@param onWait is told once whom it waits for
@throws what `signal` was aborted with
*/
export async function waitForLock(folder: string, {signal, onWait}: {signal: AbortSignal; onWait: (pid: number) => void}): Promise<() => void> {
	for (let tries = 0; ; tries++) {
		signal.throwIfAborted();
		const lock = tryLock(folder);
		if ('release' in lock) {
			return lock.release;
		}

		if (tries === 0) {
			onWait(lock.heldBy);
		}

		await sleep(200);
	}
}

/** The lock if nobody has it at this very moment. */
export function tryLock(folder: string): {release: () => void} | {heldBy: number} {
	const file = path.join(folder, '.lock');
	const own = `${file}.${process.pid}`;
	const name = nameOf(process.pid);
	for (;;) {
		makeFolder(folder);
		// A link appears with all that is in the file, or not at all.
		writeFileSync(own, name);
		try {
			linkSync(own, file);
			// All that is started from now on says whom it works for.
			process.env[runVariable] = name;
			removeUnfinished(folder);
			return {
				release() {
					rmSync(file, {force: true});
				},
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
				throw error;
			}
		} finally {
			rmSync(own, {force: true});
		}

		const owner = ownerOf(file);
		if (owner !== undefined && owner === nameOf(pidOf(owner))) {
			return {heldBy: pidOf(owner)};
		}

		if (owner !== undefined) {
			endOrphans(owner);
		}

		clear(file, owner);
	}
}

/** Locks that somebody was killed over before he had them. */
function removeUnfinished(folder: string): void {
	for (const name of readdirSync(folder)) {
		const pid = /^\.lock\.(\d+)$/.exec(name)?.[1];
		if (pid !== undefined && !existsSync(`/proc/${pid}`)) {
			rmSync(path.join(folder, name), {force: true});
		}
	}
}

/** Takes away the lock of a process that is gone; one that somebody took meanwhile is put back. */
function clear(file: string, owner: string | undefined): void {
	const aside = `${file}.of-${process.pid}`;
	try {
		renameSync(file, aside);
		if (ownerOf(aside) !== owner) {
			linkSync(aside, file);
		}
	} catch (error) {
		// Whoever was quicker has done it.
		if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			throw error;
		}
	} finally {
		rmSync(aside, {force: true});
	}
}

function ownerOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

const pidOf = (owner: string): number => Number(owner.split(' ', 1)[0]);

/** Number and start time of a process: the number alone may belong to another one by now. Field 22 of /proc/<pid>/stat (proc(5)). */
export function nameOf(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20)[19]}`;
	} catch {
		return `${pid} gone`;
	}
}
