import {exitCodes, UserError} from '../errors.ts';
import type {Facts, KernelSource} from '../host/types.ts';
import {checkKernel} from '../kernel/check.ts';
import {kernelRequests} from '../kernel/requests.ts';
import {requirementsOf} from '../kernel/requirements.ts';
import {consoleKind} from '../recipe/consoles.ts';
import {carriesFirmware} from '../recipe/meaning.ts';
import type {Recipe} from '../recipe/schema.ts';
import {allModulesStep, builtDriversStep, driversStep} from '../steps/drivers.ts';
import {kernelBuildStep, kernelConfigStep} from '../steps/kernel-build.ts';
import {kernelCheckStep} from '../steps/kernel-check.ts';
import {kernelTree} from '../steps/kernel-source.ts';
import {kernelStep} from '../steps/kernel.ts';
import type {Step} from '../steps/types.ts';

/**
The steps that make `kernel/vmlinuz`, and `drivers/` where there are modules for the node to carry; `modules/` where its system has more.
@param further modules that the strategy takes
@throws UserError (exit 2) for options that cannot work; (exit 3) when this machine offers no such kernel
*/
export function kernelSteps(recipe: Recipe, facts: Facts, further: readonly string[] = []): Step[] {
	return recipe.kernel.from === 'build' ? builtKernel(recipe, facts) : distributionKernel(recipe, facts, further);
}

function distributionKernel(recipe: Recipe, facts: Facts, further: readonly string[]): Step[] {
	const source = kernelSourceFor(recipe, facts);
	refuseIncapable(recipe, facts);
	const {drivers, modules} = recipe.kernel;
	return [
		kernelStep(source),
		kernelCheckStep(requirementsOf(recipe)),
		...(drivers === 'none' ? [] : [driversStep(source.release, drivers, [...further, ...(Array.isArray(modules) ? modules : []), ...recipe.node.console.flatMap(name => consoleKind(name)?.module ?? [])], carriesFirmware(recipe) ? recipe.kernel.firmware ?? facts.firmware : undefined)]),
		...(modules === 'all' && recipe.tree.from !== 'busybox' ? [allModulesStep(source.release)] : []),
	];
}

/** @throws UserError (exit 2) with all that is missing and every way out, if the kernel's configuration is known already; else a step finds out */
function refuseIncapable(recipe: Recipe, {kernelConfig}: Facts): void {
	if (kernelConfig === undefined) {
		return;
	}

	const missing = checkKernel({recipe, config: kernelConfig, name: recipe.kernel.package ?? 'the distribution\'s kernel'}).findings.filter(({level}) => level === 'missing');
	if (missing.length > 0) {
		throw new UserError(['This kernel cannot do what the recipe asks for:', ...missing.map(({sentence}) => `  ${sentence}`)].join('\n'), [...new Set(missing.flatMap(({wayOut}) => wayOut))]);
	}
}

function builtKernel(recipe: Recipe, facts: Facts): Step[] {
	const source = kernelTree(recipe, facts);
	const {fragment} = recipe.kernel;
	const requests = kernelRequests(recipe, {fragment: fragment === undefined ? undefined : facts.texts[fragment], release: facts.sourceRelease});
	const modules = requests.some(({value}) => value === 'm');
	return [
		...(source.step ? [source.step] : []),
		kernelConfigStep(source, requests, recipe.strategy === 'ramdisk-ext2' && recipe.mount === 'kernel' ? ramdiskGoes : undefined),
		kernelBuildStep(source, {modules, compiler: facts.tools.gcc, ccache: facts.tools.ccache !== undefined}),
		...(modules ? [builtDriversStep()] : []),
	];
}

/** The trap of kernel/ramdisk-traps.ts once more, for a source whose release only shows when it is unpacked. */
const ramdiskGoes = {version: 7, because: 'from 7.0 on a root on /dev/ram0 is deprecated, and its removal is announced for January 2027; write mount: initramfs, or take an older source'};

function kernelSourceFor({kernel}: Recipe, facts: Facts): KernelSource {
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
