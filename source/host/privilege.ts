import {constants, open, readFile} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {execa} from 'execa';
import type {Facts} from './types.ts';

/**
Whether a private network with virtual machines can be made. Tried rather than guessed: containers take the right away from
root, and Ubuntu 24.04 lets everybody make a user namespace but takes the network rights in it away (AppArmor).
*/
export async function probeLab({root, tools}: {root: boolean; tools: Facts['tools']}): Promise<Facts['lab']> {
	if (!tools.unshare || !tools.ip) {
		return {no: `${tools.unshare ? 'ip' : 'unshare'} is not installed, so it cannot be tried`};
	}

	const [namespace, tun] = await Promise.all([canMakeNetwork(tools.unshare, tools.ip, root), tunProblem()]);
	if (!namespace) {
		return {no: root ? 'this machine does not let even root make network namespaces (a container?)' : 'this machine lets only root make private networks'};
	}

	return tun ? {no: tun} : (root ? 'root' : 'user');
}

/** Whether a user may have processes with other ids in a namespace: both files name them, by name or by number (subuid(5)). */
export async function hasManyIds(): Promise<boolean> {
	const names = ownNames();
	const files = await Promise.all(['/etc/subuid', '/etc/subgid'].map(async file => readFile(file, 'utf8').catch(() => '')));
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

async function canMakeNetwork(unshare: string, ip: string, root: boolean): Promise<boolean> {
	const {failed} = await execa(unshare, [...(root ? ['--net'] : ['--user', '--map-root-user', '--net']), ip, 'link', 'set', 'lo', 'up'], {reject: false, stdio: 'ignore', timeout: 2000});
	return !failed;
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
			? '/dev/net/tun may not be opened by this user'
			: '/dev/net/tun is missing (modprobe tun makes it)';
	}
}
