import {constants, open, readFile} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {execa} from 'execa';
import type {Facts} from './types.ts';

/**
Whether a private network with virtual machines can be made. Tried rather than guessed: containers take the right away
from root, and Ubuntu 24.04 lets everybody make a user namespace but takes the network rights in it away (AppArmor).
*/
export async function probeLab({root, tools}: {root: boolean; tools: Facts['tools']}): Promise<Facts['lab']> {
	const {unshare, setpriv, ip} = tools;
	if (!unshare || !setpriv || !ip) {
		return {no: `${unshare ? (setpriv ? 'ip' : 'setpriv') : 'unshare'} is not installed, so this cannot be tested`};
	}

	const [problem, tun] = await Promise.all([labProblem(ip, root), tunProblem()]);
	const no = problem ?? tun;
	return no === undefined ? (root ? 'root' : 'user') : {no};
}

/**
Words before the program that is the first process of a lab: all it starts ends with it, and
its network and mounts are nobody else's.
*/
export function inLab(asRoot: boolean): [string, ...string[]] {
	return [
		'setpriv', '--pdeathsig', 'KILL', '--',
		'unshare', '--net', '--pid', '--mount', '--fork', '--kill-child=SIGKILL', '--mount-proc',
		...(asRoot ? [] : ['--map-root-user']), '--',
	];
}

/**
Whether a user may have processes with other ids in a namespace: both files name them, by name or by number (subuid(5)).
*/
export async function hasManyIds(): Promise<boolean> {
	const names = ownNames();
	const files = await Promise.all(
		['/etc/subuid', '/etc/subgid'].map(async file => readFile(file, 'utf8').catch(() => '')),
	);
	return files.every(text => text.split('\n').some(line => names.some(name => line.startsWith(`${name}:`))));
}

/** Name and number of the user; in containers there may be no account for a number. */
function ownNames(): string[] {
	const uid = String(process.getuid!());
	try {
		return [userInfo().username, uid];
	} catch {
		return [uid];
	}
}

/** The very namespaces of a lab are made, and something is done in them that takes the right to. */
async function labProblem(ip: string, root: boolean): Promise<string | undefined> {
	const [program, ...words] = [...inLab(root), ip, 'link', 'set', 'lo', 'up'] as const;
	const {failed, stderr} = await execa(
		program,
		words,
		{reject: false, stdin: 'ignore', stdout: 'ignore', timeout: 5000, env: {LC_ALL: 'C'}},
	);
	if (!failed) {
		return undefined;
	}

	// Only a mount point can be made private (mount(2), MS_PRIVATE).
	if (stderr?.includes('cannot change root filesystem propagation: Invalid argument')) {
		return 'the root folder of this system is not a mount point (a chroot?), and a rehearsal needs to create '
			+ 'mounts; before chroot, mount --bind the folder onto itself';
	}

	const said = stderr?.trim().split('\n').at(-1);
	const who = root
		? 'this machine does not allow private networks and mounts, not even for root (a container?)'
		: 'this machine allows only root to create private networks';
	return said ? `${who}: ${said}` : who;
}

/** Opening the device does nothing yet; an interface comes to be only with TUNSETIFF. */
async function tunProblem(): Promise<string | undefined> {
	try {
		const device = await open('/dev/net/tun', constants.O_RDWR);
		await device.close();
		return undefined;
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		return code === 'EACCES' || code === 'EPERM'
			? 'this user may not open /dev/net/tun'
			: '/dev/net/tun is missing (modprobe tun creates it)';
	}
}
