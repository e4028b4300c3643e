import {createHash} from 'node:crypto';
import * as z from 'zod';
import type {Recipe} from '../recipe/schema.ts';
import type {BootEntry, BootNetwork} from '../services/types.ts';
import {webAddress} from '../services/boot-services.ts';
import {milestoneOrder, type Milestone} from '../strategies/types.ts';
import {fillWords} from '../strategies/words.ts';

/**
Everything a node boots of one recipe, as it was built once. It says nothing of the server, so that it can be served
anywhere.
*/
export type Version = {
	/** The recipe's name. */
	name: string;
	/**
	Kernel, initial archive and image, all in one folder. Kernel and archive have the names that `bootFiles` gives.
	*/
	files: Array<{name: string; bytes: number; sha256: string}>;
	/**
	Words of the kernel's command line; what depends on the server stands in angle brackets still: `<server>`,
	`<name>`, `<export>`.
	*/
	words: string[];
	/** What a boot goes through, in order. */
	milestones: readonly Milestone[];
	/** MiB that a node needs to boot it. */
	memory: number;
	/** Debian has not signed its kernel: with Secure Boot on it does not start. */
	unsigned?: true;
	/** It has a root that nodes mount over NFS. `sha256`: of the archive it was unpacked from. */
	tree?: {sha256: string; access: 'ro' | 'rw'; nfs: Recipe['nfs']};
};

const oneLine = z.string().regex(/^\P{Control}+$/u);

/** As it lies on the disk. Its files lie beside it, so their names are no paths. */
export const versionSchema = z.object({
	name: z.string().regex(/^[\da-z][\d\-a-z]*$/),
	files: z.array(
		z.strictObject({
			name: z.string().regex(/^\w[\w\-.]*$/),
			bytes: z.int().nonnegative(),
			sha256: z.string().regex(/^[\da-f]{64}$/),
		}),
	),
	words: z.array(oneLine),
	milestones: z.array(z.enum(milestoneOrder)),
	memory: z.number().nonnegative(),
	unsigned: z.literal(true).optional(),
	tree: z
		.strictObject({sha256: z.string(), access: z.enum(['ro', 'rw']), nfs: z.enum(['v3', 'v4.0', 'v4.1', 'v4.2'])})
		.optional(),
}) satisfies z.ZodType<Version>;

export const bootFiles = {kernel: 'vmlinuz', initrd: 'initrd'} as const;

/** Among the sources of a version, the root that nodes mount over NFS. */
export const treeName = 'root';

/** Twelve hexadecimal digits made of all that is in it: the same content is the same version. */
export function versionId(version: Version): string {
	return createHash('sha256').update(JSON.stringify(version)).digest('hex').slice(0, 12);
}

/**
@param place where the server has the version: the folder of its URLs, without slashes at the ends, and what NFS
calls its root
*/
export function versionEntry(
	{name, files, words, unsigned}: Version,
	{folder, root, title, network}: {
		folder: string;
		root: string;
		title?: string;
		network: Pick<BootNetwork, 'address' | 'port'>;
	},
): BootEntry {
	const has = (file: string) => files.some(one => one.name === file);
	return {
		name,
		title: title ?? name,
		kernel: `/${folder}/${bootFiles.kernel}`,
		...(has(bootFiles.initrd) && {initrd: `/${folder}/${bootFiles.initrd}`}),
		...(unsigned && {unsigned}),
		words: fillWords(
			words.map(word => word.replaceAll('http://<server>', () => webAddress(network))),
			{server: network.address, name: folder, export: root},
		),
	};
}
