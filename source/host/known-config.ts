import {copyFileSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {makeFolder} from '../make-folder.ts';
import type {KernelSource} from './types.ts';

/** The configuration of a kernel, where this machine knows it before anything is unpacked: installed, or unpacked at some time before. */
export function readKnownConfig(source: KernelSource | undefined, cacheFolder: string): string | undefined {
	if (!source) {
		return undefined;
	}

	const places = source.from === 'installed' ? [source.config] : [placeOf(source, cacheFolder), `/boot/config-${source.release}`];
	return places.map(file => readIfThere(file)).find(text => text !== undefined);
}

/** Keeps the configuration of an unpacked kernel, so that the next plan can be checked before anything runs. A cache that cannot be written to forgets, no more. */
export function rememberConfig(source: KernelSource | undefined, config: string, cacheFolder: string): void {
	if (source?.from !== 'package') {
		return;
	}

	const place = placeOf(source, cacheFolder);
	try {
		makeFolder(path.dirname(place));
		copyFileSync(config, place);
	} catch {}
}

function readIfThere(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

/** The sum of the packages names the very kernel, whatever its release is called. */
function placeOf({downloads}: KernelSource & {from: 'package'}, cacheFolder: string): string {
	return path.join(cacheFolder, 'kernel-configs', downloads.map(({sha256}) => sha256.slice(0, 16)).join('-'));
}
