import type {KernelRow} from '../kernel/menu.ts';
import type {Choice, Recipe} from '../recipe/schema.ts';
import type {Flow, Note} from './state.ts';

/** A recipe the start screen offers; one that cannot be read has a `problem` instead of a `recipe`. */
export type ListedRecipe = {
	name: string;
	where: 'bundled' | 'saved';
	/** What it is, in one line. */
	title: string;
	/** What was done with it, in a few words: built when, up in how many seconds. */
	use?: string | undefined;
	/** Whether machines can boot a version of it. */
	isPublished?: boolean;
	/** Whether this machine serves it at every start. */
	isDeployed?: boolean;
	recipe?: Recipe;
	problem?: string;
};

/** Whether this machine can do what the recipe needs; `lines` say what is missing, or that nothing is. */
export type Readiness = {ok: boolean; lines: readonly string[]};

/** Whether nodes of a size can boot a recipe, and what is then in use, in MiB. */
export type NodeSize = {memory: number; boots: 'yes' | 'only in BIOS' | 'no'; used: number};

/** What a recipe asks of the memory of its nodes. `measured`: on images that were built of it; else an estimate. */
export type MemoryBudget = {measured: boolean; sizes: readonly NodeSize[]; lines: readonly string[]};

/** What there is to choose for a kernel of one's own. */
export type KernelMenu = {
	/** Rows for this recipe, in the order shown. */
	rows: (recipe: Recipe) => KernelRow[];
	/** The source packages this machine offers, newest first. */
	sources: readonly string[];
	/** Size in bytes of the kernel that the last build of the recipe of this name made. */
	lastSize: (name: string) => number | undefined;
};

/** All the wizard knows of the world. */
export type WizardProps = {
	version: string;
	/** What this machine is, two or three short lines. */
	facts: readonly string[];
	recipes: readonly ListedRecipe[];
	/** What a new recipe starts as: every default filled in. */
	blank: Recipe;
	/** The whole plan as text. May throw a UserError. */
	planText: (recipe: Recipe) => string;
	readiness: (recipe: Recipe) => Readiness;
	/** What of a recipe cannot work as it is, each with the question that cures it. */
	problems: (recipe: Recipe) => ReadonlyArray<{level: 'problem' | 'warning'; field: string; what: string}>;
	/** Of this machine, as one chooses one to serve on; the name, and what is known of it. */
	interfaces: readonly Choice[];
	/** Machines that have booted from here: the MAC, and what is known of it. */
	machines: readonly Choice[];
	/** The interface that has its address from a router, which goes on giving them out. */
	leased?: string | undefined;
	/** What the last build of this very recipe has said that a person should know. */
	warnings: (recipe: Recipe) => readonly string[];
	/** One line: the memory it needs, and where it is kept. */
	summary: (recipe: Recipe) => string;
	budget: (recipe: Recipe) => MemoryBudget;
	kernel: KernelMenu;
	/** What was answered before and is in no file yet, by the name that it was opened by. */
	drafts?: Readonly<Record<string, Recipe>>;
	/** Keeps them for the next start. */
	keepDrafts: (drafts: Readonly<Record<string, Recipe>>) => void;
	/**
	Writes a recipe to its file, and leaves what did not change there as it is. May throw a UserError.
	@param former as it was opened
	*/
	save: (recipe: Recipe, former: ListedRecipe | undefined) => Promise<{listed: ListedRecipe; file: string}>;
	/** The lines of a saved recipe's file that this would change. May throw a UserError. */
	changes: (recipe: Recipe, former: ListedRecipe | undefined) => string;
	/** Files with public keys of this user, as one types them: `~/.ssh/id_ed25519.pub`. */
	publicKeys: readonly string[];
	/** The crypt hash that a recipe may hold. May throw a UserError. */
	hashPassword: (password: string) => string;
	/**
	Opens this screen of one of `recipes` and nothing else; ends with `save`, or `quit` where nothing is to be saved.
	*/
	startAt?: {recipe: string; screen: 'kernel'};
	/** Goes on from there. */
	resume?: Flow;
	paths: {
		/** Whether the answer to a question is a path on this machine, or several. */
		has: (id: string) => boolean;
		/** What is typed, completed as a shell does it; of several ways on their names. */
		complete: (text: string, kind: 'path' | 'paths') => {text: string; choices: readonly string[]};
		/** What is there now: `a folder`, `! does not exist`. */
		about: (text: string, kind: 'path' | 'paths') => string;
	};
	/** How long the next build takes, what was booted, how much room it needs: a sentence each. */
	forecast: (recipe: Recipe) => readonly string[];
	/** All that can be read of a log, the newest lines last. */
	readLog: (file: string) => string;
};

/** What is done with a saved or bundled recipe as it is, as the command of that name does it. */
type Command = 'run' | 'rehearse' | 'serve' | 'publish' | 'rollback' | 'deploy' | 'undeploy' | 'status';
export type Use = Command | 'edit' | 'remove';

/** What comes out of the wizard. `go` is: save if asked to, build, rehearse. */
export type Outcome =
	/** `former`: as it was opened; nothing for a new one. */
	| {do: 'go'; recipe: Recipe; former: ListedRecipe | undefined; save: boolean}
	| {do: 'save'; recipe: Recipe}
	| {do: Command; name: string}
	| {do: 'edit'; name: string}
	| {do: 'remove'; name: string}
	| {do: 'copy'; name: string; to: string}
	| {do: 'rename'; name: string; to: string}
	/** Opens the whole tree of the kernel's options. */
	| {do: 'tree'; recipe: Recipe}
	| {do: 'doctor'; install?: true}
	| {do: 'quit'};

/** An outcome, and where the wizard was: it goes on from there. */
export type Ended = {outcome: Outcome; flow: Flow};

/** What came of an outcome, for the screen after it. */
export type Done = {
	outcome: Outcome;
	/** Of the command. */
	exitCode: number;
	headline: string;
	/** Of one that was to be saved first: whether it was. */
	isSaved?: boolean;
	/** Why it failed, in one line. */
	why?: string | undefined;
	/** All that was said. */
	lines: readonly string[];
	/** The file with every line of what failed, or of the machine that booted. */
	log?: string | undefined;
};

/** What the wizard goes on with after an outcome: a screen about it, or a note where there is little to say. */
export type After = {done: Done} | {note: Note; name?: string};
