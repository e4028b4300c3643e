import type {StrategyName} from '../recipe/schema.ts';
import {busyboxInitramfs} from './busybox-initramfs.ts';
import type {Strategy} from './types.ts';

/** The registry: a strategy is one file and one line here. */
export const strategies: Record<StrategyName, Strategy> = {
	'busybox-initramfs': busyboxInitramfs,
};
