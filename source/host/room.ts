import {readFile, statfs} from 'node:fs/promises';
import path from 'node:path';
import type {Facts} from './types.ts';

export async function readMemory(): Promise<Facts['memory']> {
	return parseMemory(await readFile('/proc/meminfo', 'utf8').catch(() => ''));
}

/** /proc/meminfo counts in units of 1024 bytes, whatever it calls them. */
export function parseMemory(meminfo: string): Facts['memory'] {
	const mib = (field: string) => Math.floor(Number(new RegExp(String.raw`^${field}:\s+(\d+)`, 'm').exec(meminfo)?.[1] ?? 0) / 1024);
	return {totalMiB: mib('MemTotal'), availableMiB: mib('MemAvailable')};
}

/** Free space for ordinary users below `folder`, or below the nearest folder above it that exists. */
export async function readDisk(folder: string): Promise<Facts['disk']> {
	for (let place = path.resolve(folder); ; place = path.dirname(place)) {
		try {
			const {bavail, bsize} = await statfs(place);
			return {path: folder, freeMiB: Math.floor(bavail * bsize / 1024 / 1024)};
		} catch (error) {
			if (place === '/') {
				throw error;
			}
		}
	}
}
