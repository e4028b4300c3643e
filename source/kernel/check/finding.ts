import type {Finding} from '../../report/finding.ts';
import type {Wanted} from './requirements.ts';

/**
Something about a kernel that a recipe should know; a problem refuses the kernel. A hint is a setting of the recipe,
blanks, what it does.
*/
export type KernelFinding = Finding & {option?: string; hints: readonly string[]};

/**
What a recipe is held against: a finished configuration, or the requests of one that is still to be made. Absent is off.
*/
export type Scene = Wanted & {
	values: ReadonlyMap<string, string>;
	/** Of Linux: `6.1.192`, or as much as is known. */
	release?: string | undefined;
	/** How the kernel is called: a file, a package. */
	name?: string;
};
