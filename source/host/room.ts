import {readFile, realpath, statfs} from 'node:fs/promises';
import path from 'node:path';
import type {Facts} from './types.ts';

export async function readMemory(): Promise<Facts['memory']> {
	return parseMemory(await readFile('/proc/meminfo', 'utf8').catch(() => ''));
}

/** /proc/meminfo counts in units of 1024 bytes, whatever it calls them. */
export function parseMemory(meminfo: string): Facts['memory'] {
	const kib = (field: string) => Number(new RegExp(String.raw`^${field}:\s+(\d+)`, 'm').exec(meminfo)?.[1] ?? 0);
	const mib = (field: string) => Math.floor(kib(field) / 1024);
	return {totalMiB: mib('MemTotal'), availableMiB: mib('MemAvailable')};
}

/** Free space for ordinary users below `folder`, or below the nearest folder above it that exists. */
export async function readDisk(folder: string): Promise<Facts['disk']> {
	for (let place = path.resolve(folder); ; place = path.dirname(place)) {
		try {
			const {bavail, bsize} = await statfs(place);
			const realPlace = await realpath(place);
			const noexec = isNoexec(realPlace, await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''));
			return {path: folder, freeMiB: Math.floor(bavail * bsize / 1024 / 1024), ...(noexec && {noexec})};
		} catch (error) {
			if (place === '/') {
				throw error;
			}
		}
	}
}

/**
Whether nothing may be run that lies in a folder, by the table of mounts (proc(5)): the deepest one that holds it
counts, and of several at one place the last.
*/
export function isNoexec(folder: string, mountinfo: string): boolean {
	const mounts = mountinfo.split('\n').flatMap(line => {
		const [place, options] = line.split(' ', 6).slice(4);
		return place === undefined || options === undefined ? [] : [{place: unescaped(place), options}];
	});
	const holding = mounts.filter(({place}) => place === '/' || folder === place || folder.startsWith(`${place}/`));
	const deepest = Math.max(...holding.map(({place}) => place.length));
	return holding.findLast(({place}) => place.length === deepest)?.options.split(',').includes('noexec') ?? false;
}

/** Blanks and their like stand there as bytes in octal. */
function unescaped(place: string): string {
	return place.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 8)));
}
