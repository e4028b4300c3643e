import type {Recipe} from '../recipe/schema.ts';
import {hasArchive} from './node-archive.ts';
import type {KnownNode} from './types.ts';

/** The known nodes of a recipe, as what listens has to know them. */
export function knownNodes(recipe: Recipe): KnownNode[] {
	return recipe.nodes.map(node => {
		const {mac, name, address, memory, words, recipe: boots, boot} = node;
		const isCarried = hasArchive(recipe, node);
		return {
			mac,
			name,
			address,
			memory,
			...(boots !== undefined && {recipe: boots}),
			...(boot !== 'always' && {boot}),
			words: [...(isCarried ? [] : nameWords(node)), ...words],
			...(isCarried && {initrd: archivePath(mac)}),
		};
	});
}

/** Where a node's own archive is: `/mac/52-54-00-12-34-56.cpio`, `/mac/52-54-00-x-x-x.cpio` for many. */
export function archivePath(mac: string): string {
	return `/mac/${mac.replaceAll(':', '-').replaceAll('*', 'x')}.cpio`;
}

/**
Where there is no initramfs to write it, or no root of one's own to write it to: systemd reads it from the command line
(kernel-command-line(7)), since version 246.
*/
function nameWords({name}: Pick<KnownNode, 'name'>): string[] {
	return name === undefined ? [] : [`systemd.hostname=${name}`];
}
