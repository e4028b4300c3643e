import type {Recipe} from '../recipe/schema.ts';
import type {Finding, Scene} from './finding.ts';
import {isAtLeast} from './catalogue/other-names.ts';
import {isMountedByKernel} from './requirements/variant.ts';
import {loadedByInitramfs} from './ways-out.ts';

/** What can go wrong with an image that the kernel itself unpacks into /dev/ram0. */
export const ramdiskTraps: ReadonlyArray<(scene: Scene) => Finding | undefined> = [tooSmall, deprecated];

function tooSmall(scene: Scene): Finding | undefined {
	const {recipe, values} = scene;
	const needed = neededKiB(recipe);
	if (needed === undefined) {
		return undefined;
	}

	const builtIn = values.get('CMDLINE_BOOL') === 'y' ? (values.get('CMDLINE') ?? '').split(' ') : [];
	const byOption = Number(values.get('BLK_DEV_RAM_SIZE') ?? kconfigDefault);
	const sizes = [recipe.node.words, ...recipe.nodes.map(({words}) => [...recipe.node.words, ...words])]
		.map(words => ({byWord: ramdiskSize([...builtIn, ...words])}));
	const short = sizes.find(({byWord}) => (byWord ?? byOption) < needed);
	return short && {
		level: 'missing', option: 'BLK_DEV_RAM_SIZE',
		sentence: short.byWord === undefined
			? `The image has ${recipe.ramdisk} MiB (${needed} KiB), but CONFIG_BLK_DEV_RAM_SIZE is ${byOption} and no ramdisk_size= says otherwise: the kernel says "incomplete write" and panics.`
			: `The image has ${recipe.ramdisk} MiB (${needed} KiB), but ramdisk_size=${short.byWord} leaves less room for it: the kernel says "incomplete write" and panics.`,
		wayOut: [
			`node.words: [ramdisk_size=${needed}]   makes room for the image`,
			...(recipe.kernel.from === 'build' && short.byWord === undefined ? [`kernel.options: {BLK_DEV_RAM_SIZE: ${needed}}   builds it in`] : []),
			...loadedByInitramfs(scene),
		],
	};
}

/** In drivers/block/Kconfig. */
const kconfigDefault = 4096;

/** In KiB, as the kernel counts; nothing where the recipe has no RAM disk of the kernel's, or does not say how large it is. */
export function neededKiB(recipe: Recipe): number | undefined {
	return recipe.strategy === 'ramdisk-ext2' && isMountedByKernel(recipe) && recipe.ramdisk !== undefined ? recipe.ramdisk * 1024 : undefined;
}

/** The last one counts. */
function ramdiskSize(words: readonly string[]): number | undefined {
	const [, size] = /^ramdisk_size=(\d+)/.exec(words.findLast(word => word.startsWith('ramdisk_size=')) ?? '') ?? [];
	return size === undefined ? undefined : Number(size);
}

function deprecated(scene: Scene): Finding | undefined {
	const {recipe, release} = scene;
	return recipe.strategy === 'ramdisk-ext2' && isMountedByKernel(recipe) && isAtLeast(release, 7)
		? {
			level: 'missing', option: 'BLK_DEV_RAM',
			sentence: `Linux ${release} is no base for a root on /dev/ram0: Linux 7.0 calls it deprecated, and its removal is announced for January 2027.`,
			wayOut: [...loadedByInitramfs(scene), 'kernel.source: {package: linux-source-6.12}   an older Linux that keeps it'],
		}
		: undefined;
}
