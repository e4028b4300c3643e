/** What the system says went wrong with a file or a program (errno(3)), as Node passes it on. */
export type SystemError = {code?: string; syscall?: string; path?: string; dest?: string};

/** What is wrong with a file that cannot be read, to follow its name: `is not there`. */
export function whyUnreadable(error: unknown): string {
	const {code = ''} = error as SystemError;
	return reasons[code] ?? `cannot be read (${code || (error as Error).message})`;
}

/** Why a server cannot have a port, to follow `cannot listen on <address>:<port>: `. */
export function whyNotListening(error: unknown): string {
	const {code = ''} = error as SystemError;
	return portReasons[code] ?? (error as Error).message;
}

const portReasons: Record<string, string> = {
	EADDRINUSE: 'another program listens there',
	EADDRNOTAVAIL: 'this machine does not have that address',
	EACCES: 'ports below 1024 need root',
	EPERM: 'ports below 1024 need root',
	EMFILE: 'too many files are open (ulimit -n shows the limit)',
	ENFILE: 'too many files are open on this machine',
};

/** Why nothing more can be written to what is open already, to follow a name. */
export function whyUnwritable(error: unknown): string {
	const {code = ''} = error as SystemError;
	return {ENOSPC: 'the disk is full', EDQUOT: 'your disk quota is used up', EFBIG: 'the file is at its size limit',
		EIO: 'the disk or terminal reports an error'}[code] ?? (error as Error).message;
}

const tooManyOpen = 'cannot be opened: too many files are open (ulimit -n shows the limit)';

const reasons: Record<string, string> = {
	ENOENT: 'does not exist',
	ENOTDIR: 'does not exist: a part of its path is a file',
	EISDIR: 'is a folder, but must be a file',
	EACCES: 'cannot be read: permission denied',
	EPERM: 'cannot be read: permission denied',
	ELOOP: 'is a symbolic link loop',
	ENAMETOOLONG: 'has a name that is too long for the file system',
	EMFILE: tooManyOpen,
	ENFILE: 'cannot be opened: too many files are open on this machine',
	ESTALE: 'is no longer known to its NFS server',
	EIO: 'cannot be read: its disk reports an error',
	ENXIO: 'cannot be read: its device is missing',
};

/**
A sentence about what the system refused, with what was to be done and where, and what helps.
@returns nothing for what only a fault of ours can cause
*/
export function describeSystemError(error: unknown): {says: string; hint: string} | undefined {
	const {code = '', syscall = '', path, dest} = (error ?? {}) as SystemError;
	const said = sentences[code];
	if (said === undefined) {
		return undefined;
	}

	const program = /^spawn(?:Sync)? (.+)$/.exec(syscall)?.[1];
	const what = program === undefined
		? `${verbs[syscall] ?? (syscall || 'use')} ${dest ?? path ?? 'a file'}`
		: `start ${program}`;
	return said(what, {place: dest ?? path ?? 'the file', program, isWriting: writing.has(syscall)});
}

type Sentence = (
	what: string,
	about: {place: string; program: string | undefined; isWriting: boolean},
) => {says: string; hint: string};

const elsewhere = 'RAMSTRAP_HOME names the folder that ramstrap writes to';
const doctor = 'ramstrap doctor --install   installs what is missing';

const denied: Sentence = (what, {isWriting, program}) => ({
	says: `Permission denied: ramstrap may not ${what}.`,
	hint:
		program === undefined
			? (isWriting
				? `write there as its owner, or elsewhere: ${elsewhere}`
				: 'ask its owner, or run ramstrap as a user with permission')
			: `its file, or the file system it is on, is not executable: ls -l "$(command -v ${program})"`,
});
const tooMany: Sentence = what => ({says: `ramstrap cannot ${what}: too many files are open.`,
	hint: 'ulimit -n 4096   raises the limit in this shell'});

