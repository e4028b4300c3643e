import {exitCodes, UserError} from '../errors.ts';
import type {Facts, KernelSource} from '../host/types.ts';
import type {Recipe} from '../recipe/schema.ts';

/** The kernel the recipe means on this machine. @throws UserError (exit 3) when this machine offers none. */
export function kernelSourceFor({kernel}: Recipe, facts: Facts): KernelSource {
	const name = kernel.package ?? 'default';
	const source = facts.kernels[name];
	if (source) {
		return source;
	}

	throw new UserError(
		kernel.package
			? `kernel.package is ${kernel.package}, which ${facts.distribution.name} does not offer.`
			: `No kernel can be had on this machine: neither the package lists of ${facts.distribution.name} nor an installed kernel that can be read.`,
		['ramstrap doctor --install   refreshes the package lists', 'ramstrap doctor   shows what is missing'],
		exitCodes.notReady,
	);
}
