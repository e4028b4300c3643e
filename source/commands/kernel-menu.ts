import {exitCodes, UserError} from '../errors.ts';
import {readRecipeFile} from '../host/recipe-files.ts';
import {usualBundles} from '../kernel/bundles.ts';
import {askKernel} from '../kernel/requests.ts';
import {quoteArgv} from '../plan/quote.ts';
import type {Recipe} from '../recipe/schema.ts';
import {wantedOf} from '../strategies/index.ts';
import type {Context} from '../context.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {ask} from './ask.ts';
import {isBundled, saveKernel} from './save-recipe.ts';
import {gatherProps} from './wizard-props.ts';

/**
`ramstrap kernel menu`: the list alone; what was chosen goes back into the recipe's file, or, for a bundled recipe,
into one of one's own.
*/
export async function kernelMenu(
	recipe: Recipe,
	reference: string,
	context: Context,
	terminal: Terminal,
): Promise<number> {
	if (!context.ask) {
		throw new UserError('kernel menu needs a terminal.', [
			quoteArgv(['ramstrap', 'kernel', 'config', reference, '--set', 'kernel.bundles=[virtio, smp]']),
		]);
	}

	const file = await readRecipeFile(reference, context.recipes);
	const bundled = isBundled(file, context);
	const props = await gatherProps(context, terminal.env);
	const listed = {
		name: recipe.name,
		where: bundled ? 'bundled' as const : 'saved' as const,
		title: recipe.name,
		recipe: withOwnKernel(recipe, props.kernel.sources),
	};
	const {outcome} = await ask(
		{
			...props,
			recipes: [...props.recipes.filter(({name}) => name !== recipe.name), listed],
			startAt: {recipe: recipe.name, screen: 'kernel'},
		},
		context,
		{...terminal, signal: context.signal},
	);
	if (outcome.do !== 'save') {
		context.out('Nothing was changed.');
		return exitCodes.done;
	}

	const saved = await saveKernel(outcome.recipe, file, context);
	context.out(`Saved as ${saved}`);
	for (const {what} of askKernel(wantedOf(outcome.recipe)).problems) {
		context.out(`It cannot be built yet: ${what}`);
	}

	context.out(`Next: ${quoteArgv(['ramstrap', 'kernel', 'build', bundled ? outcome.recipe.name : reference])}`);
	return exitCodes.done;
}

/** There are no options to choose for a kernel of the distribution; who opens the list wants one of their own. */
function withOwnKernel(recipe: Recipe, [source]: readonly string[]): Recipe {
	if (recipe.kernel.from === 'build') {
		return recipe;
	}

	if (source === undefined) {
		throw new UserError(
			`${recipe.name} uses the distribution's kernel, `
			+ 'and this machine offers no kernel source package to build another.',
			[
				'set kernel.source in the recipe to a path or a url',
				'ramstrap doctor --install   refreshes the package lists',
			],
			exitCodes.notReady,
		);
	}

	const {package: _, ...kernel} = recipe.kernel;
	return {
		...recipe,
		kernel: {
			...kernel,
			from: 'build',
			drivers: 'all-network',
			modules: 'needed',
			source: {package: source},
			bundles: kernel.bundles.length > 0 ? kernel.bundles : [...usualBundles],
		},
	};
}