const sentences: Record<string, Sentence> = {
	EACCES: denied,
	EPERM: (what, about) => ({
		...denied(what, about),
		hint: 'its owner, or its attributes (lsattr), or its file system do not allow this to '
			+ `anyone${about.isWriting ? `; elsewhere: ${elsewhere}` : ''}`,
	}),
	ENOENT: (what, {program, isWriting}) =>
		program === undefined
			? (isWriting
				? {
					says: `ramstrap cannot ${what}: a folder of that path does not exist, or cannot be made.`,
					hint: `see where links of that path lead (ls -l); ${elsewhere}`,
				}
				: {
					says: `ramstrap cannot ${what}: it does not exist.`,
					hint: 'another program removed it; build or publish the recipe again to have it back',
				})
			: {says: `${program} is not installed on this machine.`, hint: doctor},
	ENOTDIR: (what, {place}) => ({
		says: `ramstrap cannot ${what}: a part of that path is a file, not a folder.`,
		hint: `move that file; every part of the path of ${place} must be a folder`,
	}),
	EISDIR: what => ({says: `ramstrap cannot ${what}: it is a folder.`, hint: 'give the path of a file'}),
	ENOSPC: (what, {place}) => ({
		says: `The disk that holds ${place} is full: ramstrap could not ${what}.`,
		hint: `free some space there, or use a larger disk: ${elsewhere}`,
	}),
	EDQUOT: (what, {place}) => ({
		says: `Your quota on the disk that holds ${place} is used up: ramstrap could not ${what}.`,
		hint: `free some space there, or use another disk: ${elsewhere}`,
	}),
	EROFS: (what, {place}) => ({
		says: `ramstrap cannot ${what}: ${place} is on a read-only file system.`,
		hint: elsewhere,
	}),
	EMFILE: tooMany,
	ENFILE: what => ({
		says: `ramstrap cannot ${what}: too many files are open on this machine.`,
		hint: 'end other programs, or raise the limit: sysctl fs.file-max',
	}),
	EBUSY: (what, {place}) => ({
		says: `ramstrap cannot ${what}: it is in use.`,
		hint: `findmnt, or fuser -v ${place}, shows by what`,
	}),
	ETXTBSY: (what, {place}) => ({
		says: `ramstrap cannot ${what}: it is a running program.`,
		hint: `fuser -v ${place}   shows by whom`,
	}),
	EFBIG: (what, {place}) => ({
		says: `ramstrap cannot ${what}: the file system of ${place}, or ulimit -f, does not allow a file of that size.`,
		hint: `another disk helps: ${elsewhere}`,
	}),
	EMLINK: what => ({
		says: `ramstrap cannot ${what}: the file system allows no more links there.`,
		hint: `another disk helps: ${elsewhere}`,
	}),
	ESTALE: (what, {place}) => ({
		says: `ramstrap cannot ${what}: the NFS server of ${place} no longer knows it.`,
		hint: 'mount it again',
	}),
	ELOOP: what => ({says: `ramstrap cannot ${what}: its path has a symbolic link loop.`, hint: 'correct the link'}),
	ENAMETOOLONG: what => ({says: `ramstrap cannot ${what}: that name is too long for the file system.`,
		hint: `a shorter path helps: ${elsewhere}`}),
	EIO: (what, {place}) => ({says: `The disk that holds ${place} reports an error: ramstrap could not ${what}.`,
		hint: 'dmesg shows the disk and the error'}),
	ENOMEM: what => ({says: `Out of memory: ramstrap could not ${what}.`,
		hint: 'end other programs, or add memory or swap'}),
	E2BIG: what => ({says: `ramstrap cannot ${what}: the command line is too long.`,
		hint: 'use shorter lists in the recipe'}),
};

/** By the system's name of what was to be done. */
const verbs: Record<string, string> = {
	open: 'open', read: 'read', write: 'write to', close: 'close', mkdir: 'make the folder', rmdir: 'remove the folder',
	rename: 'rename to', unlink: 'remove', rm: 'remove', scandir: 'list the folder', opendir: 'list the folder',
	copyfile: 'copy to', symlink: 'make the link', link: 'make the link', readlink: 'read the link', lstat: 'look at',
	stat: 'look at', access: 'look at', chmod: 'change the mode of', chown: 'change the owner of',
	utime: 'change the times of', ftruncate: 'write to', fsync: 'write to', realpath: 'look at', statfs: 'look at',
	spawn: 'start',
};

const writing: ReadonlySet<string> = new Set([
	'write', 'mkdir', 'rmdir', 'rename', 'unlink', 'rm', 'copyfile', 'symlink', 'link', 'chmod', 'chown', 'utime',
	'ftruncate', 'fsync',
]);
