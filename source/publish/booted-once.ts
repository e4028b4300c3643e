import path from 'node:path';
import * as z from 'zod';
import {readJson, readJsonSync} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import type {KnownNode} from '../recipe/nodes.ts';

type Boot = KnownNode['boot'];

/** Below the folder of a recipe: which machines with `boot: once` have been up, and when. */
export const onceName = 'once.json';

/** By MAC the time, as ISO 8601; `unknown` where the file is damaged. */
export type BootedOnce = Readonly<Record<string, string>> | 'unknown';

const schema = z.record(z.string().regex(/^(?:[\da-f]{2}:){5}[\da-f]{2}$/), z.iso.datetime());

/** @throws UserError where it is damaged */
export async function readBootedOnce(file: string): Promise<Exclude<BootedOnce, 'unknown'>> {
	const mend = [`remove ${file}: the nodes with boot: once then boot over the network once more`];
	return await readJson(file, schema, mend) ?? {};
}

/** The same at once, for what is asked in the middle of drawing. */
export function bootedNow(file: string | undefined): BootedOnce {
	try {
		return (file === undefined ? undefined : readJsonSync(file, schema, [])) ?? {};
	} catch {
		return 'unknown';
	}
}

/**
Whether the machine with this address boots from its disk now. So does one of which nobody can say whether it has been
up: to be installed twice may cost somebody's data.
*/
export function isOnDisk({boot}: {boot?: Boot | undefined}, mac: string, booted: BootedOnce): boolean {
	return boot === 'never' || (boot === 'once' && (booted === 'unknown' || Object.hasOwn(booted, mac)));
}

/** Where a recipe's server keeps it, if it has to. */
export function onceFile(nodes: ReadonlyArray<{boot?: Boot | undefined}>, folder: string): {once?: string} {
	return nodes.some(({boot}) => boot === 'once') ? {once: path.join(folder, onceName)} : {};
}

/** It has been up. @throws UserError where the file is damaged, or the error of the system */
export async function markBooted(file: string, mac: string, now = new Date()): Promise<void> {
	const booted = await readBootedOnce(file);
	await (Object.hasOwn(booted, mac) || replaceFile(file, textOf({...booted, [mac]: now.toISOString()})));
}

/** It boots over the network once more. @returns whether it had been up; @throws as `markBooted` */
export async function forgetBooted(file: string, mac: string): Promise<boolean> {
	const {[mac]: when, ...others} = await readBootedOnce(file);
	await (when === undefined || replaceFile(file, textOf(others)));
	return when !== undefined;
}

const textOf = (booted: Exclude<BootedOnce, 'unknown'>): string => `${JSON.stringify(booted, undefined, '\t')}\n`;
