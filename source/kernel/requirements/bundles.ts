import type {BundleName, Recipe} from '../../recipe/schema.ts';
import {bundles} from '../bundles.ts';
import {catalogueOption} from '../catalogue.ts';
import type {RequiredOption} from '../requirements.ts';

/** Bundles as something to look for in a kernel that others built; how large a RAM disk is, is not. */
export function bundleRequirements({kernel}: Recipe): RequiredOption[] {
	return kernel.bundles.flatMap(name => Object.entries(bundles[name])
		.filter(([, value]) => value === 'y')
		.map(([option]) => ({option, as: asOf(name, option), why: `the bundle ${name} has it`})));
}

/** Two of them promise what the kernel does before it can load a module; and some options are no modules. */
function asOf(name: BundleName, option: string): 'y' | 'm' {
	const entry = catalogueOption(option);
	return name === 'ramdisk' || name === 'nfs-root' || (entry && entry.module === undefined) ? 'y' : 'm';
}
