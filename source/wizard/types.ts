import type {Recipe} from '../recipe/schema.ts';

/** A recipe the start screen offers; one that cannot be read has a `problem` instead of a `recipe`. */
export type ListedRecipe = {
	name: string;
	where: 'bundled' | 'saved';
	/** What it is, in one line. */
	title: string;
	recipe?: Recipe;
	problem?: string;
};

/** Whether this machine can do what the recipe needs; `lines` say what is missing, or that nothing is. */
export type Readiness = {ok: boolean; lines: readonly string[]};

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
	/** One line: the memory it needs, and where it is kept. */
	summary: (recipe: Recipe) => string;
};

/** The only thing that comes out of the wizard. `go` is: save if asked to, build, rehearse. */
export type Outcome =
	| {do: 'go'; recipe: Recipe; save: boolean}
	| {do: 'run' | 'rehearse'; name: string}
	| {do: 'doctor'}
	| {do: 'quit'};
