import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';

/**
What tests could leave on the machine, a line each: mounts, names of networks and interfaces, control groups, files in
places that are not theirs.
*/
export function surroundings(): Set<string> {
	return new Set([
		...linesOf(readFileSync('/proc/self/mountinfo', 'utf8')).map(line => `mount ${line.split(' ', 5)[4]}`),
		...namesIn('/sys/class/net').map(name => `network interface ${name}`),
		...namesIn('/run/netns').map(name => `network namespace ${name}`),
		...['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd'].flatMap(folder => namesIn(folder).filter(name => name.startsWith('ramstrap')).map(name => `control group ${folder}/${name}`)),
		...['/tmp', '/dev/shm', '/run'].flatMap(folder => namesIn(folder).filter(name => /^ramstrap(?!-tests-)/.test(name)).map(name => `file ${folder}/${name}`)),
		...['/run/ramstrap', '/var/lib/ramstrap', '/etc/ramstrap', ...ownFolders()].flatMap(folder => namesIn(folder).map(name => `file ${folder}/${name}`)),
		...changesInCheckout().map(line => `file of the checkout: ${line}`),
	]);
}

/** Processes that have this line in their environment, which every child inherits. */
export function processesWith(mark: string): Array<{pid: number; command: string}> {
	return namesIn('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid).flatMap(name => {
		try {
			return readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(mark)
				? [{pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ').trim().slice(0, 200)}]
				: [];
		} catch {
			// It has ended meanwhile, or is another user's.
			return [];
		}
	});
}

/** Where ramstrap keeps things of a user's: tests have a RAMSTRAP_HOME of their own. */
function ownFolders(): string[] {
	const {XDG_CONFIG_HOME: config, XDG_DATA_HOME: data, XDG_STATE_HOME: state, XDG_CACHE_HOME: cache} = process.env;
	return [config ?? '.config', data ?? '.local/share', state ?? '.local/state', cache ?? '.cache'].map(folder => path.resolve(homedir(), folder, 'ramstrap'));
}

function changesInCheckout(): string[] {
	try {
		return linesOf(execFileSync('git', ['status', '--porcelain'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}));
	} catch {
		// An archive of the source, or no git.
		return [];
	}
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);
