import type {RequiredOption} from '../kernel/check/requirements.ts';
import type {Request} from '../kernel/types.ts';

/**
The vocabulary of work. A plan is made of these and of nothing else: plain data, no functions, so that it can be
printed, hashed, compared, stored and run, and all of these see the same value.

Every step makes exactly one folder, named like the step. Its actions run inside that folder (while it is still called
`<id>.partial`) and reach what other steps made as `../<id>/…`, so paths are the same for the runner, for the printed
script and on every machine.
*/
export type Step = {
	/** Also the name of the folder it makes. */
	id: string;
	title: string;
	/** One sentence: why this is done at all. */
	why: string;
	/** Ids of the steps whose folders it reads. */
	needs: string[];
	/**
	Files outside the work folder that it reads, and folders, which end in a slash; a
	change in them makes the step run again.
	*/
	reads: string[];
	actions: Action[];
	/** The files that matter to others, relative to the step's folder. */
	makes: string[];
	/** What to do when it fails. */
	hints: string[];
	/**
	A folder beside the steps' own that outlives them: what was compiled stays there, so that a changed option costs
	seconds. Nothing but time may depend on what is in it. `of`: id of a shared step, or an absolute path; all recipes
	that name the same share one such folder, and use it one after the other.
	*/
	scratch?: {folder: string; of?: string};
	/** What it makes is kept once for all recipes. Such a step needs no other. */
	shared?: true;
	/** Why only root can do it; who is not root is refused when the plan is made. */
	asRoot?: string;
	/**
	What it makes is a tree of ten thousands of foreign files: only those named in `makes` are watched for changes.
	*/
	bulky?: true;
};

/** A command with its arguments, one string each; never a shell line. */
export type Argv = string[];

export type Action =
	/**
	Run a command; `from` feeds its standard input, `to` takes its standard output. Files between two commands, not
	pipes: any failure is seen, by `sh` too. `blames`: a failure is the recipe's, and its last line says why.
	`complaint`: pattern of the line that says what went wrong, where the last lines do not. `progress`: lines that
	match count towards the number of lines in the file `of`, for whoever watches.
	*/
	| {
		do: 'command';
		argv: Argv;
		from?: string;
		to?: string;
		blames?: 'recipe';
		complaint?: string;
		progress?: {lines: string; of: string};
	}
	/** Write a text file. Parent folders are made. */
	| {do: 'write-file'; path: string; text: string}
	/** Fail unless a kernel configuration has all of these options. */
	| {do: 'check-config'; config: string; options: RequiredOption[]}
	/**
	Fail unless every request stands in a kernel configuration; `tree` is the source, which knows why it does not.
	`before`: fail on Linux of this version or a later one, whatever its source is called.
	*/
	| {
		do: 'compare-config';
		config: string;
		tree: string;
		requests: Request[];
		before?: {version: number; because: string};
	};

/** A finished file of a plan that somebody else uses: the boot server, or you. */
export type Artifact = {
	name: string;
	/** Relative to the work folder. */
	path: string;
	/** Of a folder: the file it was unpacked from, whose size and sum speak for it. */
	of?: string;
};
