import {readdir} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import {isOfTest, lastMilestone} from '../boots/milestones.ts';
import {testedText} from '../boots/node-state.ts';
import {whyUnwritable} from '../report/system-error.ts';
import {milestoneOrder, type Milestone} from '../strategies/types.ts';
import type {Boots} from '../boots/boots.ts';

/** The last boot of a machine. */
export type Booted = {
	hostname?: string;
	address?: string;
	/** What it booted: `<recipe>/<version>`. */
	version: string;
	/** When it asked for the first time, as ISO 8601. */
	began: string;
	reached: Milestone | 'none';
	/** From there to what it reached. */
	seconds: number;
	memory?: {usedKiB: number; totalKiB: number};
	/** What it said itself when it failed. */
	failure?: string;
	/** What it has tested of its hardware, and found no fault in. */
	tested?: string;
};

/** By MAC. */
export type History = Readonly<Record<string, Booted>>;

const historyName = 'nodes.json';

const oneLine = z.string().regex(/^\P{Control}+$/u);

/** As it lies on the disk, where another hand may have been. */
const historySchema = z.record(z.string().regex(/^(?:[\da-f]{2}:){5}[\da-f]{2}$/), z.object({
	hostname: oneLine.optional(),
	address: oneLine.optional(),
	version: oneLine,
	began: z.iso.datetime(),
	reached: z.enum([...milestoneOrder, 'none']),
	seconds: z.number(),
	memory: z.object({usedKiB: z.number(), totalKiB: z.number()}).optional(),
	failure: oneLine.optional(),
	tested: oneLine.optional(),
})) satisfies z.ZodType<History>;

/** With the boots of now; who has not come as far as a kernel has booted nothing. */
export function withBoots(history: History, boots: Boots): History {
	const entries = boots.entries().flatMap(([mac, {began, progress}]): Array<[string, Booted]> => {
		const {version, addresses, milestones, state, failure} = progress;
		const reached = lastMilestone({milestones} as Parameters<typeof lastMilestone>[0], milestoneOrder);
		const why = failure !== undefined && (reached !== 'up' || isOfTest(failure)) ? failure : undefined;
		const tested = why === undefined ? testedText(state ?? {}) : undefined;
		return version === undefined ? [] : [[mac, {
			...(state?.hostname !== undefined && {hostname: state.hostname}),
			...(addresses.length > 0 && {address: addresses.at(-1)!}),
			version,
			began: new Date(began).toISOString(),
			reached,
			seconds: reached === 'none' ? 0 : Math.round(milestones[reached]! * 10) / 10,
			...(state?.memory !== undefined && {memory: state.memory}),
			...(why !== undefined && {failure: why}),
			...(tested !== undefined && {tested}),
		}]];
	});
	return {...history, ...Object.fromEntries(entries)};
}

/** What servers of all recipes below the folder have seen. */
export async function readHistories(folder: string): Promise<History> {
	const names = await readdir(folder).catch(() => []);
	const all = names.map(name => readHistory(folder, name));
	const entries = all
		.flatMap(history => Object.entries(history))
		.toSorted(([, one], [, other]) => one.began.localeCompare(other.began));
	return Object.fromEntries(entries);
}

/** What a recipe's server has seen. */
export function readHistory(folder: string, name: string): History {
	// What is damaged is no more than what was last seen: it is written anew.
	return readNote(path.join(folder, name, historyName), historySchema) ?? {};
}

async function writeHistory(folder: string, name: string, history: History): Promise<void> {
	await replaceFile(path.join(folder, name, historyName), `${JSON.stringify(history, undefined, '\t')}\n`);
}

/**
Writes down what machines boot: soon after something happened, and at the end.
@param about `onFailure` is given one sentence when it cannot be written (a full disk); it is tried again the next time
*/
export async function keepHistory(folder: string, name: string, {boots, onFailure}: {
	boots: () => Boots;
	onFailure: (message: string) => void;
}): Promise<{later: () => void; now: () => Promise<void>}> {
	let history = readHistory(folder, name);
	let timer: NodeJS.Timeout | undefined;
	let hasFailed = false;
	// One after the other: two at once would take each other's new file away.
	let writing = Promise.resolve();
	const now = async () => {
		clearTimeout(timer);
		timer = undefined;
		history = withBoots(history, boots());
		writing = writing.then(async () => writeHistory(folder, name, history)).catch((error: unknown) => {
			if (hasFailed) {
				return;
			}

			hasFailed = true;
			onFailure(`What the nodes of ${name} boot cannot be written down in ${folder}: ${whyUnwritable(error)}.`);
		});
		await writing;
	};

	return {
		now,
		later() {
			timer ??= setTimeout(() => {
				void now();
			}, 1000);
		},
	};
}
