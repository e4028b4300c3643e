import type {Facts} from '../host/types.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Artifact, Step} from '../steps/types.ts';

/** How a root file system reaches a node. One file per strategy, one line in `index.ts`; its label and help stand in the recipe's schema. */
export type Strategy = {
	/** The work, in reading order; the runner goes by `needs`. */
	steps(recipe: Recipe, facts: Facts): Step[];
	/** What the boot server gives out: the kernel, and what the loader hands it. */
	artifacts: {kernel: Artifact; initrd: Artifact; unpacked: Artifact};
	/** Words of the kernel's command line beside the consoles and the recipe's own. */
	words(recipe: Recipe): string[];
	/** What a boot goes through, in order; the last one means success. */
	milestones: readonly Milestone[];
	/** Least memory that boots, from the measured image. */
	memoryNeeded(sizes: ImageSizes, firmware: Firmware): MemoryNeed;
};

export type Milestone = 'dhcp' | 'first-stage' | 'kernel' | 'init' | 'network' | 'image' | 'verified' | 'root' | 'up';

/** What a machine starts with. */
export type Firmware = 'bios' | 'uefi';

/** In bytes. `unpacked` is the initramfs as the kernel lays it out in RAM. */
export type ImageSizes = {kernel: number; compressed: number; unpacked: number};

/** The parts add up to `mib`, unless a wall (such as half of RAM for a tmpfs) asks for more; then `wall` says so. */
export type MemoryNeed = {mib: number; parts: Array<{what: string; mib: number}>; wall?: string};
