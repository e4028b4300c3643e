import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import type {TestProject} from 'vitest/node';

declare module 'vitest' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface of vitest's is extended
	export interface ProvidedContext {
		/** A RAMSTRAP_HOME in which `rambox`, `disk`, `cloud` and `rambox-tiny` are built. */
		builtHome: string;
		/** Folders with the unpacked source of two kernels. */
		kernelTrees: Record<'6.1' | '6.12', string>;
	}
}

/**
Builds, with the program itself, what the tests in virtual machines boot: `rambox` as it comes; on the kernel for virtual
machines `cloud`, and `disk` with the drivers of a virtio disk and ext4; and `rambox-tiny` on a kernel built from source,
which takes minutes. What the machine lacks for it fails here, in the program's own words.
*/
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const home = await mkdtemp(path.join(tmpdir(), 'ramstrap-built-'));
	const ramstrap = async (...words: string[]) => execa(process.execPath, ['dist/ramstrap.cjs', ...words], {
		env: {RAMSTRAP_HOME: home}, stdin: 'ignore', stdout: 'ignore', stderr: 'inherit',
	});
	const ordinary = async () => {
		for (const [name, kernel] of Object.entries(kernels)) {
			await ramstrap('run', 'rambox', '--set', `name=${name}`, '--set', `kernel=${kernel}`);
		}
	};

	const fromSource = async () => {
		await ramstrap('kernel', 'config', 'rambox-tiny', '--set', 'name=newer', '--set', 'kernel.source.package=linux-source-6.12');
		await ramstrap('run', 'rambox-tiny', '--set', 'kernel.source.package=linux-source-6.1');
	};

	await Promise.all([ordinary(), fromSource()]);
	const treeOf = (name: string) => path.join(home, 'work', name, 'kernel-source/linux');
	project.provide('builtHome', home);
	project.provide('kernelTrees', {6.1: treeOf('rambox-tiny'), 6.12: treeOf('newer')});
	return async () => rm(home, {recursive: true, force: true});
}

const kernels = {
	rambox: '{}',
	disk: '{package: linux-image-cloud-amd64, drivers: [virtio_net, virtio_blk, ext4]}',
	cloud: '{package: linux-image-cloud-amd64, drivers: [virtio_net]}',
};
