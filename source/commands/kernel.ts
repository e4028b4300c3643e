import {readFile, realpath} from 'node:fs/promises';
import path from 'node:path';
import type {ReadStream, WriteStream} from 'node:tty';
import {commands, type Flags} from '../arguments.ts';
import {exitCodes, StepError, UserError} from '../errors.ts';
import {readKernelConfig} from '../host/kernel-config.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {checkKernel} from '../kernel/check/check.ts';
import {formatVerdict} from '../kernel/check/format-verdict.ts';
import {parseConfig} from '../kernel/config-text.ts';
import {valuesOfConfig} from '../kernel/size/values.ts';
import type {Dropped} from '../kernel/types.ts';
import {makeKernelPlan, type Plan} from '../plan/plan.ts';
import {findingEvent} from '../report/finding.ts';
import {sizeText} from '../report/size.ts';
import {quoteArgv} from '../plan/quote.ts';
import {listText} from '../recipe/problem.ts';
import type {Recipe} from '../recipe/schema.ts';
import {nearest} from '../recipe/spelling.ts';
import {wantedOf} from '../strategies/index.ts';
import {DroppedRequests} from '../run/actions/compare-config.ts';
import type {MadeArtifact} from '../run/run.ts';
import {carryOut} from '../run/build.ts';
import {readerWithin} from '../run/kconfig-tree.ts';
import {sizeOfKernel} from '../run/kernel-size.ts';
import {outJson, type Context} from '../context.ts';
import {readDevices, reportHardware} from '../run/built/kernel-hardware.ts';
import {readFactsFor, readyFacts} from '../run/readiness.ts';
import {refuseUnbuilt} from './kernel-of-ones-own.ts';

type Terminal = {stdin: ReadStream; stdout: WriteStream; env: NodeJS.ProcessEnv};

/** `ramstrap kernel <verb> <recipe>` */
export async function kernel(
	words: readonly string[],
	context: Context,
	flags: Flags,
	terminal: Terminal,
): Promise<number> {
	const [verb = '', name, ...more] = words;
	const ofTree = (['search', 'needs', 'solve'] as const).find(one => one === verb);
	if (ofTree) {
		const {treeVerbs} = await import('./kernel-tree.ts');
		return treeVerbs[ofTree](words.slice(1), context, flags, terminal);
	}

	if (verb === 'menu' && flags.tree !== undefined) {
		const {kernelTreeMenu} = await import('./kernel-tree-menu.ts');
		return kernelTreeMenu(words.slice(1), context, flags, terminal);
	}

	if (verb === 'diff') {
		const {kernelDiff} = await import('./kernel-diff.ts');
		return kernelDiff(words.slice(1), context, flags);
	}

	if (!isVerb(verb)) {
		const meant = nearest(verb, Object.keys(commands.kernel.verbs));
		throw new UserError(
			verb === ''
				? `ramstrap kernel needs a subcommand: ${allVerbs}.`
				: `kernel ${verb} is not a command: use ${allVerbs}.`,
			[...meant ? [`did you mean kernel ${meant}?`] : [], 'ramstrap kernel --help   explains each'],
		);
	}

	if (name === undefined || more.length > 0) {
		throw new UserError(
			`kernel ${verb} needs ${name === undefined ? 'a recipe' : `one recipe, not ${more.length + 1}`}.`,
			['ramstrap recipes list   lists the names', `ramstrap kernel ${verb} rambox-tiny`],
		);
	}

	const recipe = await loadRecipe(name, {...context.recipes, set: flags.set ?? []});
	return verbs[verb]({recipe, name, context, flags, terminal});
}

const allVerbs = listText(Object.keys(commands.kernel.verbs), 'or');

type Call = {recipe: Recipe; name: string; context: Context; flags: Flags; terminal: Terminal};

const verbs = {menu, check, config, build, import: importFrom, export: exportTo};

function isVerb(word: string): word is keyof typeof verbs {
	return Object.hasOwn(verbs, word);
}

