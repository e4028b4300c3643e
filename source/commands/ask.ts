import {execa} from 'execa';
import type {Context} from '../context.ts';
import {Cancelled, describeError} from '../errors.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import type {Recipe} from '../recipe/schema.ts';
import {afterTree, type FromTree} from '../wizard/kernel-flow.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {runWizard} from '../wizard/session.tsx';
import type {Ended, WizardProps} from '../wizard/types.ts';

/** Runs the wizard, and opens the whole tree of a kernel's options as often as that is wanted. */
export async function ask(
	props: WizardProps | Promise<WizardProps>,
	context: Context,
	terminal: Terminal,
): Promise<Ended> {
	const run = await questions(terminal);
	let ended = await run(props);
	while (ended.outcome.do === 'tree') {
		const chosen = await chooseFromTree(ended.outcome.recipe, context, terminal);
		ended = await run({...await props, resume: afterTree(ended.flow, chosen)});
	}

	return ended;
}

/** The wizard as this terminal can show it. */
async function questions(terminal: Terminal): Promise<(props: WizardProps | Promise<WizardProps>) => Promise<Ended>> {
	if (!terminal.isPlain) {
		return async props => runWizard(props, terminal);
	}

	const {runPlain} = await import('../wizard/plain/session.ts');
	const {isTTY} = terminal.stdin;
	return async props => runPlain(props, {...terminal, ...(isTTY && {echo: echoOf()})});
}

/**
Whether the terminal shows what is typed. While it does not, Ctrl-Z is without effect: the shell would go on without an
echo, and the password that is typed after `fg` would be seen.
*/
function echoOf(): (isShown: boolean) => Promise<void> {
	const stty = async (words: string[]): Promise<string> => {
		const {stdout} = await execa('stty', words, {stdio: ['inherit', 'pipe', 'ignore'], reject: false});
		return stdout;
	};

	let before = '';
	return async isShown => {
		if (isShown) {
			await stty([before === '' ? 'echo' : before]);
		} else {
			before = await stty(['-g']);
			await stty(['-echo', 'susp', 'undef']);
		}
	};
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
