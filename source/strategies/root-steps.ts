import type {Facts} from '../host/types.ts';
import type {Wanted} from '../kernel/check/requirements.ts';
import type {Delivery} from '../recipe/delivery.ts';
import {busyboxStep} from '../steps/busybox.ts';
import {rootStep} from '../steps/root.ts';
import {treeStep} from '../steps/tree/index.ts';
import type {Step} from '../steps/types.ts';
import {kernelSteps} from './kernel-steps.ts';

/**
What every strategy with a distribution in its root has: BusyBox, a kernel with drivers, a
tree, and the tree made ready.
*/
export function systemSteps({recipe, needs}: Wanted, facts: Facts): {steps: Step[]; drivers: boolean} {
	const modules = [...needs.modules ?? [], ...systemModules];
	const kernel = kernelSteps({recipe, needs: {...needs, modules}}, facts);
	const has = (id: string) => kernel.some(step => step.id === id);
	return {
		steps: [
			busyboxStep(facts),
			...kernel,
			treeStep(recipe, facts),
			rootStep(recipe, facts, {modules: has('modules') ? 'modules' : (has('drivers') ? 'drivers' : undefined)}),
		],
		drivers: has('drivers'),
	};
}

/** What a layer in RAM takes; the compressor of zram is a module of its own in kernels before 6.12. */
export function layerModules({overlay}: Delivery): string[] {
	return overlay === 'none' ? [] : ['overlay', ...(overlay === 'zram' ? ['zram', 'lzo-rle', 'lzo', 'ext4'] : [])];
}

/** What systemd asks for at every start: with autofs4 and without binfmt_misc one of its units fails. */
const systemModules = ['autofs4', 'binfmt_misc', 'configfs', 'fuse'];
