import {Cancelled, exitCodes} from '../errors.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import {formatRecipe} from '../recipe/format.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import type {Context} from '../context.ts';
import {ask} from './ask.ts';
import {gatherProps} from './wizard-props.ts';

type Answer = Awaited<ReturnType<typeof ask>>;

/**
Asks, then does what was answered: the wizard's only product is a recipe, so all after it is what `run` and
`rehearse` do.
*/
export async function wizard(context: Context, terminal: Terminal): Promise<number> {
	const outcome = await answer(context, terminal);
	try {
		return await act(outcome, context, terminal);
	} finally {
		const name = outcome.do === 'go' ? outcome.recipe.name : ('name' in outcome ? outcome.name : undefined);
		if (name !== undefined) {
			context.out(`Run again: ramstrap ${outcome.do === 'go' ? 'rehearse' : outcome.do} ${name}`);
		}
	}
}

async function answer(context: Context, {stdin, stdout, env}: Terminal): Promise<Answer> {
	try {
		return await ask(gatherProps(context, env), context, {stdin, stdout, env, signal: context.signal});
	} catch (error) {
		throw error instanceof Cancelled
			? new Cancelled(error.signal, 'You left the wizard. Nothing was changed.')
			: error;
	}
}

/** What it takes to build and boot is loaded only now: the first frame does not wait for it. */
async function act(outcome: Answer, context: Context, terminal: Terminal): Promise<number> {
	switch (outcome.do) {
		case 'go': {
			if (outcome.save) {
				const {recipeStore} = await import('../recipe-store.ts');
				const store = recipeStore(context.folders.recipes);
				context.out(`Saved as ${store.save(outcome.recipe.name, formatRecipe(outcome.recipe))}`);
			}

			const {rehearseRecipe} = await import('./rehearse.ts');
			return rehearseRecipe(resolvePaths(outcome.recipe, context.folders.recipes), context, {
				reference: outcome.recipe.name,
			});
		}

		case 'run': {
			const {run} = await import('./run.ts');
			return run(outcome.name, context, {fresh: false, json: false, set: []});
		}

		case 'rehearse': {
			const {rehearse} = await import('./rehearse.ts');
			return rehearse(outcome.name, context, {});
		}

		case 'serve': {
			const {serve} = await import('./serve.ts');
			return serve(outcome.name, context, {}, terminal);
		}

		case 'doctor': {
			const {doctorFor} = await import('./doctor.ts');
			return doctorFor(undefined, context, {});
		}

		// The wizard as such never ends with a recipe that is only saved.
		case 'save':
		case 'quit': {
			return exitCodes.done;
		}
	}
}
