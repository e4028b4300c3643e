import process from 'node:process';

/**
Processor seconds of this process during `work`, on the machine this was written on: a slower one counts as much less as it
takes longer for a fixed amount of work. Other tests beside this one change the clock's seconds, not these.
*/
export async function processorSeconds(work: () => unknown): Promise<number> {
	const here = Math.min(...Array.from({length: 6}, () => used(fixedWork)));
	const slower = Math.max(1, here / fixedWorkThere);
	const before = process.cpuUsage();
	await work();
	return since(before) / slower;
}

/** What it took there, warm, as here the shortest of several is. */
const fixedWorkThere = 0.016;

/** Text taken apart, and maps: what is measured here does little else. */
function fixedWork(): void {
	const found = new Map<string, string>();
	for (let index = 0; index < 20_000; index++) {
		const [, name, other] = /^config (\w+) depends on (\d+)$/.exec(`config OPTION_${(index * 7919) % 20_011} depends on ${index % 97}`)!;
		found.set(name!, other!);
	}
}

function used(work: () => void): number {
	const before = process.cpuUsage();
	work();
	return since(before);
}

function since(before: NodeJS.CpuUsage): number {
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1e6;
}
