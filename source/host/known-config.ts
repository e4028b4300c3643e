import {copyFile, readFile} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../make-folder.ts';
import type {KernelSource} from './types.ts';

/** The configuration of a kernel, where this machine knows it before anything is unpacked: installed, or unpacked at some time before. */
export async function readKnownConfig(source: KernelSource | undefined, cacheFolder: string): Promise<string | undefined> {
	if (!source) {
		return undefined;
	}

	const places = source.from === 'installed' ? [source.config] : [placeOf(source, cacheFolder), `/boot/config-${source.release}`];
	const texts = await Promise.all(places.map(async file => readFile(file, 'utf8').catch(() => undefined)));
	return texts.find(text => text !== undefined);
}

/** Keeps the configuration of an unpacked kernel, so that the next plan can be checked before anything runs. A cache that cannot be written to forgets, no more. */
export async function rememberConfig(source: KernelSource | undefined, config: string, cacheFolder: string): Promise<void> {
	if (source?.from !== 'package') {
		return;
	}

	const place = placeOf(source, cacheFolder);
	try {
		makeFolder(path.dirname(place));
		await copyFile(config, place);
	} catch {}
}

/** The sum of the packages names the very kernel, whatever its release is called. */
function placeOf({downloads}: KernelSource & {from: 'package'}, cacheFolder: string): string {
	return path.join(cacheFolder, 'kernel-configs', downloads.map(({sha256}) => sha256.slice(0, 16)).join('-'));
}
