import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import type {TestProject} from 'vitest/node';

declare module 'vitest' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface of vitest's is extended
	export interface ProvidedContext {
		/** A RAMSTRAP_HOME in which `rambox`, `small`, `bare` and `disk` are built. */
		builtHome: string;
	}
}

/**
Builds, with the program itself, what the tests in virtual machines boot: `rambox` as it comes, `small` with the driver
of a virtio card, `bare` with that of another card only, `disk` with those of a virtio disk and ext4. What the machine lacks for it fails here, in the program's own words.
*/
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const home = await mkdtemp(path.join(tmpdir(), 'ramstrap-built-'));
	for (const [name, drivers] of [['rambox', 'all-network'], ['small', '[virtio_net]'], ['bare', '[e1000]'], ['disk', '[virtio_net, virtio_blk, ext4]']]) {
		await execa(process.execPath, ['dist/ramstrap.cjs', 'run', 'rambox', '--set', `name=${name}`, '--set', `kernel.drivers=${drivers}`], {
			env: {RAMSTRAP_HOME: home}, stdin: 'ignore', stdout: 'ignore', stderr: 'inherit',
		});
	}

	project.provide('builtHome', home);
	return async () => rm(home, {recursive: true, force: true});
}
