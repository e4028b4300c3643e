import path from 'node:path';
import type {Context} from '../../source/context.ts';
import {budgetOf} from '../../source/run/built/budget-of.ts';
import {build} from '../../source/run/build.ts';
import {makeRequest} from '../../source/rehearse/rehearsal-request.ts';
import {loadRecipe} from '../../source/host/recipe-files.ts';
import {foldersFrom} from '../../source/paths.ts';
import type {RehearsalRequest} from '../../source/rehearse/rehearse.ts';
import type {Card} from '../../source/rehearse/types.ts';
import type {Firmware} from '../../source/strategies/types.ts';

/**
What `ramstrap rehearse <name>` would rehearse in this RAMSTRAP_HOME, built there as far as it is not yet. For what the
command line has no word for: `rehearse({...await requestFrom(home, 'debian-toram'), alone: 60})`.
*/
export async function requestFrom(home: string, name: string, {set = [], firmware = 'bios', secureBoot, httpBoot, nodes = 1, timeout = 800, memory, card = 'virtio-net-pci', signal = new AbortController().signal}: {
	set?: string[];
	firmware?: Firmware;
	secureBoot?: boolean;
	httpBoot?: boolean | undefined;
	nodes?: number;
	timeout?: number;
	/** MiB, or as little as the plan asks for. */
	memory?: number | 'least' | undefined;
	card?: Card;
	signal?: AbortSignal;
} = {}): Promise<RehearsalRequest> {
	const folders = foldersFrom({RAMSTRAP_HOME: home});
	const context: Context = {
		folders, signal, recipes: {bundledFolder: path.resolve('recipes'), savedFolder: folders.recipes},
		out: () => undefined, terminal: false, ask: undefined, quietly: async work => work(), interruptible: async () => undefined, self: [process.execPath, path.resolve('dist/cli.mjs')], installed: () => 'for tests',
	};
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const built = await build(recipe, context, {reference: name, fresh: false, json: true, use: 'rehearse'});
	const mib = memory === 'least' ? budgetOf(recipe, built.sizes)[firmware].mib : memory ?? recipe.node.memory;
	return makeRequest(recipe, built, {firmware, secureBoot, httpBoot, nodes, timeout, memory: mib, card, accel: 'auto', keep: false}, context);
}
