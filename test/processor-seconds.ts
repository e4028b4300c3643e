import process from 'node:process';

/** Processor seconds of this process during `work`. Other tests beside this one change the clock's seconds, not these. */
export async function processorSeconds(work: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1e6;
}
