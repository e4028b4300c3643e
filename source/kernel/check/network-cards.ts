import {deliveryOf} from '../../recipe/delivery.ts';
import {listText} from '../../recipe/problem.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {baseRequests, bundles} from '../bundles.ts';
import {catalogue, isNetworkCard} from '../catalogue.ts';
import {valueOf} from '../catalogue/other-names.ts';
import type {KernelFinding, Scene} from './finding.ts';
import {requirementsOf} from './requirements.ts';
import {loadedByInitramfs, ownKernel} from './hints.ts';

/** A kernel that fetches its root itself needs a card before there is a place to load modules from. */
export function cardTrap(scene: Scene): KernelFinding | undefined {
	if (!isRootBehindCard(scene.recipe) || cardsWith(scene, ['y']).length > 0 || mayHaveAnotherCard(scene)) {
		return undefined;
	}

	const modules = cardsWith(scene, ['m']);
	return {
		code: 'network-driver-not-built-in', level: 'problem',
		// By its name askKernel finds the line that made a module of it; those of a distribution are nobody's line.
		...(modules.length > 0 && scene.recipe.kernel.from === 'build' && {option: modules[0]!}),
		what: 'The kernel mounts its root over NFS itself, but has no network driver built in'
			+ (modules.length > 0 ? ` (${areModules(modules)})` : '')
			+ ', so it cannot get an address or mount the root.',
		hints: [...builtIn(scene, modules), ...loadedByInitramfs(scene), ...ownKernel(scene)],
	};
}

/** The drivers of the catalogue that this kernel can use before or after it has its root. */
export function usableCards(scene: Scene): string[] {
	return cardsWith(scene, isRootBehindCard(scene.recipe) ? ['y'] : ['y', 'm']);
}

function isRootBehindCard(recipe: Recipe): boolean {
	const {at, by} = deliveryOf(recipe);
	return at === 'server' && by === 'kernel';
}

/** USB_USBNET is what many adapters share, and drives none by itself. */
function cardsWith({values}: Scene, levels: readonly string[]): string[] {
	return catalogue
		.filter(entry => isNetworkCard(entry) && entry.option !== 'USB_USBNET')
		.filter(({option}) => levels.includes(valueOf(values, option) ?? 'n'))
		.map(({option}) => option);
}

/**
The catalogue does not know every card: what the recipe's own lines turn on and nobody here has heard of may be one.
*/
function mayHaveAnotherCard(scene: Scene): boolean {
	const {recipe, values} = scene;
	const {from, options, fragment} = recipe.kernel;
	const known = new Set([
		...catalogue.flatMap(({option, with: parents = []}) => [option, ...parents]),
		...Object.values(bundles).flatMap(bundle => Object.keys(bundle)),
		...[...baseRequests, ...requirementsOf(scene)].map(({option}) => option),
	]);
	// Which options of a finished configuration came from a fragment is not known; any of them may have.
	const own = fragment === undefined ? Object.keys(options) : values.keys().toArray();
	const isUnknown = (option: string) => !known.has(option) && !option.startsWith('NET_VENDOR_');
	return from === 'build' && own.some(option => values.get(option) === 'y' && isUnknown(option));
}

/** A kernel of a distribution has a hundred of them. */
function areModules(names: readonly string[]): string {
	const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
	return `${listText(shown, 'and')} ${names.length > 1 ? 'are modules' : 'is a module'}`;
}

function builtIn({recipe: {kernel}}: Scene, modules: readonly string[]): string[] {
	const names = [...new Set([...kernel.bundles, 'virtio', 'intel-nics', 'realtek-nics'])];
	const options = modules.slice(0, 3).map(name => `${name}: y`);
	return kernel.from === 'build' ? [
		...(modules.length > 0 ? [`kernel.options: {${options.join(', ')}}   builds the modules in`] : []),
		`kernel.bundles: [${names.join(', ')}]   most virtual machines, many PCs`,
	] : [];
}
