import type {Context} from '../context.ts';
import type {DraftStore} from '../draft-store.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {nameOf} from '../wizard/outcome.ts';
import {newRecipe} from '../wizard/state.ts';
import type {Outcome} from '../wizard/types.ts';

/** What takes its time and says what it does. */
export type Carried = Exclude<Outcome, {do: 'copy' | 'rename' | 'remove' | 'edit' | 'save' | 'tree' | 'quit'}>;

type World = {context: Context; terminal: Terminal; drafts: DraftStore; onSaved: () => void};

/**
Does it as its command does, and returns its exit code. What it takes to build and boot is loaded only now: the first
frame does not wait for it.
*/
export async function carryOut(outcome: Carried, {context, terminal, drafts, onSaved}: World): Promise<number> {
	switch (outcome.do) {
		case 'go': {
			if (outcome.save) {
				const {saveRecipe} = await import('./save-recipe.ts');
				const {path: file} = await saveRecipe(outcome.recipe, outcome.former, context);
				onSaved();
				context.out(`Saved as ${file}`);
				const {[outcome.former?.name ?? newRecipe]: _, ...others} = drafts.kept();
				drafts.keep(others);
			}

			const {rehearseRecipe} = await import('./rehearse.ts');
			return rehearseRecipe(resolvePaths(outcome.recipe, context.folders.recipes), context, {
				reference: nameOf(outcome)!,
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

		case 'publish': {
			const {publish} = await import('./publish.ts');
			return publish(outcome.name, context, {});
		}

		case 'rollback': {
			const {rollback} = await import('./rollback.ts');
			return rollback(outcome.name, context, {});
		}

		case 'deploy': {
			const {deploy} = await import('./deploy.ts');
			return deploy(outcome.name, context, {});
		}

		case 'undeploy': {
			const {undeploy} = await import('./undeploy.ts');
			return undeploy(outcome.name, context, {});
		}

		case 'status': {
			const {status} = await import('./status.ts');
			return status(outcome.name, context, {json: false});
		}

		case 'doctor': {
			const {doctorFor} = await import('./doctor.ts');
			return doctorFor(undefined, context, outcome.install ? {install: true} : {});
		}
	}
}
