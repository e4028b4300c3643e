import {existsSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import type {Context} from '../context.ts';
import type {DraftStore} from '../draft-store.ts';
import {Cancelled, describeError, exitCodes, StepError, UserError} from '../errors.ts';
import {newestFile} from '../files/newest-file.ts';
import {loadRecipe, readRecipeFile} from '../host/recipe-files.ts';
import {recipeStore} from '../recipe-store.ts';
import {marks} from '../report/finding.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {nameOf} from '../wizard/outcome.ts';
import type {Note} from '../wizard/state.ts';
import type {After, Done, Outcome} from '../wizard/types.ts';
import {carryOut, type Carried} from './carry-out.ts';

type World = {context: Context; terminal: Terminal; drafts: DraftStore};

/**
Does what came out of the wizard, on the ordinary screen, and says what the wizard goes on with. Ctrl-C ends what is
done and leads back as well; all other signals end the program.
*/
export async function act(outcome: Exclude<Outcome, {do: 'save' | 'tree' | 'quit'}>, world: World): Promise<After> {
	const {context, terminal} = world;
	if (outcome.do === 'copy' || outcome.do === 'rename') {
		const {do: verb, name, to} = outcome;
		const titles = verb === 'copy' ? ['Copied', 'Not copied'] as const : ['Renamed', 'Not renamed'] as const;
		return noted(titles, to, context, async told =>
			changeRecipes([verb, name, to], told));
	}

	if (outcome.do === 'remove') {
		return noted(['Deleted', 'Not deleted'], undefined, context, async told =>
			changeRecipes(['remove', outcome.name], told));
	}

	return outcome.do === 'edit'
		? noted(['Edited', 'Editing ended with a problem'], outcome.name, context, async told =>
			edit(outcome.name, told, terminal))
		: {done: await carriedOut(outcome, world)};
}

/** What is said in a few words and changes nothing but the list of recipes. */
async function noted(
	[good, bad]: readonly [good: string, bad: string],
	name: string | undefined,
	context: Context,
	work: (context: Context) => Promise<void>,
): Promise<After> {
	const lines: string[] = [];
	const note = await work({
		...context,
		out(line) {
			lines.push(line);
		},
	}).then(
		(): Note => ({title: good, text: lines.join('\n')}),
		(error: unknown): Note => ({
			title: `! ${bad}`,
			text: describeError(error).lines.join('\n'),
		}),
	);
	return {note, ...(name !== undefined && {name})};
}

async function changeRecipes(words: readonly string[], {recipes: places, folders, out}: Context): Promise<void> {
	const {recipes} = await import('./recipes.ts');
	await recipes(words, {
		...places,
		out,
		isPublished: name => existsSync(path.join(folders.published, name)),
		store: recipeStore(folders.recipes),
	});
}

/** The file of a recipe in the editor of the user. @throws UserError where it is no recipe afterwards */
async function edit(name: string, context: Context, {env}: Terminal): Promise<void> {
	const file = await readRecipeFile(name, context.recipes);
	// Both may hold options, as in every other program that reads them.
	const editor = [env.VISUAL, env.EDITOR].find(Boolean) ?? 'editor';
	const words = ['-c', `exec ${editor} "$1"`, 'sh', file.path];
	const edited = {failed: false};
	// Ctrl-C is the editor's, which may take it for anything.
	await context.interruptible(async () => {
		const {failed} = await execa('sh', words, {stdio: 'inherit', reject: false});
		edited.failed = failed;
	});
	if (edited.failed) {
		throw new UserError(`The editor ${editor} failed.`, ['set EDITOR to the name of your editor']);
	}

	await loadRecipe(name, context.recipes);
	context.out(`${name} is as you left it in ${file.path}.`);
}

async function carriedOut(outcome: Carried, {context, terminal, drafts}: World): Promise<Done> {
	const lines: string[] = [];
	const tell = (line: string): void => {
		lines.push(line);
		context.out(line);
	};

	let isSaved = outcome.do !== 'go' || !outcome.save;
	const onSaved = (): void => {
		isSaved = true;
	};

	const {exitCode, why, log} = await context.interruptible(async within =>
		carryOut(outcome, {
			context: {...within, out: tell}, terminal: {...terminal, signal: within.signal}, drafts, onSaved,
		})
			.then((code): Result => ({exitCode: code}), (error: unknown): Result => {
				if (error instanceof Cancelled) {
					throw error;
				}

				const {lines: said, exitCode: code} = describeError(error);
				for (const line of said) {
					tell(line);
				}

				return {exitCode: code, why: said[0], log: error instanceof StepError ? error.failure.log : undefined};
			})) ?? stopped(tell);
	const name = nameOf(outcome);
	if (name !== undefined) {
		context.out(`Run again: ramstrap ${outcome.do === 'go' ? 'rehearse' : outcome.do} ${name}`);
	}

	return {
		outcome,
		exitCode,
		isSaved,
		headline: headlineOf(outcome, exitCode),
		// What a machine that did not come up is told with.
		why: why ?? lines.find(line => line.startsWith(marks.problem)),
		lines,
		log: log ?? (name !== undefined && isLogged(outcome)
			? newestFile(path.join(context.folders.logs, name), '.log')
			: undefined),
	};
}

/** What writes logs of its own. */
const isLogged = (outcome: Carried): boolean => ['run', 'go', 'rehearse', 'serve'].includes(outcome.do);

type Result = {exitCode: number; why?: string | undefined; log?: string | undefined};

function stopped(tell: (line: string) => void): Result {
	tell('Stopped. Finished steps are kept.');
	return {exitCode: exitCodes.interrupted};
}

function headlineOf(outcome: Carried, exitCode: number): string {
	if (exitCode === exitCodes.interrupted) {
		return 'Stopped. Finished steps are kept.';
	}

	const [good, bad] = headlines[outcome.do];
	const said = exitCode === exitCodes.done ? good : (exitCode === exitCodes.nodeDown ? lost : bad);
	return said.replace('NAME', () => nameOf(outcome) ?? '');
}

const lost = 'NAME is built, and did not come up.';

/** What is said where it went well, and where not. */
const headlines: Record<Carried['do'], readonly [good: string, bad: string]> = {
	run: ['NAME is built.', 'NAME was not built.'],
	go: ['NAME boots.', 'NAME was not rehearsed.'],
	rehearse: ['NAME boots.', 'NAME was not rehearsed.'],
	serve: ['NAME is no longer served.', 'NAME was not served.'],
	publish: ['NAME is published.', 'NAME was not published.'],
	rollback: ['NAME is rolled back.', 'NAME was not rolled back.'],
	deploy: ['The deployment of NAME ended without an error.', 'NAME was not deployed.'],
	undeploy: ['Withdrawing NAME ended without an error.', 'NAME was not withdrawn.'],
	status: ['What is published of NAME', 'Nothing is known of NAME.'],
	doctor: ['This machine is ready.', 'Something is missing on this machine.'],
};
