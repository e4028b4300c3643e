import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import type {Recipe} from '../recipe/schema.ts';
import type {ImageSizes} from '../strategies/types.ts';

/** `warnings`: what its steps have said that a person should know. */
type Known = {sizes: ImageSizes; warnings: readonly string[]};

/** For commands that do not build: what the images of this recipe measure, and what was said when they were made. */
export function rememberBuilt(folder: string, recipe: Recipe, known: Known): void {
	writeFileSync(path.join(folder, fileName), `${JSON.stringify({recipe: ofImages(recipe), memory: recipe.node.memory, ...known})}\n`);
}

/** Nothing where it was never built, or something else in the recipe than the size of its nodes was changed since. */
export function knownSizes(folder: string, recipe: Recipe): ImageSizes | undefined {
	return readKnown(folder, recipe)?.sizes;
}

/** What the last build of this very recipe has said. */
export function knownWarnings(folder: string, recipe: Recipe): readonly string[] {
	return readKnown(folder, recipe)?.warnings ?? [];
}

function readKnown(folder: string, recipe: Recipe): Partial<Known> | undefined {
	try {
		const known = JSON.parse(readFileSync(path.join(folder, fileName), 'utf8')) as {recipe: unknown} & Partial<Known>;
		const wanted = JSON.stringify(ofImages(recipe));
		return isDeepStrictEqual(known.recipe, JSON.parse(wanted)) ? known : undefined;
	} catch {
		// Not there, or cut short: the next build writes it anew.
		return undefined;
	}
}

const fileName = '.sizes.json';

/** What decides about the images, without the hash of the password: it goes into a file. */
export function ofImages({server: _server, node: {memory: _memory, password: _password, ...node}, ...recipe}: Recipe): unknown {
	return {...recipe, node};
}
