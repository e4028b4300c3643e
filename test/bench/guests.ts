import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {deliveryOf} from '../../source/recipe/delivery.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {hashFile} from '../../source/run/hash-file.ts';
import {imageName} from '../../source/steps/image.ts';
import {strategyOf} from '../../source/strategies/index.ts';
import {fillWords} from '../../source/strategies/words.ts';
import type {Builds} from './builds.ts';
import type {DocumentId} from './documents.ts';
import {boot, type Boot, type Booted} from './guest.ts';
import type {Home} from './home.ts';
import {inTurns, type Outcome, type Trial, type Turns} from './measure.ts';
import {runSteps, type OurWay} from './ours.ts';

export type GuestOutcome = {way: DocumentId | OurWay['id']; title: string; outcome: Outcome<Booted>};

/** Boots what was built, in turns. `ours`: the folder of the ways' work folders. */
export async function measureGuests(home: Home, builds: Builds, {qemu, ours, consoles, turns}: {qemu: string | undefined; ours: string; consoles: string; turns: Turns}): Promise<GuestOutcome[]> {
	await mkdir(consoles);
	const ways = guestWays(home, builds, {ours, signal: turns.signal});
	const outcomes = await inTurns(ways.map(guest => toTrial(guest, {qemu, log: path.join(consoles, `${guest.way}.log`), signal: turns.signal})), turns);
	return ways.map(({way, title}, index) => ({way, title, outcome: outcomes[index]!}));
}

/** What is missing is made the first time, and nobody times that. */
function toTrial({title, ...guest}: GuestWay, {qemu, log, signal}: {qemu: string | undefined; log: string; signal: AbortSignal}): Trial<Booted> {
	const name = `boot: ${title}`;
	if ('skipped' in guest) {
		return {name, skipped: guest.skipped};
	}

	if (qemu === undefined) {
		return {name, skipped: 'there is no qemu-system-x86_64: ramstrap doctor --install'};
	}

	let prepared: Promise<Boot> | undefined;
	return {name, async run() {
		prepared ??= guest.prepare();
		return boot(await prepared, {qemu, log, signal});
	}};
}

type GuestWay = Pick<GuestOutcome, 'way' | 'title'> & ({prepare: () => Promise<Boot>} | {skipped: string});

/** The first is what the others are held against. */
function guestWays(home: Home, {documents, ours}: Builds, {ours: folder, signal}: {ours: string; signal: AbortSignal}): GuestWay[] {
	const kernel = path.join(home.tmpfs, 'kernel/vmlinuz');
	const document = (id: DocumentId, title: string, prepare: (file: string) => Promise<Boot>): GuestWay => {
		const {way: {makes}, outcome} = documents.find(({way}) => way.id === id)!;
		return {way: id, title: `document ${id}: ${title}`, ...(isMade(outcome) ? {prepare: async () => prepare(makes)} : notMade)};
	};

	const our = (id: OurWay['id'], title: string, initrd?: string): GuestWay => {
		const {way: {further, recipe, makes}, outcome} = ours.find(({way}) => way.id === id)!;
		const own = path.join(folder, id);
		const prepare = async (): Promise<Boot> => {
			await runSteps(further, {folder: own, signal});
			return {kernel, initrd: initrd ?? path.join(own, 'initramfs/initrd'), ...await fetching(recipe, recipe.archive === 'embedded' ? undefined : path.join(own, makes))};
		};

		return {way: id, title: `ours: ${title}`, ...(isMade(outcome) ? {prepare} : notMade)};
	};

	const byDracut = (make: (initrd: string) => GuestWay): GuestWay => home.toram === undefined
		? {...make(''), skipped: `there is no initramfs by dracut: ${home.toBuild} debian-toram`}
		: make(path.join(home.toram, 'initramfs/initrd'));
	return [
		document('001', 'tar.xz in a gzip\'d initramfs, to tmpfs', async initrd => ({kernel, initrd, files: {}, words: []})),
		byDracut(initrd => document('002', 'tar.gz to tmpfs, by dracut', async image => ({kernel, initrd, ...await fetching(tarball(), image)}))),
		// The drivers of the measured tree have no layers.
		home.ram === undefined
			? {...our('ram', 'squashfs and overlay'), skipped: `there is no initramfs with overlay: ${home.toBuild} debian-ram`}
			: our('ram', 'squashfs and overlay', path.join(home.ram, 'initramfs/initrd')),
		our('archive', 'tar.zst to tmpfs'),
		our('embedded', 'tar.zst in the initramfs, to tmpfs'),
		byDracut(initrd => our('squashfs', 'squashfs and overlay, by dracut', initrd)),
		our('ext2', 'ext2.zst to /dev/ram0'),
	];
}

const isMade = (outcome: Outcome<unknown>) => 'values' in outcome && outcome.values.length > 0;
const notMade = {skipped: 'what it boots could not be made, see above'};

/** Document 002 has a dracut module for it; ours takes the same archive. */
const tarball = (): Recipe => parseRecipe('{version: 1, name: tarball, strategy: dracut-toram, image: archive, compression: gzip, tree: {from: bootstrap}}', {source: 'document 002'});

/** The product's own words for an image that is fetched, or lies in the initramfs. */
async function fetching(recipe: Recipe, image: string | undefined): Promise<Pick<Boot, 'files' | 'words'>> {
	const words = strategyOf(recipe).words(recipe);
	const values = {server: '<server>', name: recipe.name, export: '', need: String(recipe.node.memory), room: '1', sha256: '', bytes: ''};
	if (image === undefined) {
		return {files: {}, words: fillWords(words, values)};
	}

	const [sha256, {size}] = await Promise.all([hashFile(image), stat(image)]);
	return {
		files: {[`/${recipe.name}/${imageName(recipe, formOf(recipe))}`]: image},
		words: fillWords(words, {...values, sha256, bytes: String(size)}),
	};
}

function formOf(recipe: Recipe): 'archive' | 'squashfs' | 'ext2' {
	const {image} = deliveryOf(recipe);
	return image === 'none' ? 'archive' : image;
}
