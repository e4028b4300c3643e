import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import * as z from 'zod';
import {readNote} from '../../files/read-json.ts';
import {changedAt} from '../../files/changed-at.ts';
import {replaceFile} from '../../files/replace-file.ts';
import {recipeSchema, type Recipe} from '../../recipe/schema.ts';
import type {ImageSizes} from '../../strategies/types.ts';

/** `warnings`: what its steps have said that a person should know. */
type MeasuredBuild = {sizes: ImageSizes; warnings: readonly string[]};

/** For commands that do not build: what the images of this recipe measure, and what was said when they were made. */
export async function rememberBuilt(folder: string, recipe: Recipe, known: MeasuredBuild): Promise<void> {
	const note = {recipe: ofImages(recipe), memory: recipe.node.memory, ...known};
	await replaceFile(path.join(folder, fileName), `${JSON.stringify(note)}\n`);
}

/** Nothing where it was never built, or something else in the recipe than the size of its nodes was changed since. */
export function knownSizes(folder: string, recipe: Recipe): ImageSizes | undefined {
	return readKnown(folder, recipe)?.sizes;
}

/** What the last build of this very recipe has said. */
export function knownWarnings(folder: string, recipe: Recipe): readonly string[] {
	return readKnown(folder, recipe)?.warnings ?? [];
}

function readKnown(folder: string, recipe: Recipe): MeasuredBuild | undefined {
	// Not there, or damaged: the next build writes it anew.
	const known = readNote(path.join(folder, fileName), knownSchema);
	return known && isDeepStrictEqual(asKnownToday(known.recipe), asWritten(ofImages(recipe))) ? known : undefined;
}

/** What a note has of a recipe. Fields that are newer than the note are in it what they are when left out. */
export function asKnownToday(recipe: unknown): unknown {
	const read = recipeSchema.safeParse(recipe);
	return read.success ? asWritten(ofImages(read.data)) : undefined;
}

/** When anything was last built of the recipe of this folder, in milliseconds since 1970. */
export const builtAt = (folder: string): number | undefined => changedAt(path.join(folder, fileName));

const fileName = '.sizes.json';

const bytes = z.number().nonnegative();

const knownSchema = z.object({
	recipe: z.unknown(),
	sizes: z.object({
		kernel: bytes, compressed: bytes, image: bytes, unpacked: bytes, root: bytes, laidOut: bytes.optional(),
	}),
	warnings: z.array(z.string()),
}) satisfies z.ZodType<MeasuredBuild>;

/** A value as it comes back from a file: without what is undefined. */
export function asWritten(value: unknown): unknown {
	const text = JSON.stringify(value);
	return JSON.parse(text);
}

/** What decides about the images, without the hash of the password: it goes into a file. */
export function ofImages({
	server: _server,
	node: {memory: _memory, password: _password, ...node},
	...recipe
}: Recipe): unknown {
	return {...recipe, node};
}
