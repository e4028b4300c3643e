import {UserError} from '../errors.ts';
import type {Recipe, StrategyName} from '../recipe/schema.ts';
import {busyboxInitramfs} from './busybox-initramfs.ts';
import type {Strategy} from './types.ts';

/** The registry: a strategy is one file and one line here. Of the others only the kernel can be checked, configured and built. */
const strategies: Partial<Record<StrategyName, Strategy>> = {
	'busybox-initramfs': busyboxInitramfs,
};

export const builtStrategies = Object.keys(strategies) as StrategyName[];

/** @throws UserError (exit 2) for a strategy that nothing builds yet */
export function strategyOf({strategy, root}: Pick<Recipe, 'strategy' | 'root'>): Strategy {
	const found = root === 'initramfs' ? strategies[strategy] : undefined;
	if (!found) {
		throw new UserError(
			`This ramstrap builds no ${strategy}${strategy === 'busybox-initramfs' ? ` with root: ${root}` : ''} yet; only its kernel can be checked, configured and built.`,
			['ramstrap kernel check <recipe>', `strategies that can be built: ${builtStrategies.join(', ')} with root: initramfs`],
		);
	}

	return found;
}
