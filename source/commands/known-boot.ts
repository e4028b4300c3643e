import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import {readJson} from '../files/read-json.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Accelerator, NodeResult} from '../rehearse/types.ts';
import type {Firmware, ImageSizes} from '../strategies/types.ts';
import {ofImages} from './known-sizes.ts';

/** How a node of the last rehearsal came up: what it fetched, when, and the bytes of all protocols. */
export type KnownBoot = {firmware: Firmware; accelerator: Accelerator; up: number; fetches: Array<{began: number; seconds: number; bytes: number}>; bytes: number};

/** For commands that boot nothing. The slowest node counts. */
export function rememberBoot(folder: string, {recipe, sizes, accelerator, nodes}: {recipe: Recipe; sizes: ImageSizes; accelerator: Accelerator; nodes: readonly NodeResult[]}): void {
	const slowest = nodes.filter(({up, wire}) => up && wire).toSorted((one, other) => other.seconds - one.seconds)[0];
	if (!slowest?.wire) {
		rmSync(path.join(folder, fileName), {force: true});
		return;
	}

	const {firmware, seconds, wire} = slowest;
	const boot: KnownBoot = {firmware, accelerator, up: seconds, ...wire};
	writeFileSync(path.join(folder, fileName), `${JSON.stringify({recipe: ofImages(recipe), sizes, boot})}\n`);
}

/** Nothing where it was never rehearsed as it is built now. */
export async function knownBoot(folder: string, recipe: Recipe, sizes: ImageSizes | undefined): Promise<KnownBoot | undefined> {
	// What is damaged the next rehearsal writes anew.
	const known = await readJson(path.join(folder, fileName), schema, []).catch(() => undefined);
	return known && JSON.stringify([known.recipe, known.sizes]) === JSON.stringify([ofImages(recipe), sizes]) ? known.boot : undefined;
}

const fileName = '.boot.json';

const amount = z.number().nonnegative();

const schema = z.object({
	recipe: z.unknown(),
	sizes: z.unknown(),
	boot: z.object({
		firmware: z.enum(['bios', 'uefi']), accelerator: z.enum(['tcg', 'kvm']), up: amount,
		fetches: z.array(z.object({began: amount, seconds: amount, bytes: amount})), bytes: amount,
	}) satisfies z.ZodType<KnownBoot>,
});
