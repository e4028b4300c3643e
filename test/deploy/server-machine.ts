import {readFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {needTool} from '../need-tool.ts';
import type {NetworkLab} from '../serve/network-lab.ts';

/**
A machine of its own at the lab's switch, with a card `host0`: what is in the tree, started by its own systemd, in namespaces. It runs as
fast as this machine does, which an emulated one does not by a factor of twenty.
*/
export type ServerMachine = {
	/** What a shell command writes. @throws Error with that, where it does not end with `code` */
	run(command: string, options?: {code?: number}): Promise<string>;
	/** Restarts it, by its own systemd; what is not in the tree is gone. */
	restart(): Promise<void>;
	stop(): Promise<void>;
};

export async function startServerMachine(lab: NetworkLab, tree: string): Promise<ServerMachine> {
	await needTool('systemd-nspawn', 'systemd-container');
	const groups = path.basename(path.dirname(tree));
	const machine = lab.start([
		'unshare', '--mount', 'sh', '-ec', inGroups, 'sh', groups,
		'unshare', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', againWhenItRestarts, 'sh', 'systemd-nspawn', '--boot', '--directory', tree, '--network-bridge=lan', '--keep-unit', '--register=no', '--console=pipe',
	]);

	const stop = async (): Promise<void> => {
		await machine.stop('SIGKILL');
		await execa('sh', ['-c', withoutGroups, 'sh', groups]);
	};

	const inside = async (command: string, seconds = 600) => execa('nsenter', ['--target', String(systemdBelow(machine.child.pid!)), '--all', '--', 'sh', '-c', command], {
		stdin: 'ignore', all: true, reject: false, timeout: seconds * 1000, extendEnv: false, env: {PATH: '/usr/sbin:/usr/bin:/sbin:/bin'},
	});

	/** Waits until it is up, by another systemd than that `before`. */
	const up = async (before?: number): Promise<void> => {
		const end = Date.now() + 300_000;
		let state = 'without a systemd';
		// A unit that has failed does not come back by itself.
		while (state !== 'degraded' && Date.now() < end && machine.child.exitCode === null) {
			const now = systemdBelow(machine.child.pid!);
			if (now !== undefined && now !== before) {
				({all: state} = await inside('systemctl is-system-running', 30));
				if (state === 'running') {
					return;
				}
			}

			await sleep(200);
		}

		const failed = await inside('systemctl --failed --no-legend; systemctl list-jobs --no-legend', 30);
		await stop();
		throw new Error(`the machine is not up but ${state}; it said:\n${machine.lines.slice(-30).join('\n')}\n${failed.all}`);
	};

	await up();
	return {
		async run(command, {code = 0} = {}) {
			const {all, exitCode} = await inside(command);
			if (exitCode !== code) {
				throw new Error(`${command} ended with ${exitCode}:\n${all}`);
			}

			return all;
		},
		async restart() {
			const before = systemdBelow(machine.child.pid!)!;
			// What its systemd(1) takes for `systemctl reboot`. Nobody may be inside meanwhile: at its end it stops every process in
			// there for a moment, and nsenter(1) then stops, too, outside, where nothing ever lets it go on.
			await execa('kill', ['-s', 'RTMIN+5', String(before)]);
			await up(before);
		},
		stop,
	};
}

/** Hierarchies of control groups that a systemd makes groups in: the unified one, and in its older places. */
const groupTrees = '/sys/fs/cgroup /sys/fs/cgroup/unified /sys/fs/cgroup/systemd';

/** Starts the rest of the words where the machine makes its control groups in a group of its own. The lab's /sys has none. */
const inGroups = `umount /sys
for place in ${groupTrees}; do
	[ -e "$place/cgroup.procs" ] || continue
	mkdir "$place/$1"
	echo $$ >"$place/$1/cgroup.procs"
done
shift
exec "$@"`;

/** Without a systemd around it systemd-nspawn(1) leaves that to whoever started it, and ends with 133. */
const againWhenItRestarts = 'while "$@"; [ $? = 133 ]; do :; done';

/** Removes that group when all in it has ended. */
const withoutGroups = `for place in ${groupTrees}; do
	for try in $(seq 100); do
		[ -d "$place/$1" ] || continue 2
		find "$place/$1" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.1
	done
	ls -d "$place/$1"
	exit 1
done`;

/** @returns the process of the first systemd among all that this process has started, if there is one now */
function systemdBelow(pid: number): number | undefined {
	for (const child of childrenOf(pid)) {
		const found = /^\S*\/systemd\0/.test(readProc(child, 'cmdline')) ? child : systemdBelow(child);
		if (found !== undefined) {
			return found;
		}
	}

	return undefined;
}

const childrenOf = (pid: number): number[] => readProc(pid, `task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);

function readProc(pid: number, name: string): string {
	try {
		return readFileSync(`/proc/${pid}/${name}`, 'latin1');
	} catch {
		// It has ended meanwhile.
		return '';
	}
}
