import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import type {Recipe} from '../recipe/schema.ts';
import type {ImageSizes} from '../strategies/types.ts';

/** For commands that do not build: what the images of this recipe measure. */
export function rememberSizes(folder: string, recipe: Recipe, sizes: ImageSizes): void {
	writeFileSync(path.join(folder, fileName), `${JSON.stringify({recipe: ofImages(recipe), memory: recipe.node.memory, sizes})}\n`);
}

/** Nothing where it was never built, or something else in the recipe than the size of its nodes was changed since. */
export function knownSizes(folder: string, recipe: Recipe): ImageSizes | undefined {
	try {
		const known = JSON.parse(readFileSync(path.join(folder, fileName), 'utf8')) as {recipe: unknown; sizes: ImageSizes};
		const wanted = JSON.stringify(ofImages(recipe));
		return isDeepStrictEqual(known.recipe, JSON.parse(wanted)) ? known.sizes : undefined;
	} catch {
		// Not there, or cut short: the next build writes it anew.
		return undefined;
	}
}

const fileName = '.sizes.json';

/** What decides about the images, without the hash of the password: it goes into a file. */
function ofImages({server: _server, node: {memory: _memory, password: _password, ...node}, ...recipe}: Recipe): unknown {
	return {...recipe, node};
}
