import {isIpv4} from './network.ts';
import {listText} from './problem.ts';

/**
What is wrong with a word `nfsroot=[<server-ip>:]<root-dir>[,<nfs-options>]` as the kernel itself reads it
(Documentation/admin-guide/nfs/nfsroot.rst, fs/nfs/nfsroot.c, fs/nfs/fs_context.c), as a sentence without its full stop;
undefined if nothing is.
*/
export function problemOfNfsrootWord(word: string): string | undefined {
	const [place = '', ...options] = word.replace(/^nfsroot=/, '').split(',');
	const problem = problemOfPlace(place) ?? problemOfOptions(options);
	return problem && `${word}: ${problem}`;
}

function problemOfPlace(place: string): string | undefined {
	const server = /^([^/]*):/.exec(place)?.[1];
	const folder = server === undefined ? place : place.slice(server.length + 1);
	if (server !== undefined && !isIpv4(server)) {
		return `server-ip ${server || '(empty)'} is not an IPv4 address; the kernel does not resolve host names`;
	}

	if (!folder) {
		return 'root-dir, the folder on the server, is missing';
	}

	if (!folder.startsWith('/')) {
		// Anything else the kernel looks for below /tftpboot.
		return `root-dir ${folder} is not an absolute path`;
	}

	// The kernel prints the path with one argument, the node's name.
	return /%(?!s)|%s.*%s/s.test(folder)
		? `root-dir ${folder} may contain one %s for the name of the node, and no other %`
		: undefined;
}

function problemOfOptions(options: string[]): string | undefined {
	for (const option of options) {
		const problem = problemOfOption(option);
		if (problem) {
			return problem;
		}
	}

	const text = options.join(',');
	return text.length > optionsRoom
		? `its options have ${text.length} characters; the kernel has room for ${optionsRoom}`
		: problemTogether(options);
}

/**
256 with the final zero, less the kernel's own in front (`vers=2,tcp,rsize=4096,wsize=4096,`) and behind
(`,nolock,addr=255.255.255.255`).
*/
const optionsRoom = 255 - 34 - 28;

function problemOfOption(option: string): string | undefined {
	if (option === '') {
		return 'there is an empty option between its commas';
	}

	const [name = '', ...rest] = option.split('=');
	const value = rest.length > 0 ? rest.join('=') : undefined;
	if (flags.has(name)) {
		return value === undefined ? undefined : `option ${name} takes no value`;
	}

	if (numbers.has(name)) {
		return value !== undefined && /^\d+$/.test(value) && Number(value) < 2 ** 32
			? undefined
			: `option ${option} needs a number, such as ${name}=${numbers.get(name)!}`;
	}

	const allowed = choices[name];
	if (allowed) {
		return value !== undefined && allowed.includes(value)
			? undefined
			: `option ${option} must be ${name}= and one of ${listText(allowed, 'or')}`;
	}

	return problemOfSpecialOption(name, value);
}

function problemOfSpecialOption(name: string, value: string | undefined): string | undefined {
	if (name === 'sec') {
		return value === 'sys' || value === 'none'
			? undefined
			: `option sec=${value ?? ''} is not possible for a root file system: only sys and none work without keys`;
	}

	if (name === 'mountaddr' || name === 'clientaddr') {
		return value && isIpv4(value) ? undefined : `option ${name}=${value ?? ''} needs an IPv4 address`;
	}

	if (name === 'addr' || name === 'nfsroot') {
		return `option ${name} is not allowed here: the server goes before the folder, nfsroot=<server-ip>:<root-dir>`;
	}

	return `option ${name} is unknown to the kernel's NFS client, which then refuses to mount`;
}

function problemTogether(options: string[]): string | undefined {
	const isVersion4 = options.some(option => /^(?:(?:nfs)?vers=|v)4/.test(option));
	const isUdp = options.some(option => option === 'udp' || option === 'proto=udp');
	return isVersion4 && isUdp ? 'NFS 4 works over TCP only; remove udp' : undefined;
}

const both = [
	'ac', 'acl', 'cto', 'fsc', 'intr', 'lock', 'migration', 'posix', 'rdirplus', 'resvport', 'sharecache', 'softreval',
	'trunkdiscovery', 'alignwrite',
];

const flags = new Set([
	...both.flatMap(name => [name, `no${name}`]),
	'bg', 'fg', 'hard', 'soft', 'softerr', 'sloppy', 'tcp', 'udp', 'rdma', 'v3', 'v4', 'v4.0', 'v4.1', 'v4.2',
	// Those of every file system that the kernel takes in this place; noatime and the like are not among them.
	'ro', 'rw', 'sync', 'async', 'dirsync', 'lazytime', 'nolazytime',
]);

/** Options with a number, and an example of one. */
const numbers = new Map([
	['acdirmax', 60], ['acdirmin', 30], ['acregmax', 60], ['acregmin', 3], ['actimeo', 60], ['bsize', 4096],
	['max_connect', 1], ['minorversion', 2], ['mountport', 20_048], ['mountvers', 3], ['namlen', 255], ['nconnect', 4],
	['port', 2049], ['retrans', 3], ['retry', 2], ['rsize', 1_048_576], ['timeo', 600], ['wsize', 1_048_576],
]);

const versions = ['3', '4', '4.0', '4.1', '4.2'];
const protocols = ['tcp', 'udp', 'rdma'];

const choices: Record<string, readonly string[]> = {
	vers: versions,
	nfsvers: versions,
	proto: protocols,
	mountproto: protocols,
	local_lock: ['all', 'flock', 'posix', 'none'],
	lookupcache: ['all', 'none', 'pos', 'positive'],
	write: ['lazy', 'eager', 'wait'],
};
