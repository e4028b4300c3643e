import {exitCodes, UserError} from '../errors.ts';
import type {Facts, KernelSource} from '../host/types.ts';
import {checkKernel} from '../kernel/check/check.ts';
import {kernelRequests} from '../kernel/requests.ts';
import {requirementsOf, type Wanted} from '../kernel/check/requirements.ts';
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
The steps that make `kernel/vmlinuz`, and `drivers/` where there are modules for the node to carry; `modules/`
where its system has more.
@throws UserError (exit 2) for options that cannot work; (exit 3) when this machine offers no such kernel
*/
export function kernelSteps(wanted: Wanted, facts: Facts): Step[] {
	return wanted.recipe.kernel.from === 'build' ? builtKernel(wanted, facts) : distributionKernel(wanted, facts);
}

function distributionKernel(wanted: Wanted, facts: Facts): Step[] {
	const {recipe, needs} = wanted;
	const source = kernelSourceFor(recipe, facts);
	refuseIncapable(wanted, facts);
	const {drivers, modules} = recipe.kernel;
	const ofConsoles = recipe.node.console.flatMap(name => consoleKind(name)?.module ?? []);
	const further = [...needs.modules ?? [], ...(Array.isArray(modules) ? modules : []), ...ofConsoles];
	const firmware = carriesFirmware(recipe) ? recipe.kernel.firmware ?? facts.firmware : undefined;
	return [
		kernelStep(source),
		kernelCheckStep(requirementsOf(wanted)),
		...(drivers === 'none' ? [] : [driversStep(source.release, drivers, further, firmware)]),
		...(modules === 'all' && recipe.tree.from !== 'busybox' ? [allModulesStep(source.release)] : []),
	];
}

/**
@throws UserError (exit 2) with all that is missing and every hint, if the kernel's configuration is known
already; else a step finds out
*/
function refuseIncapable(wanted: Wanted, {kernelConfig}: Facts): void {
	if (kernelConfig === undefined) {
		return;
	}

	const name = wanted.recipe.kernel.package ?? 'the distribution\'s kernel';
	const {findings} = checkKernel({...wanted, config: kernelConfig, name});
	const problems = findings.filter(({level}) => level === 'problem');
	if (problems.length > 0) {
		throw new UserError(
			[
				'This kernel does not meet the requirements of the recipe:',
				...problems.map(({what}) => `  ${what}`),
			].join('\n'),
			[...new Set(problems.flatMap(({hints}) => hints))],
		);
	}
}

function builtKernel(wanted: Wanted, facts: Facts): Step[] {
	const {recipe, needs} = wanted;
	const source = kernelTree(recipe, facts);
	const {fragment} = recipe.kernel;
	const text = fragment === undefined ? undefined : facts.texts[fragment];
	const requests = kernelRequests(wanted, {fragment: text, release: facts.sourceRelease});
	const modules = requests.some(({value}) => value === 'm');
	return [
		...(source.step ? [source.step] : []),
		kernelConfigStep(source, requests, needs.before),
		kernelBuildStep(source, {modules, compiler: facts.tools.gcc, ccache: facts.tools.ccache !== undefined}),
		...(modules ? [builtDriversStep()] : []),
	];
}

function kernelSourceFor({kernel}: Recipe, facts: Facts): KernelSource {
	const name = kernel.package ?? 'default';
	const source = facts.kernels[name];
	if (source) {
		return source;
	}

	throw new UserError(
		kernel.package
			? `kernel.package is ${kernel.package}, which ${facts.distribution.name} does not offer.`
			: `This machine offers no kernel: it has no package lists of ${facts.distribution.name} and no readable `
				+ 'installed kernel.',
		['ramstrap doctor --install   refreshes the package lists', 'ramstrap doctor   shows what is missing'],
		exitCodes.notReady,
	);
}
