import {deliveryOf} from '../recipe/delivery.ts';
import type {Recipe} from '../recipe/schema.ts';
import {strategyOf} from '../strategies/index.ts';
import {memoryNeeded} from '../strategies/memory.ts';
import {fillWords} from '../strategies/words.ts';
import type {Built} from '../run/build.ts';
import {bootFiles, treeName, type Version} from './version.ts';

/** What was built, as a version to serve, and where its files are now, by their names there. */
export function builtVersion(
	recipe: Recipe,
	{plan, served: {kernel, initrd, image, tree}, sizes, unsigned}: Built,
): {version: Version; sources: Record<string, string>} {
	const files = Object.entries({
		[bootFiles.kernel]: kernel,
		...(initrd && {[bootFiles.initrd]: initrd}),
		...(image && {[image.name]: image}),
	});
	const needs = (['bios', 'uefi'] as const).map(firmware => memoryNeeded(sizes, firmware, recipe));
	// The words are the same for both kinds of firmware: what they advise must be enough in either.
	const memory = Math.max(...needs.map(({mib}) => mib));
	const access = deliveryOf(recipe).overlay === 'none' ? 'rw' : 'ro';
	return {
		version: {
			name: recipe.name,
			files: files.map(([name, {bytes, sha256}]) => ({name, bytes, sha256})),
			words: fillWords([...plan.words, 'ramstrap.server=http://<server>'], {
				sha256: image?.sha256 ?? '',
				bytes: String(image?.bytes ?? ''),
				need: String(memory),
				room: String(needs[0]!.room),
			}),
			milestones: strategyOf(recipe).milestones(recipe),
			memory,
			...(unsigned && {unsigned}),
			...(tree && {tree: {sha256: tree.sha256, access, nfs: recipe.nfs}}),
		},
		sources: {
			...Object.fromEntries(files.map(([name, {path}]) => [name, path])),
			...(tree && {[treeName]: tree.path}),
		},
	};
}
