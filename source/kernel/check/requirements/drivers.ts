import {deliveryOf} from '../../../recipe/delivery.ts';
import type {Recipe} from '../../../recipe/schema.ts';
import {optionOfModule} from '../../catalogue.ts';
import type {RequiredOption} from '../requirements.ts';

/**
The options behind the modules that the recipe names; of modules that the catalogue does not know, the
step that packs them says it.
*/
export function driverRequirements(recipe: Recipe): RequiredOption[] {
	const {drivers} = recipe.kernel;
	const {at, by} = deliveryOf(recipe);
	const byKernel = at === 'server' && by === 'kernel';
	return (Array.isArray(drivers) ? drivers : []).flatMap(module => {
		const entry = optionOfModule(module);
		return entry === undefined ? [] : [{
			option: entry.option,
			as: byKernel ? 'y' : 'm',
			why: `kernel.drivers names ${module}`
				+ (byKernel ? ', and the kernel needs the network before it can load a module' : ''),
		}];
	});
}
