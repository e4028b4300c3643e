import {deliveryOf} from '../../recipe/delivery.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {isAtLeast} from '../catalogue/other-names.ts';
import type {KernelFinding, Scene} from './finding.ts';
import {loadedByInitramfs} from './hints.ts';

/** What can go wrong with an image that the kernel itself unpacks into /dev/ram0. */
export const ramdiskTraps: ReadonlyArray<(scene: Scene) => KernelFinding | undefined> = [tooSmall, deprecated];

function tooSmall(scene: Scene): KernelFinding | undefined {
	const {recipe, values} = scene;
	const needed = neededKiB(recipe);
	if (needed === undefined) {
		return undefined;
	}

	const builtIn = values.get('CMDLINE_BOOL') === 'y' ? (values.get('CMDLINE') ?? '').split(' ') : [];
	const byOption = Number(values.get('BLK_DEV_RAM_SIZE') ?? kconfigDefault);
	const sizes = [recipe.node.words, ...recipe.nodes.map(({words}) => [...recipe.node.words, ...words])]
		.map(words => ({byWord: ramdiskSize([...builtIn, ...words])}));
	const short = sizes.find(({byWord}) => (byWord?.size ?? byOption) < needed);
	const cause = short?.byWord === undefined
		? `CONFIG_BLK_DEV_RAM_SIZE is ${byOption} and ramdisk_size= is not set`
		: `${formatWord(short.byWord)} makes /dev/ram0 smaller`;
	return short && {
		code: 'ramdisk-too-small', level: 'problem', option: 'BLK_DEV_RAM_SIZE',
		what: `The image has ${recipe.ramdisk} MiB (${needed} KiB), but ${cause}: `
			+ 'the kernel reports "incomplete write" and panics.',
		hints: [
			`node.words: [ramdisk_size=${needed}]   makes /dev/ram0 large enough`,
			...(recipe.kernel.from === 'build' && short.byWord === undefined
				? [`kernel.options: {BLK_DEV_RAM_SIZE: ${needed}}   sets it in the kernel`]
				: []),
			...loadedByInitramfs(scene),
		],
	};
}

function formatWord({word, size}: RamdiskWord): string {
	return word === `ramdisk_size=${size}` ? word : `${word}, which the kernel reads as ${size},`;
}

/** In drivers/block/Kconfig. */
const kconfigDefault = 4096;

/**
In KiB, as the kernel counts; nothing where the recipe has no RAM disk of the kernel's, or does not say how large it is.
*/
export function neededKiB(recipe: Recipe): number | undefined {
	return isFilledByKernel(recipe) && recipe.ramdisk !== undefined ? recipe.ramdisk * 1024 : undefined;
}

function isFilledByKernel(recipe: Recipe): boolean {
	const {at, by} = deliveryOf(recipe);
	return at === 'ramdisk' && by === 'kernel';
}

/** The last one counts. */
function ramdiskSize(words: readonly string[]): RamdiskWord | undefined {
	const word = words.findLast(one => one.startsWith('ramdisk_size='));
	return word === undefined ? undefined : {word, size: readNumber(word.slice('ramdisk_size='.length))};
}

type RamdiskWord = {word: string; size: number};

/**
As simple_strtol() with base 0 does it (drivers/block/brd.c): 0x is hexadecimal, another 0 in front octal,
and the rest passed over.
*/
function readNumber(text: string): number {
	const [, hexadecimal, octal, decimal] = /^(?:0x([\da-f]+)|0([0-7]*)|(\d+))/i.exec(text) ?? [];
	return hexadecimal === undefined
		? Number(decimal ?? `0o0${octal ?? ''}`)
		: Number.parseInt(hexadecimal, 16);
}

function deprecated(scene: Scene): KernelFinding | undefined {
	const {recipe, release} = scene;
	return isFilledByKernel(recipe) && isAtLeast(release, 7)
		? {
			code: 'ramdisk-deprecated', level: 'problem', option: 'BLK_DEV_RAM',
			what: `Linux ${release} is not suitable for a root on /dev/ram0: it is deprecated in Linux 7.0, `
				+ 'and its removal is announced for January 2027.',
			hints: [...loadedByInitramfs(scene), 'kernel.source: {package: linux-source-6.12}   an older kernel that '
			+ 'supports it'],
		}
		: undefined;
}
