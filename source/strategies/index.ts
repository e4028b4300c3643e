import type {Recipe, StrategyName} from '../recipe/schema.ts';
import {busyboxInitramfs} from './busybox-initramfs.ts';
import {dracutToram} from './dracut-toram.ts';
import {nfsRoot} from './nfs-root.ts';
import {ramdiskExt2} from './ramdisk-ext2.ts';
import type {Strategy} from './types.ts';

/** The registry: a strategy is one file and one line here. */
export const strategies: Record<StrategyName, Strategy> = {
	'busybox-initramfs': busyboxInitramfs,
	'dracut-toram': dracutToram,
	'ramdisk-ext2': ramdiskExt2,
	'nfs-root': nfsRoot,
};

export const strategyOf = ({strategy}: Pick<Recipe, 'strategy'>): Strategy => strategies[strategy];
