import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {rememberConfig} from '../host/known-config.ts';
import type {Facts} from '../host/types.ts';
import {type Plan, makePlan} from '../plan/plan.ts';
import type {Recipe} from '../recipe/schema.ts';
import {runPlan, type MadeArtifact} from '../run/run.ts';
import {strategyOf} from '../strategies/index.ts';
import type {ImageSizes} from '../strategies/types.ts';
import {outJson, type Context} from './context.ts';
import {readFactsFor, refuseUnready} from './readiness.ts';

export type Built = {facts: Facts; plan: Plan; artifacts: MadeArtifact[]; sizes: ImageSizes};

/** What `run`, `rehearse` and the wizard have in common: look, plan, do. `reference` is the recipe as the user named it. */
export async function build(recipe: Recipe, context: Context, {reference, fresh, json, use}: {reference: string; fresh: boolean; json: boolean; use: 'build' | 'rehearse'}): Promise<Built> {
	const facts = await readFactsFor(recipe, context);
	const folder = path.join(context.folders.work, recipe.name);
	refuseUnready(recipe, facts, use, {begun: existsSync(folder), reference});
	const plan = makePlan(recipe, facts);
	const {artifacts} = await context.quietly(async () => runPlan(plan, {
		folder,
		logFolder: path.join(context.folders.logs, recipe.name),
		fresh,
		display: json ? 'silent' : (context.terminal ? 'terminal' : 'lines'),
		signal: context.signal,
		onEvent(event) {
			if (json) {
				outJson(context, event);
			}
		},
	}));
	rememberKernel(recipe, facts, context);
	return {facts, plan, artifacts, sizes: await measure(recipe, folder, artifacts)};
}

/** So that the next plan with this kernel is checked before anything runs. */
export function rememberKernel({kernel, name}: Recipe, {kernels}: Facts, {folders}: Context): void {
	if (kernel.from === 'distribution') {
		rememberConfig(kernels[kernel.package ?? 'default'], path.join(folders.work, name, 'kernel/config'), folders.cache);
	}
}

async function measure(recipe: Recipe, folder: string, [kernel, initrd]: MadeArtifact[]): Promise<ImageSizes> {
	const unpacked = await readFile(path.join(folder, strategyOf(recipe).artifacts.unpacked.path), 'utf8');
	return {kernel: kernel!.bytes, compressed: initrd!.bytes, unpacked: Number(unpacked)};
}
