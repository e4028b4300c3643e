import {exitCodes} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {makePlan} from '../plan/plan.ts';
import {quoteArgv} from '../plan/quote.ts';
import {printPlan, type PlanFormat} from '../plan/print.ts';
import {strategyOf} from '../strategies/index.ts';
import {build} from './build.ts';
import {outJson, type Context} from './context.ts';
import {readFactsFor} from './readiness.ts';

export async function run(name: string, context: Context, {fresh, json, set}: {fresh: boolean; json: boolean; set: string[]}): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const {artifacts, sizes} = await build(recipe, context, {reference: name, fresh, json, use: 'build'});
	if (json) {
		outJson(context, {event: 'result', ok: true, recipe: recipe.name, artifacts});
		return exitCodes.done;
	}

	context.out('');
	for (const {name: file, path, bytes, sha256} of artifacts) {
		context.out(`${file.padEnd(8)} ${(bytes / 1_048_576).toFixed(1).padStart(6)} MiB  sha256 ${sha256.slice(0, 16)}…`);
		context.out(`         ${path}`);
	}

	const {memoryNeeded} = strategyOf(recipe);
	context.out(`A node needs at least ${memoryNeeded(sizes, 'bios', recipe).mib} MiB of memory in BIOS, ${memoryNeeded(sizes, 'uefi', recipe).mib} MiB in UEFI.`);
	context.out(`See it boot: ${quoteArgv(['ramstrap', 'rehearse', name, ...set.flatMap(setting => ['--set', setting])])}`);
	return exitCodes.done;
}

/** Shows the plan; looks at the machine, changes nothing. */
export async function plan(name: string, context: Context, {format, set}: {format: PlanFormat; set: string[]}): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const facts = await readFactsFor(recipe, context);
	context.out(printPlan(makePlan(recipe, facts), format).trimEnd());
	return exitCodes.done;
}
