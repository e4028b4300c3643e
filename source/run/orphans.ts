import {readdirSync, readFileSync} from 'node:fs';

/**
Whatever is started under a lock has it in its environment, and so has what that starts: which ramstrap it works for, as
the lock names it.
*/
export const runVariable = 'RAMSTRAP_RUN';

/**
Ends what a ramstrap that was killed has started: it would go on writing in the folders of that run, also in those that
all recipes share. Other people's processes cannot be looked into, and are not ours.
@param run of the one that is gone
*/
export function endOrphans(run: string): void {
	const mark = `${runVariable}=${run}`;
	// While one is ended another may start a further one.
	for (let rounds = 0; rounds < 100; rounds++) {
		const orphans = readdirSync('/proc').filter(name => /^\d+$/.test(name) && environmentOf(name).includes(mark));
		if (orphans.length === 0) {
			return;
		}

		for (const pid of orphans) {
			kill(Number(pid));
		}

		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
	}
}

/** Nothing of one that is gone, or is nobody's child any more. */
function environmentOf(pid: string): string[] {
	try {
		return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
	} catch {
		return [];
	}
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
			throw error;
		}
	}
}
