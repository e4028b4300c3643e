import {existsSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {inject} from 'vitest';

/**
Kernels are compiled for minutes, in which what needs none is tested. For `beforeAll`, with `kernelsTake` as its limit.
@throws Error with what the program said, when one could not be built
*/
export async function kernelsBuilt(): Promise<void> {
	const file = inject('kernelsBuilt');
	while (!existsSync(file)) {
		await sleep(500);
	}

	const problem = readFileSync(file, 'utf8');
	if (problem !== '') {
		throw new Error(problem);
	}
}

/** Milliseconds. */
export const kernelsTake = 1_500_000;
