import {readFileSync} from 'node:fs';
import {mkdir, symlink} from 'node:fs/promises';
import path from 'node:path';
import type {Facts} from '../../source/host/types.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {runStep} from '../../source/run/step.ts';
import {driversStep} from '../../source/steps/drivers.ts';
import {imageName, imageStep} from '../../source/steps/image.ts';
import {initramfsStep} from '../../source/steps/initramfs.ts';
import type {Step} from '../../source/steps/types.ts';
import {unpackerStep} from '../../source/steps/unpacker.ts';
import type {DocumentId} from './documents.ts';
import type {Home} from './home.ts';

/** A way of ours: steps of the product, run by its own runner in a work folder. */
export type OurWay = {
	id: 'ext2' | 'embedded' | 'squashfs' | 'ram' | 'archive';
	title: string;
	recipe: Recipe;
	/** What stands against the documents' commands, and is measured. */
	measured: Step[];
	/** What a node needs besides. */
	further: Step[];
	/** The file that a node gets, in the work folder. */
	makes: string;
	/** Documents it stands against. */
	against: DocumentId[];
};

/** @param release of the kernel of the home */
export function ourWays(facts: Facts, release: string): OurWay[] {
	const ext2 = bundled('ramdisk-ext2', ['mount=initramfs', 'kernel={from: distribution}']);
	const fetched = bundled('debian-tmpfs');
	const embedded = bundled('debian-tmpfs', ['archive=embedded']);
	const squashfs = bundled('debian-toram');
	const ram = bundled('debian-ram');
	const image = (recipe: Recipe, form: 'archive' | 'squashfs' | 'ext2') => ({recipe, measured: [imageStep(recipe, form, facts)], makes: `image/${imageName(recipe, form)}`});
	return [
		{
			id: 'ext2', title: 'ext2 image, zstd', against: ['004'], ...image(ext2, 'ext2'),
			further: [driversStep(release, ext2.kernel.drivers === 'none' ? [] : ext2.kernel.drivers, ['brd', 'ext4']), unpackerStep(ext2, facts), initramfsStep(ext2, {drivers: true, root: 'ext2', unpacker: true})],
		},
		{
			id: 'embedded', title: 'tar.zst inside the initramfs, drivers with it', against: ['003', '001'], recipe: embedded,
			measured: [imageStep(embedded, 'archive', facts), unpackerStep(embedded, facts), initramfsStep(embedded, {drivers: true, root: 'tmpfs', unpacker: true, embedded: `../image/${imageName(embedded, 'archive')}`})],
			further: [], makes: 'initramfs/initrd',
		},
		{id: 'squashfs', title: 'squashfs, zstd', against: ['001'], ...image(squashfs, 'squashfs'), further: []},
		{
			id: 'ram', title: 'squashfs, zstd', against: [], ...image(ram, 'squashfs'),
			further: [driversStep(release, 'all-network', ['squashfs', 'loop']), initramfsStep(ram, {drivers: true, root: 'squashfs'})],
		},
		{
			id: 'archive', title: 'tar.zst', against: ['002'], ...image(fetched, 'archive'),
			further: [unpackerStep(fetched, facts), initramfsStep(fetched, {drivers: true, root: 'tmpfs', unpacker: true})],
		},
	];
}

function bundled(name: string, set: string[] = []): Recipe {
	return parseRecipe(readFileSync(`recipes/${name}.yaml`, 'utf8'), {source: name, set});
}

/** A work folder in which all that these steps need and do not make is there, as if a run had made it. */
export async function furnish(folder: string, {steps, home}: {steps: readonly Step[]; home: Home}): Promise<void> {
	await mkdir(folder, {recursive: true});
	const made = new Set(steps.map(({id}) => id));
	const needed = new Set(steps.flatMap(({needs}) => needs)).difference(made);
	await Promise.all(Iterator.from(needed).map(async id => symlink(path.join(home.tmpfs, id), path.join(folder, id))));
}

/** Seconds that the steps take, one after the other. */
export async function runSteps(steps: readonly Step[], {folder, signal}: {folder: string; signal: AbortSignal}): Promise<number> {
	let total = 0;
	for (const step of steps) {
		const {seconds} = await runStep(step, {folder, logFolder: path.join(folder, 'logs'), fingerprint: 'bench', signal, onLine: () => undefined});
		total += seconds;
	}

	return total;
}
