import {deliveryOf} from '../recipe/delivery.ts';
import type {Recipe} from '../recipe/schema.ts';

/** What only the boot server knows, once everything is built. */
export type WordValues = {
	/** Its address. */
	server: string;
	/** Name of the recipe: the folder of its files on the server. */
	name: string;
	/** SHA-256 and size of the image. */
	sha256: string;
	bytes: string;
	/** MiB that a node needs in all, and that the root takes in memory. */
	need: string;
	room: string;
	/** The folder of the root as NFS names it. */
	export: string;
};

/** Fills in what stands in angle brackets and is known: `root=tmpfs:http://<server>/<name>/root.squashfs`. */
export function fillWords(words: readonly string[], values: Partial<WordValues>): string[] {
	return words.map(word => word.replaceAll(/<(\w+)>/g, (whole, name: keyof WordValues) => values[name] ?? whole));
}

/** For our own initramfs: what lies above the root. */
export function layerWords(recipe: Recipe): string[] {
	const {overlay} = deliveryOf(recipe);
	return overlay === 'none' ? [] : [`ramstrap.overlay=${overlay}`];
}

/** For our own initramfs, which otherwise waits with a shell. */
export function failureWords({node}: Recipe): string[] {
	return node.failure === 'reboot' ? ['ramstrap.failure=reboot'] : [];
}
