import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import * as z from 'zod';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Firmware, ImageSizes} from '../strategies/types.ts';
import {asKnownToday, asWritten, ofImages} from '../run/built/known-sizes.ts';
import type {Accelerator, NodeResult} from './types.ts';

/** How a node of the last rehearsal came up: what it fetched, when, and the bytes of all protocols. */
export type KnownBoot = {
	firmware: Firmware;
	accelerator: Accelerator;
	up: number;
	fetches: Array<{began: number; seconds: number; bytes: number}>;
	bytes: number;
};

/** For commands that boot nothing. Of a rehearsal of one node that came up. */
export async function rememberBoot(
	folder: string,
	{recipe, sizes, accelerator, nodes}: {
		recipe: Recipe;
		sizes: ImageSizes;
		accelerator: Accelerator;
		nodes: readonly NodeResult[];
	},
): Promise<void> {
	const [node] = nodes;
	// Several share the link of the rehearsal, and each took longer than it would alone.
	if (!node?.up || !node.wire || nodes.length > 1) {
		return;
	}

	const {firmware, seconds, wire} = node;
	const boot: KnownBoot = {firmware, accelerator, up: seconds, ...wire};
	try {
		await replaceFile(path.join(folder, fileName), `${JSON.stringify({recipe: ofBoot(recipe), sizes, boot})}\n`);
	} catch {
		// A full disk is no reason to call the rehearsal failed.
	}
}

/** Nothing where it was never rehearsed as it is built now. */
export function knownBoot(folder: string, recipe: Recipe, sizes: ImageSizes | undefined): KnownBoot | undefined {
	// What is damaged the next rehearsal writes anew.
	const known = readNote(path.join(folder, fileName), schema);
	const before = known && {...known.recipe, images: asKnownToday(known.recipe.images)};
	return known && isDeepStrictEqual([before, known.sizes], [asWritten(ofBoot(recipe)), sizes])
		? known.boot
		: undefined;
}

/** What decides about what is fetched, and when. */
const ofBoot = (recipe: Recipe): unknown => ({
	images: ofImages(recipe),
	bios: recipe.server.bios,
	...(recipe.server.uefi !== 'ipxe' && {uefi: recipe.server.uefi}),
	timeout: recipe.server.timeout,
	memory: recipe.node.memory,
});

const fileName = '.boot.json';

const amount = z.number().nonnegative();

const schema = z.object({
	recipe: z.looseObject({images: z.unknown()}),
	sizes: z.unknown(),
	boot: z.object({
		firmware: z.enum(['bios', 'uefi']), accelerator: z.enum(['tcg', 'kvm']), up: amount,
		fetches: z.array(z.object({began: amount, seconds: amount, bytes: amount})), bytes: amount,
	}) satisfies z.ZodType<KnownBoot>,
});
