import type {Facts, ToolName} from '../host/types.ts';
import type {KernelNeeds} from '../kernel/check/requirements.ts';
import type {Recipe, RecipeInput} from '../recipe/schema.ts';
import type {Artifact, Step} from '../steps/types.ts';

/**
How a root file system reaches a node. One file per strategy, one line in `index.ts`; its label and help
stand in the recipe's schema.
*/
export type Strategy = {
	/** What it offers the advisor. */
	ways: readonly Way[];
	/** What it asks of the kernel. */
	kernel(recipe: Recipe): KernelNeeds;
	/** Programs of this machine that it takes, beside those that every recipe takes. */
	tools(recipe: Recipe): ToolName[];
	/** The work, in reading order; the runner goes by `needs`. */
	steps(recipe: Recipe, facts: Facts): Step[];
	/** What the boot server gives out. */
	artifacts(recipe: Recipe): Artifacts;
	/**
	Words of the kernel's command line beside the consoles and the recipe's own. What only the boot server knows stands
	in angle brackets, see `fillWords`.
	*/
	words(recipe: Recipe): string[];
	/** What a boot goes through, in order; the last one means success. */
	milestones(recipe: Recipe): readonly Milestone[];
	/** What the root takes in memory while it arrives, in MiB; the first part stays. */
	rootInMemory(sizes: ImageSizes, recipe: Recipe): MemoryNeed['parts'];
};

/** A strategy with its variants decided, as the advisor compares them. */
export type Way = {
	/** A proposal for the name of a recipe. */
	name: string;
	title: string;
	/** What sets it apart, in a sentence. */
	help: string;
	settings: Pick<RecipeInput, 'root' | 'archive' | 'image' | 'mount' | 'overlay'>;
	/**
	From power on until a Debian with an SSH server is up, or BusyBox: in a rehearsal with BIOS, on two cores without
	KVM. A real machine is faster; what counts is how they compare.
	*/
	seconds: number;
};

export type Artifacts = {
	kernel: Artifact;
	/** What the loader hands the kernel; nothing where the kernel finds its root by itself. */
	initrd?: Artifact;
	/** What the running node fetches over HTTP. */
	image?: Artifact;
	/** A folder that is given out over NFS. */
	tree?: Artifact;
	/**
	Files that hold a number of bytes: the initrd as the kernel lays it out, and the root file
	system as it lies in memory.
	*/
	unpacked?: Artifact;
	root?: Artifact;
};

/** All that a boot can go through, in the one order there is; each strategy has some of them. */
export const milestoneOrder = [
	'dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up',
] as const;

export type Milestone = (typeof milestoneOrder)[number];

/** What a machine starts with. */
export type Firmware = 'bios' | 'uefi';

/**
In bytes. `compressed` and `unpacked`: the initrd as it travels and as the kernel lays it out in RAM. `image`: what the
node fetches. `root`: the files of the root file system, unpacked. `laidOut`: the kernel itself where it runs, as its
header says (init_size).
*/
export type ImageSizes = {
	kernel: number;
	compressed: number;
	unpacked: number;
	image: number;
	root: number;
	laidOut?: number;
};

/**
In MiB of the machine, but for `wire`. The parts add up to `mib`, unless a wall (such as half of RAM for a tmpfs) asks
for more; then `wall` says so.
*/
export type MemoryNeed = {
	/** At the fullest moment of the boot. */
	mib: number;
	parts: Array<{what: string; mib: number}>;
	wall?: string;
	/** Limits that are near on a node of `node.memory`, a sentence each. */
	near: string[];
	/** Why no amount of memory is enough. */
	impossible?: string;
	/** What must be available (MemAvailable) when the root arrives. */
	room: number;
	/**
	In use once the system runs on a node of `node.memory`: all of the machine but MemAvailable, so what a node reports
	as used and what its kernel keeps out of MemTotal.
	*/
	after: number;
	/** Bytes over the wire, up to a usable root. */
	wire: number;
};
