import {setTimeout as sleep} from 'node:timers/promises';

/**
Ends a process started with `detached: true` and all it started in turn: politely, then after `patience` by force.
`ended` settles when the process itself is gone.
*/
export async function endGroup(pid: number, ended: Promise<unknown>, patience = 5000): Promise<void> {
	signalGroup(pid, 'SIGTERM');
	const gone = ended.then(() => true, () => true);
	if (!await Promise.race([gone, sleep(patience, false, {ref: false})])) {
		signalGroup(pid, 'SIGKILL');
		await gone;
	}

	// What the process left behind in its group has no business living on.
	signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
			throw error;
		}
	}
}
