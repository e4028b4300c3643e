import {existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import type {TestProject} from 'vitest/node';
import {makeBusyboxTree, smallKernel} from './small.ts';

declare module 'vitest' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface of vitest's is extended
	export interface ProvidedContext {
		/**
		A RAMSTRAP_HOME in which `rambox`, `disk`, `cloud`, `signed`, `debian-tmpfs`, `small`, `rambox-tiny` and the kernels of
		`nfs-root` and `ramdisk-ext2` are built.
		*/
		builtHome: string;
		/** There once the kernels from source are built or could not be; then what was said is in it. */
		kernelsBuilt: string;
		/** Folders with the unpacked source of two kernels. */
		kernelTrees: Record<'6.1' | '6.12', string>;
	}
}

/**
Builds, with the program itself, what the tests in virtual machines boot: `rambox` as it comes; on the kernel for virtual
machines `cloud`, `signed` with loaders for Secure Boot, and `disk` with the drivers of a virtio disk and ext4; `debian-tmpfs`, whose tree others take over; and on
kernels built from source `nfs-root`, `ramdisk-ext2`, `small` and `rambox-tiny`, one after the other, as they share what is
compiled: minutes, for which only those tests wait that boot them. RAMSTRAP_TESTS_HOME names a folder in which all this
stays. What the machine lacks fails here, in the program's own words.
*/
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const kept = process.env.RAMSTRAP_TESTS_HOME;
	const home = kept ?? await mkdtemp(path.join(tmpdir(), 'ramstrap-built-'));
	mkdirSync(home, {recursive: true});
	const options = {env: {RAMSTRAP_HOME: home}, stdin: 'ignore', stdout: 'ignore'} as const;
	const ramstrap = async (...words: string[]) => execa(process.execPath, ['dist/ramstrap.cjs', ...words], {...options, stderr: 'inherit'});
	// What machines wait for comes before what is compiled.
	const ramstrapBeside = async (...words: string[]) => execa('nice', [process.execPath, 'dist/ramstrap.cjs', ...words], {...options, cancelSignal: over.signal});
	const ordinary = async () => {
		for (const [name, kernel] of Object.entries(distributionKernels)) {
			await ramstrap('run', 'rambox', '--set', `name=${name}`, '--set', `kernel=${kernel}`);
		}

		await ramstrap('run', 'rambox', '--set', 'name=signed', '--set', `kernel=${distributionKernels.cloud}`, '--set', 'server.uefi=grub');
		await ramstrap('run', 'debian-tmpfs');
		await ramstrap('kernel', 'config', 'rambox-tiny', '--set', 'name=newer', '--set', 'kernel.source.package=linux-source-6.12');
	};

	const fromSource = async () => {
		await ramstrapBeside('kernel', 'build', 'nfs-root', ...olderSource);
		await ramstrapBeside('kernel', 'build', 'ramdisk-ext2', ...olderSource);
		await ramstrapBeside('run', await smallRecipe(home));
		// The last, as it is of this one that an option is changed (journeys/kernel).
		await ramstrapBeside('run', 'rambox-tiny', ...olderSource);
	};

	const over = new AbortController();
	const kernelsBuilt = path.join(home, 'kernels-built');
	rmSync(kernelsBuilt, {force: true});
	const kernels = fromSource().then(() => '', String).then(problem => {
		writeFileSync(kernelsBuilt, problem);
	});
	await ordinary();
	project.provide('kernelsBuilt', kernelsBuilt);
	const treeOf = (name: string) => path.join(home, 'work', name, 'kernel-source/linux');
	project.provide('builtHome', home);
	project.provide('kernelTrees', {6.1: treeOf('rambox-tiny'), 6.12: treeOf('newer')});
	return async () => {
		over.abort();
		await kernels;
		await (kept === undefined ? rm(home, {recursive: true, force: true}) : undefined);
	};
}

/**
Its kernel, BusyBox and initramfs by dracut are what is booted, in other trees as well. @returns the recipe's file
*/
async function smallRecipe(home: string): Promise<string> {
	const [file, tree] = [path.join(home, 'small.yaml'), path.join(home, 'small-tree')];
	if (!existsSync(tree)) {
		const {stdout: busybox} = await execa('sh', ['-c', 'command -v busybox']);
		makeBusyboxTree(tree, busybox);
	}

	// JSON is YAML.
	writeFileSync(file, JSON.stringify({version: 1, name: 'small', strategy: 'dracut-toram', image: 'squashfs', tree: {from: 'directory', path: tree}, kernel: smallKernel, compression: 'zstd'}));
	return file;
}

/** Of Debian 12, on any Debian. */
const olderSource = ['--set', 'kernel.source.package=linux-source-6.1'];

const distributionKernels = {
	rambox: '{}',
	disk: '{package: linux-image-cloud-amd64, drivers: [virtio_net, virtio_blk, ext4]}',
	cloud: '{package: linux-image-cloud-amd64, drivers: [virtio_net]}',
};
