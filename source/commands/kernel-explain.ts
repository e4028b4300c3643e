import {outJson, type Context} from '../context.ts';
import {exitCodes, UserError, visible} from '../errors.ts';
import {trackEdits, wayOn} from '../kernel/kconfig/edits.ts';
import {optionPage} from '../kernel/kconfig/menu/page.ts';
import {isSwitch, settle, valueOf} from '../kernel/kconfig/solve/evaluate.ts';
import {quoteArgv} from '../plan/quote.ts';
import type {Recipe} from '../recipe/schema.ts';
import {openRecipeTree} from '../run/recipe-kernel.ts';
import {sayKernelSize} from '../wizard/tree/kernel-size.ts';
import {linesOnValue} from '../wizard/tree/value-lines.ts';
import {presentIn} from './kernel-tree.ts';

type Call = {
	recipe: Recipe;
	name: string;
	context: Context;
	json: boolean;
	yes: boolean | undefined;
	env: NodeJS.ProcessEnv;
};

/** `ramstrap kernel config --explain`: all that is to be known of an option in the kernel of a recipe. */
export async function kernelExplain(word: string, {recipe, name, context, json, yes, env}: Call): Promise<number> {
	const option = word.replace(/^CONFIG_/, '');
	const tree = await openRecipeTree(recipe, context, {environment: presentIn(env), json, yes});
	const {model} = tree.configuration;
	const cell = model.cells.get(option);
	if (cell?.type === undefined) {
		throw new UserError(
			`The kernel of ${name} has no option ${option}.`,
			[quoteArgv(['ramstrap', 'kernel', 'search', option, name])],
		);
	}

	const {from, why} = tree.requests.find(request => request.option === option) ?? {};
	const isOff = isSwitch(cell) && settle(cell, model).level === 0;
	const edits = trackEdits({...tree, tree: tree.kconfig});
	const size = sayKernelSize({model, edits, sizeOf: tree.sizeOf});
	size.start();
	const way = isOff ? wayOn(cell, edits) : undefined;
	if (json) {
		outJson(context, {
			event: 'result',
			ok: true,
			option,
			value: valueOf(cell, model),
			...(from !== undefined && {from}),
			...(why !== undefined && {why}),
			...(way && 'needs' in way && {needs: way.needs, estimatedBytes: size.added(way.steps)}),
			...(way && 'whyNot' in way && {whyNot: way.whyNot}),
		});
		return exitCodes.done;
	}

	for (const line of [
		...optionPage(tree.kconfig, {cell, model, read: tree.read}).split('\n'),
		...(from === undefined ? [] : [`Requested by ${from}${why === undefined ? '' : `: ${why}`}`]),
		...linesOnValue(cell, {model, edits, recipe: undefined, size}),
	]) {
		// What a tree says cannot move the cursor.
		context.out(visible(line.split('\t').join(' '.repeat(4))));
	}

	return exitCodes.done;
}
