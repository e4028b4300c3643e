import {spawnSync} from 'node:child_process';
import {
	closeSync,
	constants,
	fstatSync,
	ftruncateSync,
	lstatSync,
	openSync,
	readFileSync,
	rmSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {endOrphans, runVariable} from './orphans.ts';

/**
Makes sure that one ramstrap at a time works in a folder.
@returns the way to let go
@throws UserError (exit 3) where somebody works in it
*/
export function lockFolder(folder: string): () => void {
	const lock = tryLock(folder);
	if ('heldBy' in lock) {
		throw new UserError(
			`${lock.heldBy} is working in ${folder}.`,
			['wait until it has finished, or stop it'],
			exitCodes.notReady,
		);
	}

	return lock.release;
}

/**
The same, and waits for its turn.
@param onWait is told once whom it waits for
@throws what `signal` was aborted with
*/
export async function waitForLock(
	folder: string,
	{signal, onWait}: {signal: AbortSignal; onWait: (owner: string) => void},
): Promise<() => void> {
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
The lock if nobody has it at this very moment: flock(2) on a file, which the kernel takes away with its owner, however
that ends. The file says who it is, and is left behind only by one that was killed.
@returns the way to let go, or who has it, as the beginning of a sentence
@throws UserError (exit 3) where files cannot be locked
*/
export function tryLock(folder: string): {release: () => void} | {heldBy: string} {
	const file = path.join(folder, '.lock');
	// Between taking the lock and writing down a name lies a moment, and so does between taking a file away and the
	// next one.
	for (let tries = 0; tries < 100; tries++) {
		const opened = openLock(folder, file);
		if (opened !== undefined && flock(opened, file)) {
			// Whoever had it has taken away the file that was waited for, or the whole folder.
			if (isAt(opened, file)) {
				return claim(opened, file);
			}

			closeSync(opened);
			continue;
		}

		if (opened !== undefined) {
			closeSync(opened);
		}

		const owner = ownerOf(file);
		if (owner !== '') {
			return {heldBy: named(owner)};
		}

		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
	}

	return {heldBy: named('')};
}

/**
Nothing where somebody took the folder away at that moment. What a link leads to is nobody's lock, and is not written
to.
*/
function openLock(folder: string, file: string): number | undefined {
	makeFolder(folder);
	try {
		return openSync(file, constants.O_RDWR + constants.O_CREAT + constants.O_NOFOLLOW, 0o644);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') {
			return undefined;
		}

		throw code === 'ELOOP'
			? new UserError(
				`${file} is a link; ramstrap does not create links there.`,
				[`rm ${file}`],
				exitCodes.notReady,
			)
			: error;
	}
}

/** The lock belongs to the open file, which this process shares with flock(1) and keeps when that has ended. */
function flock(opened: number, file: string): boolean {
	const {status, error, stderr} = spawnSync('flock', ['-n', '3'], {
		stdio: ['ignore', 'ignore', 'pipe', opened],
		encoding: 'utf8',
	});
	if (error !== undefined || (status !== null && status > 1)) {
		const why =
			error !== undefined && 'code' in error && error.code === 'ENOENT'
				? 'there is no program flock'
				: error?.message ?? stderr.trim();
		throw new UserError(
			`${file} cannot be locked: ${why}.`,
			['ramstrap needs flock (package util-linux) and a file system that supports locks'],
			exitCodes.notReady,
		);
	}

	// A signal from the terminal ends it as well, and comes to whoever waits.
	return status === 0;
}

/** Ends what the last owner has left, if it could not let go itself. */
function claim(opened: number, file: string): {release: () => void} | {heldBy: string} {
	const [before, name] = [ownerOf(file), nameOf(process.pid)];
	try {
		// One of a time without these locks has it all the same.
		if (before !== '' && before !== name && before === nameOf(pidOf(before))) {
			closeSync(opened);
			return {heldBy: named(before)};
		}

		if (before !== '') {
			endOrphans(before);
		}

		ftruncateSync(opened);
		writeSync(opened, name, 0);
	} catch (error) {
		closeSync(opened);
		throw error;
	}

	// All that is started from now on says whom it works for.
	process.env[runVariable] = name;
	let isHeld = true;
	return {
		release() {
			if (!isHeld) {
				return;
			}

			isHeld = false;
			if (isAt(opened, file)) {
				rmSync(file);
			}

			closeSync(opened);
		},
	};
}

function isAt(opened: number, file: string): boolean {
	const [own, there] = [fstatSync(opened), lstatSync(file, {throwIfNoEntry: false})];
	return own.ino === there?.ino && own.dev === there.dev;
}

function ownerOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

const named = (owner: string): string =>
	pidOf(owner) > 0 ? `Another ramstrap (process ${pidOf(owner)})` : 'Another ramstrap';

const pidOf = (owner: string): number => Number(owner.split(' ', 1)[0]);

/**
Number and start time of a process: the number alone may belong to another one by now. Field 22 of /proc/<pid>/stat
(proc(5)).
*/
export function nameOf(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20)[19]}`;
	} catch {
		return `${pid} gone`;
	}
}