/** The list of options, in the wizard; what comes out is saved. */
async function menu({recipe, name, context, terminal}: Call): Promise<number> {
	const {kernelMenu} = await import('./kernel-menu.ts');
	return kernelMenu(recipe, name, context, terminal);
}

async function importFrom(call: Call): Promise<number> {
	refuseUnbuilt(call.recipe, call.name, 'import');
	const {kernelImport} = await import('./kernel-import.ts');
	return kernelImport(call);
}

async function exportTo({recipe, name, context, flags, terminal}: Call): Promise<number> {
	refuseUnbuilt(recipe, name, 'export');
	const {kernelExport} = await import('./kernel-export.ts');
	return kernelExport({recipe, context, mode: flags.mode, json: flags.json ?? false, env: terminal.env});
}

/** A configuration held against what the recipe asks of a kernel. */
async function check({recipe, name, context, flags}: Call): Promise<number> {
	if (flags.config !== undefined && flags.kernel !== undefined) {
		throw new UserError('--config and --kernel exclude each other; give only one of them.');
	}

	// A wrong path is told before a kernel is downloaded.
	const devices = flags.hardware === undefined ? undefined : await readDevices(flags.hardware);
	const file = flags.config ?? flags.kernel;
	const found =
		file === undefined
			? await ownConfig({recipe, name, context, flags})
			: {name: file, config: (await readKernelConfig(file)).config};
	const verdict = checkKernel({...wantedOf(recipe), ...found});
	const hardware =
		devices === undefined
			? undefined
			: await reportHardware(devices, parseConfig(found.config), {
				recipe,
				workFolder: context.folders.work,
			});
	const ok = verdict.ok && !hardware?.devices.some(({network, has}) => network && has === false);
	if (flags.json) {
		for (const event of [
			...verdict.findings.map(finding => findingEvent(finding)),
			...(hardware?.devices ?? []).map(device => ({event: 'device', ...device})),
		]) {
			outJson(context, event);
		}

		outJson(context, {event: 'result', ok, kernel: found.name, ...(hardware && {unknown: hardware.unknown})});
	} else {
		for (const line of [...formatVerdict(verdict), ...(hardware ? ['', ...hardware.lines] : [])]) {
			context.out(line);
		}
	}

	return ok ? exitCodes.done : exitCodes.invalid;
}

/** The configuration of the recipe's own kernel: unpacked or made now, if it was not yet. */
async function ownConfig({
	recipe,
	name,
	context,
	flags,
}: Omit<Call, 'terminal'>): Promise<{name: string; config: string}> {
	const isBuilt = recipe.kernel.from === 'build';
	const called = isBuilt ? 'the kernel to build' : recipe.kernel.package ?? 'the distribution\'s kernel';
	const {kernelConfig} = isBuilt ? {} : await readFactsFor(recipe, context);
	// Which driver is for which device stands beside the modules, so for that they have to be unpacked.
	if (kernelConfig !== undefined && flags.hardware === undefined) {
		return {name: called, config: kernelConfig};
	}

	const step = isBuilt ? 'kernel-config' : 'kernel';
	await runKernelPlan(step, {recipe, name, context, flags});
	return {name: called, config: await readFile(path.join(context.folders.work, recipe.name, step, 'config'), 'utf8')};
}

/** Only configures, and compares what was asked with what came out. */
async function config({recipe, name, context, flags, terminal}: Call): Promise<number> {
	refuseUnbuilt(recipe, name, 'config');
	if (flags.explain !== undefined) {
		const {kernelExplain} = await import('./kernel-explain.ts');
		const {json = false, yes} = flags;
		return kernelExplain(flags.explain, {recipe, name, context, json, yes, env: terminal.env});
	}

	return reportRequests({context, flags}, async () => {
		const {plan} = await runKernelPlan('kernel-config', {recipe, name, context, flags});
		const requested = countRequests(plan);
		const file = path.join(context.folders.work, recipe.name, 'kernel-config/config');
		const bytes = await estimateSize(file, plan);
		if (flags.json) {
			const estimated = bytes !== undefined && {estimatedBytes: bytes};
			outJson(context, {event: 'result', ok: true, requested, kept: requested, dropped: [], ...estimated});
		} else {
			context.out(`All ${requested} requested options are in the configuration: ${file}`);
			if (bytes !== undefined) {
				context.out(`Estimated size of the kernel: ${sizeText(bytes)}`);
			}

			context.out(`Next: ${quoteArgv(['ramstrap', 'kernel', 'build', name])}`);
		}
	});
}

