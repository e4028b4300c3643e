import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../files/make-folder.ts';
import {replaceFile} from '../files/replace-file.ts';
import type {KernelSource} from './types.ts';

/**
The configuration of a kernel, where this machine knows it before anything is unpacked:
installed, or unpacked at some time before.
*/
export function readKnownConfig(source: KernelSource | undefined, cacheFolder: string): string | undefined {
	if (!source) {
		return undefined;
	}

	return source.from === 'installed'
		? readIfThere(source.config)
		: whole(readIfThere(placeOf(source, cacheFolder))) ?? readIfThere(`/boot/config-${source.release}`);
}

/**
Keeps the configuration of an unpacked kernel, so that the next plan can be checked before anything runs. A cache
that cannot be written to forgets, no more.
*/
export async function rememberConfig(
	source: KernelSource | undefined,
	config: string,
	cacheFolder: string,
): Promise<void> {
	if (source?.from !== 'package') {
		return;
	}

	const place = placeOf(source, cacheFolder);
	try {
		makeFolder(path.dirname(place));
		const text = await readFile(config, 'utf8');
		await replaceFile(place, `${sumOf(text)}\n${text}`);
	} catch {}
}

/** What was kept, by the sum in front of it: a damaged one would blame the recipe for what the kernel has. */
function whole(kept: string | undefined): string | undefined {
	const [sum, text] = [kept?.slice(0, 64), kept?.slice(65)];
	return text !== undefined && sum === sumOf(text) ? text : undefined;
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

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
