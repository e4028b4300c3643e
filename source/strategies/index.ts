import type {Equipped} from '../host/needs.ts';
import type {Wanted} from '../kernel/check/requirements.ts';
import type {Recipe, RecipeInput, StrategyName} from '../recipe/schema.ts';
import {busyboxInitramfs} from './busybox-initramfs.ts';
import {dracutToram} from './dracut-toram.ts';
import {nfsRoot} from './nfs-root.ts';
import {ramdiskExt2} from './ramdisk-ext2.ts';
import type {Strategy, Way} from './types.ts';

/** The registry: a strategy is one file and one line here. */
export const strategies: Record<StrategyName, Strategy> = {
	'busybox-initramfs': busyboxInitramfs,
	'dracut-toram': dracutToram,
	'ramdisk-ext2': ramdiskExt2,
	'nfs-root': nfsRoot,
};

export const strategyOf = ({strategy}: Pick<Recipe, 'strategy'>): Strategy => strategies[strategy];

/** What a recipe wants of its kernel: by itself, and by its strategy. */
export const wantedOf = (recipe: Recipe): Wanted => ({recipe, needs: strategyOf(recipe).kernel(recipe)});

/** A recipe with the programs that its strategy takes of this machine. */
export const equippedOf = (recipe: Recipe): Equipped => ({recipe, tools: strategyOf(recipe).tools(recipe)});

/** All ways for a system to reach its node, with what a recipe has to say for each. */
export const ways: ReadonlyArray<Way & {settings: Pick<RecipeInput, 'strategy'>}> =
	(Object.keys(strategies) as StrategyName[]).flatMap(strategy =>
		strategies[strategy].ways.map(way => ({...way, settings: {strategy, ...way.settings}})));
