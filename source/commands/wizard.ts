import type {ReadStream, WriteStream} from 'node:tty';
import {Cancelled, exitCodes} from '../errors.ts';
import {listRecipes} from '../host/recipe-files.ts';
import type {Facts} from '../host/types.ts';
import {makePlan} from '../plan/plan.ts';
import {printPlan} from '../plan/print.ts';
import {formatRecipe} from '../recipe/format.ts';
import {recipeSchema, type Recipe} from '../recipe/schema.ts';
import {strategyLabel} from '../recipe/shape.ts';
import {version} from '../version.ts';
import {runWizard} from '../wizard/session.tsx';
import type {ListedRecipe, Outcome, WizardProps} from '../wizard/types.ts';
import type {Context} from './context.ts';
import {lacksFor, readFactsFor} from './readiness.ts';

/** Asks, then does what was answered: the wizard's only product is a recipe, so all after it is what `run` and `rehearse` do. */
export async function wizard(context: Context, {stdin, stdout, env}: {stdin: ReadStream; stdout: WriteStream; env: NodeJS.ProcessEnv}): Promise<number> {
	const outcome = await ask(context, {stdin, stdout, env});
	try {
		return await act(outcome, context);
	} finally {
		const name = outcome.do === 'go' ? outcome.recipe.name : ('name' in outcome ? outcome.name : undefined);
		if (name !== undefined) {
			context.out(`The same again: ramstrap ${outcome.do === 'run' ? 'run' : 'rehearse'} ${name}`);
		}
	}
}

async function ask(context: Context, {stdin, stdout, env}: {stdin: ReadStream; stdout: WriteStream; env: NodeJS.ProcessEnv}): Promise<Outcome> {
	try {
		return await runWizard(gatherProps(context, env), {stdin, stdout, env, signal: context.signal});
	} catch (error) {
		throw error instanceof Cancelled ? new Cancelled(error.signal, 'Left the wizard; nothing was changed.') : error;
	}
}

/** What it takes to build and boot is loaded only now: the first frame does not wait for it. */
async function act(outcome: Outcome, context: Context): Promise<number> {
	switch (outcome.do) {
		case 'go': {
			if (outcome.save) {
				const {recipeStore} = await import('../recipe-store.ts');
				context.out(`Saved as ${recipeStore(context.folders.recipes).save(outcome.recipe.name, formatRecipe(outcome.recipe))}`);
			}

			const {rehearseRecipe} = await import('./rehearse.ts');
			return rehearseRecipe(outcome.recipe, context, {reference: outcome.recipe.name});
		}

		case 'run': {
			const {run} = await import('./run.ts');
			return run(outcome.name, context, {fresh: false, json: false, set: []});
		}

		case 'rehearse': {
			const {rehearse} = await import('./rehearse.ts');
			return rehearse(outcome.name, context, {});
		}

		case 'doctor': {
			const {doctorFor} = await import('./doctor-for.ts');
			return doctorFor(undefined, context, {});
		}

		case 'quit': {
			return exitCodes.done;
		}
	}
}

async function gatherProps(context: Context, env: NodeJS.ProcessEnv): Promise<WizardProps> {
	const [facts, listed] = await Promise.all([readFactsFor(undefined, context), listRecipes(context.recipes)]);
	const recipes = listed.map((entry): ListedRecipe => ({
		name: entry.name,
		where: entry.where,
		...('problem' in entry ? {title: entry.problem, problem: entry.problem} : {title: strategyLabel(entry.recipe), recipe: entry.recipe}),
	}));
	return {
		version,
		facts: factLines(facts),
		recipes,
		blank: blankRecipe(listed.map(({name}) => name)),
		planText: recipe => printPlan(makePlan(recipe, facts), 'text'),
		readiness(recipe) {
			const lacks = lacksFor(recipe, facts, 'rehearse');
			return {ok: lacks.length === 0, lines: lacks.map(({subject, detail}) => `${subject}: ${detail}`)};
		},
		summary: recipe => `Nodes with ${recipe.node.memory} MiB; kept in ${shortened(context.folders.work, env.HOME)}/${recipe.name}`,
	};
}

function factLines({distribution, memory, disk, lab}: Facts): string[] {
	return [
		`${distribution.name}, ${Math.round(memory.totalMiB / 1024)} GiB of memory, ${Math.floor(disk.freeMiB / 1024)} GiB free`,
		typeof lab === 'string' ? 'rehearsals run in a private network; yours is not touched' : `no rehearsals here: ${lab.no}`,
	];
}

/** A name that is not taken, so that Enter alone is a good answer. */
function blankRecipe(taken: readonly string[]): Recipe {
	const name = Array.from({length: taken.length + 1}, (_, index) => `rambox-${index + 2}`).find(one => !taken.includes(one))!;
	return recipeSchema.parse({version: 1, name: taken.includes('rambox') ? name : 'rambox', strategy: 'busybox-initramfs'});
}

/** As a shell would let one write it: `~` for the home folder. */
function shortened(folder: string, home: string | undefined): string {
	return home && folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}
