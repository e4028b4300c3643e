import type {RequiredOption} from '../kernel/requirements.ts';

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
	/** Files outside the work folder that it reads; a change of their content makes the step run again. */
	reads: string[];
	actions: Action[];
	/** The files that matter to others, relative to the step's folder. */
	makes: string[];
	/** What to do when it fails. */
	hints: string[];
};

/** A command with its arguments, one string each; never a shell line. */
export type Argv = string[];

export type Action =
	/**
	Run a command; `from` feeds its standard input, `to` takes its standard output. Files between two commands, not pipes:
	any failure is seen, by `sh` too. `blames`: a failure is the recipe's, and its last line says why.
	*/
	| {do: 'command'; argv: Argv; from?: string; to?: string; blames?: 'recipe'}
	/** Write a text file. Parent folders are made. */
	| {do: 'write-file'; path: string; text: string}
	/** Fail unless a kernel configuration has all of these options. */
	| {do: 'check-config'; config: string; options: RequiredOption[]};

/** A finished file of a plan that somebody else uses: the boot server, or you. */
export type Artifact = {
	name: string;
	/** Relative to the work folder. */
	path: string;
};
