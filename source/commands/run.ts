import path from 'node:path';
import {exitCodes} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {recipeProblems} from '../host/recipe-problems.ts';
import {budgetLines, refuseRecipe} from '../plan/budget.ts';
import {makePlan} from '../plan/plan.ts';
import {quoteArgv} from '../plan/quote.ts';
import {printPlan, type PlanFormat} from '../plan/print.ts';
import {leastMemory} from '../recipe/nodes.ts';
import {sizeText} from '../report/size.ts';
import {budgetOf, knownBudget} from '../run/built/budget-of.ts';
import {build} from '../run/build.ts';
import {knownWarnings} from '../run/built/known-sizes.ts';
import {outJson, type Context} from '../context.ts';
import {readFactsFor} from '../run/readiness.ts';

export async function run(
	name: string,
	context: Context,
	{fresh, json, set, yes}: {fresh: boolean; json: boolean; set: string[]; yes?: boolean | undefined},
): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const {artifacts, sizes} = await build(recipe, context, {reference: name, fresh, json, yes, use: 'build'});
	const budget = budgetOf(recipe, sizes);
	const memory = leastMemory(recipe);
	if (json) {
		// A refusal is the last line, and the only result.
		refuseRecipe(memory, budget);
		outJson(context, {event: 'result', ok: true, recipe: recipe.name, artifacts, budget});
		return exitCodes.done;
	}

	context.out('');
	for (const {name: file, path: place, bytes, sha256} of artifacts) {
		context.out(`${file.padEnd(8)} ${sizeText(bytes).padStart(7)}  sha256 ${sha256.slice(0, 16)}…`);
		context.out(`         ${place}`);
	}

	for (const line of budgetLines(memory, budget)) {
		context.out(line);
	}

	// The images are good all the same, for larger nodes.
	refuseRecipe(memory, budget);
	context.out(`Next: ${quoteArgv(['ramstrap', 'rehearse', name, ...set.flatMap(setting => ['--set', setting])])}`);
	return exitCodes.done;
}

/** Shows the plan; looks at the machine, changes nothing. */
export async function plan(
	name: string,
	context: Context,
	{format, set}: {format: PlanFormat; set: string[]},
): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const facts = await readFactsFor(recipe, context);
	const memory = leastMemory(recipe);
	const budget = knownBudget(recipe, context.folders.work);
	const whole = makePlan(recipe, facts);
	const problems = recipeProblems(recipe, facts.interfaces).map(({what}) => what);
	context.out(
		printPlan(format === 'text' ? {...whole, warnings: [...whole.warnings ?? [], ...problems]} : whole, format, {
			memory,
			budget,
			warnings: knownWarnings(path.join(context.folders.work, recipe.name), recipe),
		}).trimEnd(),
	);
	if (budget) {
		refuseRecipe(memory, budget);
	}

	return exitCodes.done;
}
