import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../errors.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Download} from './types.ts';

/**
The release of the source a kernel is to be built from, such as `6.1.192`, where it can be known before that is unpacked.
@throws UserError (exit 2) for a path that leads to no kernel source
*/
export async function readSourceRelease(source: NonNullable<Recipe['kernel']['source']>, kernelSources: Readonly<Record<string, Download>>): Promise<string | undefined> {
	if (source.package !== undefined) {
		return /^\d+(?:\.\d+)+/.exec(kernelSources[source.package]?.version ?? '')?.[0];
	}

	return (source.path === undefined ? undefined : await releaseOfPath(source.path)) ?? releaseInName(source.path ?? source.url!);
}

async function releaseOfPath(file: string): Promise<string | undefined> {
	const isFolder = await stat(file).then(found => found.isDirectory(), () => undefined);
	if (isFolder === undefined) {
		throw new UserError(`kernel.source.path is ${file}, which is not there.`, ['a relative path starts at the folder of the recipe']);
	}

	if (!isFolder) {
		return undefined;
	}

	const release = releaseInMakefile(await readFile(path.join(file, 'Makefile'), 'utf8').catch(() => ''));
	if (release === undefined) {
		throw new UserError(`kernel.source.path is ${file}, which is no kernel source: there is no Makefile of a kernel in it.`, ['name the folder with MAINTAINERS, Kconfig and Makefile in it, or an archive of it']);
	}

	return release;
}

/** From the first lines of the top Makefile: VERSION = 6, PATCHLEVEL = 1, SUBLEVEL = 192. */
function releaseInMakefile(text: string): string | undefined {
	const values = new Map(text.matchAll(/^(VERSION|PATCHLEVEL|SUBLEVEL) *= *(\d+)$/gm).map(([, name, value]) => [name!, value!] as const));
	const [version, patchlevel, sublevel] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map(name => values.get(name));
	return version && patchlevel ? [version, patchlevel, ...(sublevel ? [sublevel] : [])].join('.') : undefined;
}

/** Archives are called linux-6.12.1.tar.xz and the like. */
function releaseInName(name: string): string | undefined {
	return /^linux-(?:source-)?v?(\d+(?:\.\d+)+)/.exec(path.basename(name))?.[1];
}
