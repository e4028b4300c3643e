import path from 'node:path';
import {stat} from 'node:fs/promises';
import type {Recipe} from '../../source/recipe/schema.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import {hashFile} from '../../source/run/hash-file.ts';
import {imageName} from '../../source/steps/image.ts';
import {strategyOf} from '../../source/strategies/index.ts';
import {fillWords} from '../../source/strategies/words.ts';
import type {DocumentId, DocumentWay} from './documents.ts';
import {nodeMemory, type Boot} from './guest.ts';
import type {Home} from './home.ts';
import {runSteps, type OurWay} from './ours.ts';

/** A way to a root in a virtual machine. */
export type GuestWay = {
	document?: DocumentId;
	title: string;
	/** Makes what is missing; nobody times that. */
	prepare: () => Promise<Boot>;
} | {document?: DocumentId; title: string; skipped: string};

/** @param made whether the file a way makes is there */
export function guestWays(home: Home, {documents, ours, folder, made, signal}: {
	documents: readonly DocumentWay[];
	ours: readonly OurWay[];
	/** Of our ways, each in a folder called like it. */
	folder: string;
	made: (way: DocumentWay | OurWay) => boolean;
	signal: AbortSignal;
}): GuestWay[] {
	const kernel = path.join(home.tmpfs, 'kernel/vmlinuz');
	const documentOf = (id: DocumentId) => documents.find(way => way.id === id)!;
	const ourOf = (id: OurWay['id']) => ours.find(way => way.id === id)!;
	const ofDocument = (id: DocumentId, title: string, prepare: (file: string) => Promise<Boot>): GuestWay => ({document: id, title, ...orSkip(made(documentOf(id)), async () => prepare(documentOf(id).makes))});
	const ofOurs = (id: OurWay['id'], title: string, initrd?: string): GuestWay => ({title, ...orSkip(made(ourOf(id)), async () => {
		const {further, recipe, makes} = ourOf(id);
		const own = path.join(folder, id);
		await runSteps(further, {folder: own, signal});
		const image = recipe.archive === 'embedded' ? undefined : path.join(own, makes);
		return {kernel, initrd: initrd ?? path.join(own, 'initramfs/initrd'), ...await fetching(recipe, image)};
	})});
	const byDracut = (way: GuestWay): GuestWay => home.toram === undefined ? {...way, skipped: `there is no initramfs by dracut: ${home.toBuildToram}`} : way;
	const dracutInitrd = path.join(home.toram ?? '', 'initramfs/initrd');
	return [
		ofDocument('001', 'tar.xz in a gzip\'d initramfs to tmpfs', async initrd => ({kernel, initrd, files: {}, words: []})),
		byDracut(ofDocument('002', 'tar.gz to tmpfs, dracut', async image => ({
			kernel, initrd: dracutInitrd,
			...await fetching(parseRecipe(tarballRecipe, {source: 'document 002'}), image),
		}))),
		ofOurs('archive', 'tar.zst to tmpfs'),
		ofOurs('embedded', 'tar.zst in the initramfs to tmpfs'),
		byDracut(ofOurs('squashfs', 'squashfs, zstd, and overlay, dracut', dracutInitrd)),
		ofOurs('ext2', 'ext2.zst to /dev/ram0'),
	];
}

function orSkip(isMade: boolean, prepare: () => Promise<Boot>): {prepare: () => Promise<Boot>} | {skipped: string} {
	return isMade ? {prepare} : {skipped: 'what it boots could not be made, see above'};
}

const tarballRecipe = '{version: 1, name: tarball, strategy: dracut-toram, image: archive, compression: gzip}';

/** The words of the product for what is fetched, or lies in the initramfs. */
async function fetching(recipe: Recipe, image: string | undefined): Promise<Pick<Boot, 'files' | 'words'>> {
	const words = strategyOf(recipe).words(recipe);
	const values = {
		server: '<server>', name: recipe.name, export: '', need: String(nodeMemory), room: '1',
		sha256: image === undefined ? '' : await hashFile(image),
		bytes: image === undefined ? '' : String((await stat(image)).size),
	};
	const url = `/${recipe.name}/${imageName(recipe, formOf(recipe))}`;
	return {files: image === undefined ? {} : {[url]: image}, words: fillWords(words, values)};
}

function formOf({strategy, image}: Recipe): 'archive' | 'squashfs' | 'ext2' {
	return strategy === 'ramdisk-ext2' ? 'ext2' : (strategy === 'dracut-toram' ? image : 'archive');
}
