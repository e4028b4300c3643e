import type {Recipe, StrategyName} from './schema.ts';

/**
How the root reaches a node, with what follows from it.
`at`, the tag: where the root of the running node is. `by`: who gets it there. `image`: what it travels as.
`via`: on which way, inside the initrd or fetched. `overlay`: the layer above it that takes the changes.
*/
export type Delivery =
	/** The initramfs is the whole system: BusyBox, and nothing else. */
	| {at: 'initramfs'; by: 'rambox'; image: 'none'; via: 'initrd'; overlay: 'none'}
	/** Plain files in memory. */
	| {at: 'tmpfs'; by: 'rambox' | 'dracut'; image: 'archive' | 'squashfs'; via: 'initrd' | 'http'; overlay: 'none'}
	/** The image itself, which stays packed in memory. */
	| {at: 'image'; by: 'rambox' | 'dracut'; image: 'squashfs'; via: 'http'; overlay: Exclude<Overlay, 'none'>}
	/** /dev/ram0. */
	| {at: 'ramdisk'; by: 'rambox' | 'kernel'; image: 'ext2'; via: 'initrd' | 'http'; overlay: 'none'}
	/** A folder on the server. */
	| {at: 'server'; by: 'rambox' | 'kernel'; image: 'none'; via: 'nfs'; nfs: Recipe['nfs']; overlay: Overlay};

/** The fields of a recipe that decide it. */
export type DeliveryFields = Pick<Recipe, 'strategy' | 'root' | 'archive' | 'image' | 'mount' | 'overlay' | 'nfs'>;

export function deliveryOf(recipe: DeliveryFields): Delivery {
	return deliveries[recipe.strategy](recipe);
}

/** The setting that brings the same root as an archive instead of a squashfs. */
export const archiveSetting = ({by}: Delivery): string => by === 'dracut' ? 'image: archive' : 'root: tmpfs';

export const deliveries: Record<StrategyName, (fields: DeliveryFields) => Delivery> = {
	'busybox-initramfs'({root, archive, overlay}) {
		if (root === 'initramfs') {
			return {at: 'initramfs', by: 'rambox', image: 'none', via: 'initrd', overlay: 'none'};
		}

		return root === 'squashfs'
			? squashfs('rambox', overlay)
			: unpacked('rambox', archive === 'embedded' ? 'initrd' : 'http');
	},
	'dracut-toram': ({image, overlay}) => image === 'squashfs'
		? squashfs('dracut', overlay)
		: unpacked('dracut', 'http'),
	'ramdisk-ext2': ({mount}) => mount === 'kernel'
		? {at: 'ramdisk', by: 'kernel', image: 'ext2', via: 'initrd', overlay: 'none'}
		: {at: 'ramdisk', by: 'rambox', image: 'ext2', via: 'http', overlay: 'none'},
	'nfs-root': ({mount, nfs, overlay = 'none'}) => ({
		at: 'server', by: mount === 'kernel' ? 'kernel' : 'rambox', image: 'none', via: 'nfs', nfs, overlay,
	}),
};

type Overlay = NonNullable<Recipe['overlay']>;

function unpacked(by: 'rambox' | 'dracut', via: 'initrd' | 'http'): Delivery {
	return {at: 'tmpfs', by, image: 'archive', via, overlay: 'none'};
}

/** Only a layer makes a squashfs writable; without one its files are copied to a tmpfs. */
function squashfs(by: 'rambox' | 'dracut', overlay: Overlay = 'tmpfs'): Delivery {
	const fetched = {by, image: 'squashfs', via: 'http'} as const;
	return overlay === 'none' ? {at: 'tmpfs', ...fetched, overlay} : {at: 'image', ...fetched, overlay};
}
