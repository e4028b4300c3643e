import {recipeSchema, type BundleName, type Choice, type Recipe} from '../recipe/schema.ts';
import {aboutOf, elementOf} from '../recipe/shape.ts';
import {bundles as allBundles} from './bundles.ts';
import {catalogue as wholeCatalogue} from './catalogue.ts';
import {groups, type CatalogueOption, type OptionValue} from './types.ts';

/** One line of the kernel menu. */
export type KernelRow = {
	/** `bundle:virtio` or `option:VIRTIO_NET`. */
	id: string;
	kind: 'bundle' | 'option';
	/** Heading it stands under. */
	group: string;
	name: string;
	prompt: string;
	help: string;
	on: boolean;
	/** What it is set to, or would be when turned on, where that is not `y`. */
	value?: string;
	/**
	Why it cannot be turned off: asked for by the recipe, by a bundle that is on, or by another option that was chosen.
	*/
	locked?: string;
	lockedBy?: 'recipe' | 'bundle' | 'option';
	/** Options that are turned on along with it. */
	with: readonly string[];
};

/** What is known of kernels, as far as the menu needs it. */
export type KernelKnowledge = {
	catalogue?: readonly CatalogueOption[];
	bundles?: Readonly<Record<BundleName, Readonly<Record<string, OptionValue>>>>;
	/** What the recipe needs whatever else is chosen, with the reason. */
	required: ReadonlyArray<{option: string; value?: OptionValue; why?: string}>;
};

/**
The menu of a recipe: all bundles, all options of the catalogue in menuconfig's order, then what else is asked for.
*/
export function kernelRows(
	recipe: Recipe,
	{catalogue = wholeCatalogue, bundles = allBundles, required}: KernelKnowledge,
): KernelRow[] {
	const asked = askedBy(recipe, bundles, required);
	const needed = neededBy(recipe, catalogue);
	const whyOf = (name: string) => required.find(({option}) => option === name)?.why ?? '';
	const entries = groups.flatMap(group => catalogue.filter(entry => entry.group === group));
	return [
		...bundleChoices.map(choice =>
			bundleRow(recipe, choice, Object.keys(bundles[choice.value as BundleName]), required)),
		...entries.map(entry => optionRow(
			recipe,
			{...entry, group: groupTitles[entry.group]},
			asked.get(entry.option),
			needed.get(entry.option),
		)),
		...othersIn(recipe, catalogue, needed, required).map(option => optionRow(
			recipe,
			{option, group: otherTitle, prompt: whyOf(option), help: otherHelp},
			asked.get(option),
		)),
	];
}

const bundleTitle = 'Bundles';
const otherTitle = 'Other options';
const otherHelp = 'Requested by this recipe. ramstrap has no description of this option; menuconfig has the '
	+ 'kernel\'s own.';

/** As menuconfig calls its menus; of parts of them in a user's words. */
const groupTitles: Record<CatalogueOption['group'], string> = {
	general: 'General setup',
	bus: 'Bus options',
	networking: 'Networking support',
	wireless: 'Wi-Fi and Bluetooth',
	drivers: 'Device drivers',
	'network-disks': 'Disks over the network',
	graphics: 'Graphics',
	sound: 'Sound',
	sensors: 'Sensors, watchdogs, server management',
	'file-systems': 'File systems',
	virtualization: 'Virtualization',
	security: 'Security',
	debugging: 'Debugging',
};

const bundleSchema = elementOf(recipeSchema.shape.kernel.unwrap().shape.bundles)!;
const bundleChoices: readonly Choice[] = aboutOf(bundleSchema).choices ?? [];

type Asked = {value: OptionValue; locked: string; lockedBy: 'recipe' | 'bundle'};

/**
Options that are on whatever `kernel.options` says. The recipe's own needs are the better reason,
so they win over bundles.
*/
function askedBy(
	{kernel}: Recipe,
	bundles: Required<KernelKnowledge>['bundles'],
	required: KernelKnowledge['required'],
): Map<string, Asked> {
	const ofBundles = bundleChoices.filter(({value}) => kernel.bundles.includes(value as BundleName)).toReversed()
		.flatMap(({value, label}) => Object.entries(bundles[value as BundleName])
			.map(([option, set]): [string, Asked] =>
				[option, {value: set, locked: `part of the bundle ${label}`, lockedBy: 'bundle'}]));
	const ofRecipe = required.toReversed().map(({option, value = 'y', why}): [string, Asked] =>
		[option, {value, locked: ['needed by the recipe', ...(why ? [why] : [])].join(': '), lockedBy: 'recipe'}]);
	return new Map([...ofBundles, ...ofRecipe]);
}

/** For every option, the chosen ones that cannot be without it. */
function neededBy({kernel}: Recipe, catalogue: readonly CatalogueOption[]): Map<string, string[]> {
	const needed = new Map<string, string[]>();
	for (const {option, with: others = []} of catalogue) {
		for (const other of isOn(kernel.options[option]) ? others : []) {
			needed.set(other, [...needed.get(other) ?? [], option]);
		}
	}

	return needed;
}

/**
What the catalogue does not have. Mere frames that came along with a chosen option (NETDEVICES) are named by that
option, and need no line.
*/
function othersIn(
	{kernel}: Recipe,
	catalogue: readonly CatalogueOption[],
	needed: ReadonlyMap<string, unknown>,
	required: KernelKnowledge['required'],
): string[] {
	const chosen = Object.keys(kernel.options).filter(option => !needed.has(option));
	const others = new Set([...required.map(({option}) => option), ...chosen]);
	for (const {option} of catalogue) {
		others.delete(option);
	}

	return [...others];
}

function bundleRow(
	{kernel}: Recipe,
	{value: name, label, help}: Choice,
	options: readonly string[],
	required: KernelKnowledge['required'],
): KernelRow {
	const chosen = kernel.bundles.includes(name as BundleName);
	const isNeeded = !chosen
		&& options.length > 0
		&& options.every(option => required.some(one => one.option === option));
	return {
		id: `bundle:${name}`, kind: 'bundle', group: bundleTitle,
		name, prompt: label, help,
		on: chosen || isNeeded, with: options,
		...(isNeeded && {locked: 'already needed by the recipe', lockedBy: 'recipe'}),
	};
}

type ShownOption = Pick<CatalogueOption, 'option' | 'prompt' | 'help' | 'with' | 'value'> & {group: string};

/** A line of one's own counts more than a bundle, so it is what the row shows. */
function optionRow(
	{kernel}: Recipe,
	entry: ShownOption,
	by: Asked | undefined,
	needing: readonly string[] = [],
): KernelRow {
	const {option: name, group, prompt, help, with: others = []} = entry;
	const own = kernel.options[name];
	const asked = own !== undefined && by?.lockedBy === 'bundle' && String(own) !== by.value ? undefined : by;
	const value = String(asked?.value ?? (isOn(own) ? own : entry.value ?? 'y'));
	return {
		id: `option:${name}`, kind: 'option', group, name, prompt, help, with: others, on: isOn(asked?.value ?? own),
		...(value !== 'y' && {value}),
		...lockOf(asked, isOn(own) ? needing : []),
	};
}

function lockOf(asked: Asked | undefined, needing: readonly string[]): Pick<KernelRow, 'locked' | 'lockedBy'> {
	if (asked) {
		return {locked: asked.locked, lockedBy: asked.lockedBy};
	}

	return needing.length > 0
		? {locked: `${needing.join(', ')} ${needing.length > 1 ? 'need' : 'needs'} it`, lockedBy: 'option'}
		: {};
}

const isOn = (value: string | number | undefined): boolean => value !== undefined && value !== 'n';
