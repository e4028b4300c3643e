import {oneOf} from '../arguments.ts';
import {outJson, type Context} from '../context.ts';
import {exitCodes} from '../errors.ts';
import {formatFragment} from '../kernel/config-text.ts';
import {writeConfig, writeMinimal} from '../kernel/kconfig/solve/write-config.ts';
import type {Recipe} from '../recipe/schema.ts';
import {openRecipeTree} from '../run/recipe-kernel.ts';
import {presentIn} from './kernel-tree.ts';

const forms = ['config', 'defconfig', 'fragment'] as const;

type Call = {recipe: Recipe; context: Context; mode: string | undefined; json: boolean; env: NodeJS.ProcessEnv};

/**
`ramstrap kernel export`: the kernel of a recipe for other tools: its whole `.config`, only what is not so by default
(as `savedefconfig`), or only what the recipe requests.
*/
export async function kernelExport({recipe, context, mode, json, env}: Call): Promise<number> {
	const form = oneOf('mode', mode, forms, 'config');
	const tree = await openRecipeTree(recipe, context, {environment: presentIn(env), json});
	const {configuration: {model}, requests} = tree;
	const text = {
		config: () => writeConfig(model),
		defconfig: () => writeMinimal(model),
		fragment: () => formatFragment(requests),
	}[form]();
	if (json) {
		outJson(context, {event: 'result', ok: true, config: text});
	} else {
		context.out(text.replace(/\n$/, ''));
	}

	return exitCodes.done;
}
