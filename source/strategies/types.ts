import type {Recipe} from '../recipe/schema.ts';
import type {Facts} from '../host/types.ts';
import type {Artifact, Step} from '../steps/types.ts';

/** How a root file system reaches a node. One file per strategy, one line in `index.ts`. */
export type Strategy = {
	/** Steps in reading order; the runner goes by `needs`. */
	steps(recipe: Recipe, facts: Facts): Step[];
	artifacts: Artifact[];
	/** Words of the kernel's command line beside consoles and the recipe's own. */
	words(recipe: Recipe): string[];
	/** What `doctor` must find for building. */
	tools(recipe: Recipe): string[];
	/** Milestones of a boot, in order; the last one means success. */
	milestones: readonly Milestone[];
	/** Least memory, in MiB, that boots, and why. */
	memoryNeeded(sizes: ImageSizes): {mib: number; reasons: string[]};
};

export type Milestone = 'dhcp' | 'first-stage' | 'kernel' | 'init' | 'network' | 'image' | 'verified' | 'root' | 'up';

/** In bytes, measured on the finished image. */
export type ImageSizes = {kernel: number; compressed: number; unpacked: number};