async function build({recipe, name, context, flags}: Call): Promise<number> {
	refuseUnbuilt(recipe, name, 'build');
	return reportRequests({context, flags}, async () => {
		const {artifacts: [made]} = await runKernelPlan('kernel', {recipe, name, context, flags});
		const {path: file, bytes, sha256} = made!;
		if (flags.json) {
			outJson(context, {event: 'result', ok: true, recipe: recipe.name, artifacts: [made]});
		} else {
			context.out('');
			context.out(`vmlinuz  ${sizeText(bytes)}  sha256 ${sha256.slice(0, 16)}…`);
			context.out(`         ${file}`);
			context.out(`Next: ${quoteArgv(['ramstrap', 'rehearse', name])}`);
		}
	});
}

async function runKernelPlan(
	last: 'kernel-config' | 'kernel',
	{recipe, name, context, flags}: Omit<Call, 'terminal'>,
): Promise<{plan: Plan; artifacts: MadeArtifact[]}> {
	const {yes, json} = flags;
	const facts = await readyFacts(recipe, context, {use: 'kernel', begun: false, reference: name, yes, json});
	const plan = makeKernelPlan(recipe, facts, last);
	const {artifacts} = await carryOut(plan, {
		recipe,
		facts,
		context,
		fresh: flags.fresh ?? false,
		json: flags.json ?? false,
	});
	return {plan, artifacts};
}

/** Of the kernel that a plan configured. @param configured the file that came out */
async function estimateSize(configured: string, {steps}: Plan): Promise<number | undefined> {
	const {tree} = steps.flatMap(({actions}) => actions).find(action => action.do === 'compare-config')!;
	const root = await realpath(path.resolve(path.dirname(configured), tree));
	return sizeOfKernel(root, readerWithin(root))(valuesOfConfig(await readFile(configured, 'utf8')));
}

function countRequests({steps}: Plan): number {
	return steps
		.flatMap(({actions}) => actions)
		.reduce((count, action) => action.do === 'compare-config' ? count + action.requests.length : count, 0);
}

/** Requests that were dropped are what these commands are there to find: told in full, one after the other. */
async function reportRequests(
	{context, flags}: Pick<Call, 'context' | 'flags'>,
	work: () => Promise<void>,
): Promise<number> {
	try {
		await work();
		return exitCodes.done;
	} catch (error) {
		const cause = error instanceof StepError ? error.cause : undefined;
		if (!(cause instanceof DroppedRequests)) {
			throw error;
		}

		const {requested, dropped} = cause;
		if (flags.json) {
			outJson(context, {
				event: 'result',
				ok: false,
				requested,
				kept: requested - dropped.length,
				dropped: dropped.map(({option, wanted, got, unmet, add, sentence}) => ({
					option,
					wanted,
					got,
					unmet,
					add,
					sentence,
				})),
			});
		} else {
			context.out(`${cause.message}:`);
			for (const line of [...dropped.map(({sentence}) => `  ${sentence}`), ...additionsFor(dropped)]) {
				context.out(line);
			}
		}

		return exitCodes.stepFailed;
	}
}

/** Everything that is to be asked for as well, ready for the recipe. */
function additionsFor(dropped: readonly Dropped[]): string[] {
	const additions = new Set(dropped.flatMap(({add}) => add));
	const entries = [...additions].map(entry => entry.includes('=') ? entry.replace('=', ': ') : `${entry}: y`);
	return entries.length > 0
		? ['Add to the recipe, below kernel:', `  options: {${entries.join(', ')}}   in addition to the existing ones`]
		: [];
}
