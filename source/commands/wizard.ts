import {draftStore, type DraftStore} from '../draft-store.ts';
import {Cancelled, exitCodes} from '../errors.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import {listText} from '../recipe/problem.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {newRecipe} from '../wizard/state.ts';
import type {WizardProps} from '../wizard/types.ts';
import type {Context} from '../context.ts';
import {ask} from './ask.ts';
import {gatherProps} from './wizard-props.ts';

type Answer = Awaited<ReturnType<typeof ask>>;

/**
Asks, then does what was answered: the wizard's only product is a recipe, so all after it is what `run` and
`rehearse` do.
*/
export async function wizard(context: Context, terminal: Terminal): Promise<number> {
	const drafts = draftStore(context.folders.recipes);
	const outcome = await answer(context, terminal, drafts);
	try {
		return await act(outcome, {context, terminal, drafts});
	} finally {
		const name = outcome.do === 'go' ? outcome.recipe.name : ('name' in outcome ? outcome.name : undefined);
		if (name !== undefined) {
			context.out(`Run again: ramstrap ${outcome.do === 'go' ? 'rehearse' : outcome.do} ${name}`);
		}
	}
}

async function answer(context: Context, terminal: Terminal, drafts: DraftStore): Promise<Answer> {
	const gather = async (): Promise<WizardProps> =>
		({...await gatherProps(context, terminal.env), drafts: drafts.read(), keepDrafts: drafts.keep});
	try {
		return await ask(gather(), context, {...terminal, signal: context.signal});
	} catch (error) {
		throw error instanceof Cancelled
			? new Cancelled(error.signal, `You left the wizard. ${keptText(drafts) ?? 'Nothing was changed.'}`)
			: error;
	}
}

type World = {context: Context; terminal: Terminal; drafts: DraftStore};

/** What was answered and is in no recipe yet. */
function keptText(drafts: DraftStore): string | undefined {
	const names = Object.values(drafts.kept()).map(({name}) => name);
	return names.length > 0 ? `Not saved, and kept for the next start: ${listText(names, 'and')}.` : undefined;
}

/** What it takes to build and boot is loaded only now: the first frame does not wait for it. */
async function act(outcome: Answer, {context, terminal, drafts}: World): Promise<number> {
	switch (outcome.do) {
		case 'go': {
			if (outcome.save) {
				const {saveRecipe} = await import('./save-recipe.ts');
				const {path} = await saveRecipe(outcome.recipe, outcome.former, context);
				context.out(`Saved as ${path}`);
				const {[outcome.former?.name ?? newRecipe]: _, ...others} = drafts.kept();
				drafts.keep(others);
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
			const text = keptText(drafts);
			if (text !== undefined) {
				context.out(text);
			}

			return exitCodes.done;
		}
	}
}
