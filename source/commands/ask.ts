import {execa} from 'execa';
import type {Context} from '../context.ts';
import {Cancelled, describeError} from '../errors.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import type {Recipe} from '../recipe/schema.ts';
import {afterTree, type FromTree} from '../wizard/kernel-flow.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {runWizard} from '../wizard/session.tsx';
import type {Outcome, WizardProps} from '../wizard/types.ts';

/** Runs the wizard, and opens the whole tree of a kernel's options as often as that is wanted. */
export async function ask(
	props: WizardProps | Promise<WizardProps>,
	context: Context,
	terminal: Terminal,
): Promise<Exclude<Outcome, {do: 'tree'}>> {
	if (terminal.isPlain) {
		const {runPlain} = await import('../wizard/plain/session.ts');
		const {isTTY} = terminal.stdin;
		return await runPlain(props, {...terminal, ...(isTTY && {echo})}) as Exclude<Outcome, {do: 'tree'}>;
	}

	let outcome = await runWizard(props, terminal);
	while (outcome.do === 'tree') {
		const chosen = await chooseFromTree(outcome.recipe, context, terminal);
		outcome = await runWizard({...await props, resume: afterTree(outcome.flow, chosen)}, terminal);
	}

	return outcome;
}

/** Whether the terminal shows what is typed. */
async function echo(isShown: boolean): Promise<void> {
	await execa('stty', [isShown ? 'echo' : '-echo'], {stdio: ['inherit', 'ignore', 'ignore'], reject: false});
}

/** What was answered before is not lost where a source cannot be had. */
async function chooseFromTree(recipe: Recipe, context: Context, terminal: Terminal): Promise<FromTree> {
	const {chooseInTree} = await import('./recipe-tree.ts');
	try {
		const options = await chooseInTree(resolvePaths(recipe, context.folders.recipes), context, terminal);
		return options ? {options} : {};
	} catch (error) {
		if (error instanceof Cancelled) {
			throw error;
		}

		return {problem: describeError(error).lines.map(line => line.trim()).join('\n')};
	}
}
