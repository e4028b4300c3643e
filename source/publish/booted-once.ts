import {readdirSync, statSync} from 'node:fs';
import {open, rm} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../files/make-folder.ts';
import {syncPath} from '../files/replace-file.ts';
import type {KnownNode} from '../recipe/nodes.ts';

type Boot = KnownNode['boot'];

/**
A folder below that of a recipe: which machines with `boot: once` have been up. Each has a file of its own, as old as
that: whoever writes one down and whoever takes one away, in another process and as another user, need not know of each
other.
*/
export const onceName = 'once';

/** By MAC when it was, as ISO 8601; `unknown` where the folder cannot be read. */
export type BootedOnce = Readonly<Record<string, string>> | 'unknown';

/** At once, as it is asked in the middle of drawing. @param folder left out where nobody boots once */
export function readBootedOnce(folder: string | undefined): BootedOnce {
	try {
		const names = folder === undefined ? [] : readdirSync(folder).filter(name => macForm.test(name));
		return Object.fromEntries(names.flatMap(name => {
			// Somebody may be taking it away.
			const since = statSync(path.join(folder!, name), {throwIfNoEntry: false})?.mtime;
			return since ? [[name.replaceAll('-', ':'), since.toISOString()]] : [];
		}));
	} catch (error) {
		return isGone(error) ? {} : 'unknown';
	}
}

const macForm = /^(?:[\da-f]{2}-){5}[\da-f]{2}$/;
const fileOf = (folder: string, mac: string): string => path.join(folder, mac.replaceAll(':', '-'));
const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
Whether the machine with this address boots from its disk now. So does one of which nobody can say whether it has been
up: to be installed twice may cost somebody's data.
*/
export function isOnDisk({boot}: {boot?: Boot | undefined}, mac: string, booted: BootedOnce): boolean {
	return boot === 'never' || (boot === 'once' && (booted === 'unknown' || Object.hasOwn(booted, mac)));
}

/** Where a recipe's server keeps it, if it has to. */
export function onceFolder(nodes: ReadonlyArray<{boot?: Boot | undefined}>, folder: string): {once?: string} {
	return nodes.some(({boot}) => boot === 'once') ? {once: path.join(folder, onceName)} : {};
}

/** It has been up; the first time counts. On the disk when this returns. @throws the error of the system */
export async function markBooted(folder: string, mac: string): Promise<void> {
	makeFolder(folder);
	const file = await open(fileOf(folder, mac), 'a');
	await file.close();
	await syncPath(folder);
}

/** It boots over the network once more. @returns whether it had been up; @throws the error of the system */
export async function forgetBooted(folder: string, mac: string): Promise<boolean> {
	try {
		await rm(fileOf(folder, mac));
	} catch (error) {
		if (isGone(error)) {
			return false;
		}

		throw error;
	}

	await syncPath(folder);
	return true;
}
