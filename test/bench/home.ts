import {existsSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';

/** What the product has built, in a RAMSTRAP_HOME: the tree that all is measured on, and what its nodes boot with. */
export type Home = {
	/** Work folder of the recipe debian-tmpfs. */
	tmpfs: string;
	/** That of debian-toram, where it is built. */
	toram?: string;
	/** That of debian-ram, where it is built. */
	ram?: string;
	/** What to do where one is not. */
	toBuild: string;
	/** Release of the kernel. */
	release: string;
};

/** @throws where the given home has no tree */
export async function findHome(home: string): Promise<Home> {
	const tmpfs = path.join(home, 'work/debian-tmpfs');
	const [toram, ram] = ['debian-toram', 'debian-ram'].map(name => path.join(home, 'work', name)).map(folder => existsSync(path.join(folder, 'initramfs/initrd')) ? folder : undefined);
	const missing = ['root/root.tar', 'busybox/busybox', 'drivers/lib/modules', 'kernel/vmlinuz'].find(file => !existsSync(path.join(tmpfs, file)));
	if (missing !== undefined) {
		throw new Error(`There is no ${path.join(tmpfs, missing)}: build it with RAMSTRAP_HOME=${home} ramstrap run debian-tmpfs`);
	}

	return {
		tmpfs,
		...(toram !== undefined && {toram}),
		...(ram !== undefined && {ram}),
		toBuild: `RAMSTRAP_HOME=${home} ramstrap run`,
		release: (await readdir(path.join(tmpfs, 'drivers/lib/modules')))[0]!,
	};
}

/** Builds it in an empty folder, with the program itself, from the same source as the steps that are measured. */
export async function makeHome(home: string, recipes: readonly string[], {signal, say}: {signal: AbortSignal; say: (text: string) => void}): Promise<Home> {
	for (const recipe of recipes) {
		say(`ramstrap run ${recipe}`);
		// What npm tells its children is not meant for the program.
		const env = {RAMSTRAP_HOME: home, npm_command: undefined};
		await execa(process.execPath, ['--import', './test/bench/shell-as-text.ts', 'source/cli.ts', 'run', recipe], {env, stdin: 'ignore', stdout: process.stderr, stderr: 'inherit', cancelSignal: signal});
	}

	return findHome(home);
}
