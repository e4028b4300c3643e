import {deliveryOf} from './delivery.ts';
import type {Recipe} from './schema.ts';

export type KnownNode = Recipe['nodes'][number];

/** Whether it stands for several machines: `52:54:00:*:*:*`. */
export const isGlob = (mac: string): boolean => mac.includes('*');

/** The entry of the machine with this address: its own, else the one that leaves the least open, as dnsmasq chooses. */
export function nodeOf<Node extends {mac: string}>(nodes: readonly Node[], mac: string): Node | undefined {
	return nodes.filter(node => matches(node.mac, mac)).toSorted((a, b) => openBytes(a.mac) - openBytes(b.mac))[0];
}

/**
Those that another entry stands for as well, which leaves more open: of what is that entry's, nothing is theirs.
*/
export function belowOthers<Node extends {mac: string}>(nodes: readonly Node[]): Node[] {
	return nodes.filter(({mac}) => nodes.some(other => other.mac !== mac && matches(other.mac, mac)));
}

/** What the machine with this address has, in MiB. */
export function memoryOfNode({node, nodes}: Pick<Recipe, 'node' | 'nodes'>, mac: string): number {
	return nodeOf(nodes, mac)?.memory ?? node.memory;
}

/** MiB of the smallest machine that the recipe knows of. */
export function leastMemory({node, nodes}: Pick<Recipe, 'node' | 'nodes'>): number {
	return Math.min(node.memory, ...nodes.flatMap(({memory = []}) => memory));
}

/** Why nothing of one node alone can be laid over its root, and the way out; nothing where it can. */
export function whyNoOwnFiles(recipe: Recipe): string | undefined {
	const {at, by, overlay} = deliveryOf(recipe);
	if (by === 'kernel') {
		return 'an initramfs copies them over the root, and here the kernel mounts the root itself. Write "mount: '
			+ 'initramfs"';
	}

	return at === 'server' && overlay === 'none'
		? 'all nodes write to the same root on the server, so all of them would get these files. Write "overlay: tmpfs"'
		: undefined;
}

function matches(pattern: string, mac: string): boolean {
	const bytes = mac.split(':');
	return pattern.split(':').every((byte, index) => byte === '*' || byte === bytes[index]);
}

const openBytes = (mac: string): number => mac.split('*').length;
