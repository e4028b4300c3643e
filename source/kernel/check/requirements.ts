import {consoleKind} from '../../recipe/consoles.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {addressRequirements} from './requirements/address.ts';
import {bundleRequirements} from './requirements/bundles.ts';
import {driverRequirements} from './requirements/drivers.ts';

/** An option a kernel must have. */
export type RequiredOption = {
	/** Without CONFIG_. */
	option: string;
	/** `y`: built in; `m`: a module will do as well. */
	as: 'y' | 'm';
	why: string;
	/** Options that do the same work; one of them is enough. */
	or?: readonly string[];
};

/** What a strategy asks of a kernel. */
export type KernelNeeds = {
	options: readonly RequiredOption[];
	/** Drivers that go along where the kernel has them as modules, whatever the recipe names. */
	modules?: readonly string[];
	/** Numbers and texts of a kernel that is built. */
	values?: ReadonlyArray<{option: string; value: string; why: string}>;
	/** The Linux that no longer can do it. */
	before?: {version: number; because: string};
};

/** A recipe, and what its strategy asks of the kernel. */
export type Wanted = {recipe: Recipe; needs: KernelNeeds};

/**
What a recipe asks of its kernel. Of a built kernel only what cannot be chosen: bundles and options are requests there,
and drivers are built in.
*/
export function requirementsOf({recipe, needs}: Wanted): RequiredOption[] {
	const isBuilt = recipe.kernel.from === 'build';
	return strictest([
		...platform,
		...recipe.node.console.flatMap(name => consoleRequirement(name)),
		...addressRequirements(recipe),
		...needs.options,
		...(isBuilt ? [] : [...driverRequirements(recipe), ...bundleRequirements(recipe)]),
	]);
}

const platform: readonly RequiredOption[] = [
	{option: '64BIT', as: 'y', why: 'current programs are 64-bit (make ARCH=x86 leaves it off)'},
	{option: 'EFI_STUB', as: 'y', why: 'a UEFI machine starts the kernel as an EFI program'},
	{option: 'BINFMT_ELF', as: 'y', why: 'every program of the node is an ELF file'},
	{option: 'BINFMT_SCRIPT', as: 'y', why: 'many programs of the boot process are scripts'},
	{option: 'DEVTMPFS', as: 'y', why: 'the kernel creates the device files'},
	{option: 'PROC_FS', as: 'y', why: '/init reads the kernel command line in /proc'},
	{option: 'SYSFS', as: 'y', why: '/init finds the hardware in /sys'},
	{option: 'TMPFS', as: 'y', why: 'files that a node writes are kept in memory'},
	{option: 'INET', as: 'y', why: 'the node uses TCP/IP'},
	{option: 'PACKET', as: 'm', why: 'the DHCP client needs raw packets'},
];

function consoleRequirement(name: string): RequiredOption[] {
	const kind = consoleKind(name);
	return kind ? [{...kind.option, why: `the recipe uses ${kind.says}`}] : [];
}

/** One for each option: the first, built in if any of them must be. */
function strictest(required: readonly RequiredOption[]): RequiredOption[] {
	const options = new Map<string, RequiredOption>();
	for (const one of required) {
		const before = options.get(one.option);
		options.set(one.option, before?.as === 'm' && one.as === 'y' ? one : before ?? one);
	}

	return options.values().toArray();
}
