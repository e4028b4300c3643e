import {access, constants, readdir} from 'node:fs/promises';
import type {KernelSource} from './types.ts';

/** Installed kernels with everything a node needs from them and that we may read; the newest first. */
export async function findInstalledKernels(): Promise<KernelSource[]> {
	const folders = await Promise.all(['/usr/lib/modules', '/lib/modules'].map(async root => {
		const names = await readdir(root).catch(() => []);
		return names.map(name => ({root, release: name}));
	}));
	const unique = new Map(folders.flat().toReversed().map(entry => [entry.release, entry])).values().toArray();
	const kernels = await Promise.all(
		unique.map(async ({root, release}) => describeKernel(`${root}/${release}`, release)),
	);
	return kernels.filter(kernel => kernel !== undefined).toSorted((a, b) => compareReleases(b.release, a.release));
}

async function describeKernel(modules: string, release: string): Promise<KernelSource | undefined> {
	const [image, config, index] = await Promise.all([
		// Ubuntu lets only root read /boot/vmlinuz-*; Fedora, Arch and openSUSE keep a copy beside the modules.
		firstReadable([`${modules}/vmlinuz`, `/boot/vmlinuz-${release}`]),
		// Arch has a configuration only with linux-headers.
		firstReadable([`${modules}/config`, `/boot/config-${release}`, `${modules}/build/.config`]),
		firstReadable([`${modules}/modules.dep`]),
	]);
	return image && config && index ? {release, from: 'installed', image, config, modules} : undefined;
}

/** 6.10 is newer than 6.9: numbers are compared as numbers. */
export function compareReleases(a: string, b: string): number {
	return a.localeCompare(b, 'en', {numeric: true});
}

async function firstReadable(files: readonly string[]): Promise<string | undefined> {
	const readable = await Promise.all(
		files.map(async file => access(file, constants.R_OK).then(() => file, () => undefined)),
	);
	return readable.find(Boolean);
}
