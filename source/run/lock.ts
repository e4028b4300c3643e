import {spawnSync} from 'node:child_process';
import {closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, rmSync, statSync, writeSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../make-folder.ts';
import {endOrphans, runVariable} from './orphans.ts';

/**
Makes sure that one ramstrap at a time works in a folder.
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

/**
The lock if nobody has it at this very moment: flock(2) on a file, which the kernel takes away with its owner, however that
ends. The file says who it is, and is left behind only by one that was killed.
@throws UserError (exit 3) where files cannot be locked
*/
export function tryLock(folder: string): {release: () => void} | {heldBy: number} {
	const file = path.join(folder, '.lock');
	for (let tries = 0; ; tries++) {
		makeFolder(folder);
		const opened = openSync(file, constants.O_RDWR + constants.O_CREAT, 0o644);
		if (flock(opened, file)) {
			// Whoever had it has taken away the file that was waited for, or the whole folder.
			if (isAt(opened, file)) {
				return {release: claim(opened, file)};
			}

			closeSync(opened);
			continue;
		}

		closeSync(opened);
		const heldBy = pidOf(ownerOf(file));
		// Between taking the lock and writing down a name lies a moment.
		if (heldBy > 0 || tries > 100) {
			return {heldBy};
		}

		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
	}
}

/** The lock belongs to the open file, which this process shares with flock(1) and keeps when that has ended. */
function flock(opened: number, file: string): boolean {
	const {status, error, stderr} = spawnSync('flock', ['-n', '3'], {stdio: ['ignore', 'ignore', 'pipe', opened], encoding: 'utf8'});
	if (status !== 0 && status !== 1) {
		throw new UserError(`${file} cannot be locked: ${error?.message ?? stderr.trim()}.`, [
			'it takes flock (package util-linux), and a file system with locks for RAMSTRAP_HOME',
		], exitCodes.notReady);
	}

	return status === 0;
}

/** Ends what the last owner has left, if it could not let go itself. @returns the way to let go */
function claim(opened: number, file: string): () => void {
	const before = ownerOf(file);
	if (before !== '' && before !== nameOf(pidOf(before))) {
		endOrphans(before);
	}

	const name = nameOf(process.pid);
	ftruncateSync(opened);
	writeSync(opened, name, 0);
	// All that is started from now on says whom it works for.
	process.env[runVariable] = name;
	return () => {
		if (isAt(opened, file)) {
			rmSync(file);
		}

		closeSync(opened);
	};
}

function isAt(opened: number, file: string): boolean {
	const [own, there] = [fstatSync(opened), statSync(file, {throwIfNoEntry: false})];
	return own.ino === there?.ino && own.dev === there.dev;
}

function ownerOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
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
