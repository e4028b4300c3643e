import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.ts';
import {isArchive} from '../recipe/archive.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Download} from './types.ts';

/**
The release of the source a kernel is to be built from, such as `6.1.192`, where
it can be known before that is unpacked.
@throws UserError (exit 2) for a path that leads to no kernel source
*/
export function readSourceRelease(
	source: NonNullable<Recipe['kernel']['source']>,
	kernelSources: Readonly<Record<string, Download>>,
): string | undefined {
	if (source.package !== undefined) {
		return /^\d+(?:\.\d+)+/.exec(kernelSources[source.package]?.version ?? '')?.[0];
	}

	const known = source.path === undefined ? undefined : releaseOfPath(source.path);
	return known ?? releaseInName(source.path ?? source.url!);
}

function releaseOfPath(file: string): string | undefined {
	const found = statSync(file, {throwIfNoEntry: false});
	if (!found) {
		throw new UserError(
			`kernel.source.path is ${file}, which does not exist.`,
			['a relative path starts at the folder of the recipe'],
		);
	}

	if (!found.isDirectory()) {
		if (isArchive(file)) {
			return undefined;
		}

		throw new UserError(
			`kernel.source.path is ${file}, which is neither a folder nor an archive such as linux-6.12.tar.xz.`,
		);
	}

	const built = ['.config', 'include/config', 'arch/x86/include/generated'];
	const traces = built.find(name => existsSync(path.join(file, name)));
	if (traces !== undefined) {
		throw new UserError(
			`kernel.source.path is ${file}, which is already configured (it contains ${traces}); `
			+ 'a kernel cannot be built from it in another folder.',
			[`make -C ${file} mrproper   removes built files there, and .config`],
		);
	}

	const makefile = path.join(file, 'Makefile');
	const release = existsSync(makefile) ? releaseInMakefile(readFileSync(makefile, 'utf8')) : undefined;
	if (release === undefined) {
		throw new UserError(
			`kernel.source.path is ${file}, which is not a kernel source: it has no kernel Makefile.`,
			['give the folder that contains MAINTAINERS, Kconfig and Makefile, or an archive of it'],
		);
	}

	return release;
}

/** From the first lines of the top Makefile: VERSION = 6, PATCHLEVEL = 1, SUBLEVEL = 192. */
function releaseInMakefile(text: string): string | undefined {
	const lines = text.matchAll(/^(VERSION|PATCHLEVEL|SUBLEVEL) *= *(\d+)$/gm);
	const values = new Map(lines.map(([, name, value]) => [name!, value!] as const));
	const [version, patchlevel, sublevel] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(name => values.get(name));
	return version && patchlevel ? [version, patchlevel, ...(sublevel ? [sublevel] : [])].join('.') : undefined;
}

/** Archives are called linux-6.12.1.tar.xz and the like. */
function releaseInName(name: string): string | undefined {
	return /^linux-(?:source-)?v?(\d+(?:\.\d+)+)/.exec(path.basename(name))?.[1];
}
