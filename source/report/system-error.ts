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
	EADDRINUSE: 'something else listens there',
	EADDRNOTAVAIL: 'no card of this machine has that address',
	EACCES: 'ports below 1024 are for root',
	EPERM: 'ports below 1024 are for root',
	EMFILE: 'too many files are open (ulimit -n says how many may be)',
	ENFILE: 'too many files are open on this machine',
};

/** Why nothing more can be written to what is open already, to follow a name. */
export function whyUnwritable(error: unknown): string {
	const {code = ''} = error as SystemError;
	return {ENOSPC: 'the disk is full', EDQUOT: 'your quota on its disk is used up', EFBIG: 'the file may not become larger', EIO: 'the disk or terminal reports an error'}[code] ?? (error as Error).message;
}

const tooManyOpen = 'cannot be opened: too many files are open (ulimit -n says how many may be)';

const reasons: Record<string, string> = {
	ENOENT: 'is not there',
	ENOTDIR: 'is not there: a part of its path is a file',
	EISDIR: 'is a folder, and must be a file',
	EACCES: 'may not be read by you',
	EPERM: 'may not be read by you',
	ELOOP: 'is a link that leads in a circle',
	ENAMETOOLONG: 'has a longer name than the file system takes',
	EMFILE: tooManyOpen,
	ENFILE: 'cannot be opened: too many files are open on this machine',
	ESTALE: 'is not known to its NFS server any more',
	EIO: 'cannot be read: its disk reports an error',
	ENXIO: 'cannot be read: nothing is behind it',
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
	const what = program === undefined ? `${verbs[syscall] ?? (syscall || 'use')} ${dest ?? path ?? 'a file'}` : `start ${program}`;
	return said(what, {place: dest ?? path ?? 'the file', program, isWriting: writing.has(syscall)});
}

type Sentence = (what: string, about: {place: string; program: string | undefined; isWriting: boolean}) => {says: string; hint: string};

const elsewhere = 'RAMSTRAP_HOME names the folder that ramstrap writes to';
const doctor = 'ramstrap doctor --install   installs what is missing';

const denied: Sentence = (what, {isWriting, program}) => ({
	says: `You may not ${what}.`,
	hint: program === undefined
		? (isWriting ? `write there as its owner, or elsewhere: ${elsewhere}` : 'ask its owner, or run ramstrap as one who may')
		: `its file, or the disk that it is on, lets nobody run it: ls -l "$(command -v ${program})"`,
});
const tooMany: Sentence = what => ({says: `ramstrap cannot ${what}: too many files are open.`, hint: 'ulimit -n 4096   in this shell allows more'});

const sentences: Record<string, Sentence> = {
	EACCES: denied,
	EPERM: (what, about) => ({...denied(what, about), hint: `its owner, or its attributes (lsattr), or its file system forbid that to everybody${about.isWriting ? `; elsewhere: ${elsewhere}` : ''}`}),
	ENOENT: (what, {program}) => program === undefined
		? {says: `ramstrap wanted to ${what}, which is not there.`, hint: 'something removed it meanwhile; the same command makes it anew'}
		: {says: `${program} is not installed on this machine.`, hint: doctor},
	ENOTDIR: (what, {place}) => ({says: `ramstrap cannot ${what}: a part of that path is a file, and no folder.`, hint: `move that file away; ${place} needs folders all the way`}),
	EISDIR: what => ({says: `ramstrap cannot ${what}: it is a folder.`, hint: 'name the file'}),
	ENOSPC: (what, {place}) => ({says: `The disk that holds ${place} is full: ramstrap could not ${what}.`, hint: `free some space there, or use a larger disk: ${elsewhere}`}),
	EDQUOT: (what, {place}) => ({says: `Your quota on the disk that holds ${place} is used up: ramstrap could not ${what}.`, hint: `free some space there, or use another disk: ${elsewhere}`}),
	EROFS: (what, {place}) => ({says: `ramstrap cannot ${what}: ${place} is on a read-only file system.`, hint: elsewhere}),
	EMFILE: tooMany,
	ENFILE: what => ({says: `ramstrap cannot ${what}: too many files are open on this machine.`, hint: 'end other programs, or raise the limit: sysctl fs.file-max'}),
	EBUSY: (what, {place}) => ({says: `ramstrap cannot ${what}: something uses it.`, hint: `findmnt, or fuser -v ${place}, says what`}),
	ETXTBSY: (what, {place}) => ({says: `ramstrap cannot ${what}: it is a program that runs.`, hint: `fuser -v ${place}   says who runs it`}),
	EFBIG: (what, {place}) => ({says: `ramstrap cannot ${what}: the file system of ${place}, or ulimit -f, takes no file of that size.`, hint: `another disk helps: ${elsewhere}`}),
	EMLINK: what => ({says: `ramstrap cannot ${what}: the file system takes no more links there.`, hint: `another disk helps: ${elsewhere}`}),
	ESTALE: (what, {place}) => ({says: `ramstrap cannot ${what}: the NFS server of ${place} no longer knows it.`, hint: 'mount it anew'}),
	ELOOP: what => ({says: `ramstrap cannot ${what}: links on the way lead in a circle.`, hint: 'mend the link'}),
	ENAMETOOLONG: what => ({says: `ramstrap cannot ${what}: that name is longer than the file system takes.`, hint: `a shorter path helps: ${elsewhere}`}),
	EIO: (what, {place}) => ({says: `The disk that holds ${place} reports an error: ramstrap could not ${what}.`, hint: 'dmesg says which disk, and what it said'}),
	ENOMEM: what => ({says: `Memory ran out: ramstrap could not ${what}.`, hint: 'end other programs, or add memory or swap'}),
	E2BIG: what => ({says: `ramstrap cannot ${what}: the command line is too long.`, hint: 'shorter lists in the recipe help'}),
};

/** By the system's name of what was to be done. */
const verbs: Record<string, string> = {
	open: 'open', read: 'read', write: 'write to', close: 'close', mkdir: 'make the folder', rmdir: 'remove the folder', rename: 'rename to', unlink: 'remove', rm: 'remove', scandir: 'list the folder', opendir: 'list the folder',
	copyfile: 'copy to', symlink: 'make the link', link: 'make the link', readlink: 'read the link', lstat: 'look at', stat: 'look at', access: 'look at', chmod: 'change the mode of', chown: 'change the owner of', utime: 'change the times of', ftruncate: 'write to', fsync: 'write to', realpath: 'look at', statfs: 'look at', spawn: 'start',
};

const writing: ReadonlySet<string> = new Set(['write', 'mkdir', 'rmdir', 'rename', 'unlink', 'rm', 'copyfile', 'symlink', 'link', 'chmod', 'chown', 'utime', 'ftruncate', 'fsync']);
