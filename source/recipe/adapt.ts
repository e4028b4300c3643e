import {deliveryOf} from './delivery.ts';
import {recipeFields, valueAt} from './fields.ts';
import {isAbout} from './meaning.ts';
import {whyNoOwnFiles} from './nodes.ts';
import {recipeSchema, type Recipe} from './schema.ts';
import {applySetting, removeSetting} from './setting.ts';

/**
A recipe in which one answer has just changed, with all else in it that this leaves no place for
dropped or changed along.
*/
export function adapt(recipe: Recipe, before: Recipe): Recipe {
	return [withRoot, withTree, withPlace, withoutStrays, withoutOwn, withMemory].reduce(
		(adapted, change) => change(adapted, before),
		recipe,
	);
}

/** Memory of the smallest node that most systems of this kind are well with, in MiB. */
export function usualMemory(recipe: Recipe): number {
	if (recipe.tree.from === 'busybox') {
		return 512;
	}

	return deliveryOf(recipe).at === 'server' ? 1024 : 2048;
}

/** A system that was chosen already is brought along into the other strategy. */
function withRoot(recipe: Recipe, before: Recipe): Recipe {
	const isNew = before.strategy !== recipe.strategy && isAbout(recipe, 'root');
	return isNew ? {...recipe, root: recipe.tree.from === 'busybox' ? 'initramfs' : 'squashfs'} : recipe;
}

/** BusyBox alone is for the initramfs, and nothing else is. */
function withTree(recipe: Recipe, before: Recipe): Recipe {
	const {tree, strategy, root} = recipe;
	if (strategy === before.strategy && root === before.root) {
		return recipe;
	}

	if (deliveryOf(recipe).at === 'initramfs') {
		return {...recipe, tree: {...tree, from: 'busybox'}};
	}

	return tree.from === 'busybox' ? {...recipe, tree: {...tree, from: 'bootstrap'}} : recipe;
}

type Place = Pick<Recipe['tree'], 'path' | 'image'>;

/** Something to start from, for what cannot be left out; where it really lies is asked next. */
const places: Partial<Record<Recipe['tree']['from'], Place>> = {
	directory: {path: '/srv/system'},
	archive: {path: '/srv/system.tar.zst'},
	'disk-image': {path: '/srv/system.qcow2'},
	oci: {image: 'docker.io/library/debian:trixie'},
};

/** What lay in another source does not lie in this one. */
function withPlace(recipe: Recipe, before: Recipe): Recipe {
	const {path, image, ...tree} = recipe.tree;
	return tree.from === before.tree.from ? recipe : {...recipe, tree: {...tree, ...places[tree.from]}};
}

/** What has just lost its meaning is not kept where nobody sees it. */
function withoutStrays(recipe: Recipe, before: Recipe): Recipe {
	const strays = recipeFields().filter(
		({path}) =>
			isAbout(before, path.join('.')) && !isAbout(recipe, path.join('.')) && valueAt(recipe, path) !== undefined,
	);
	return strays.length === 0
		? recipe
		: recipeSchema.parse(strays.reduce<unknown>((rest, {path}) => removeSetting(rest, path), recipe));
}

/** The same for what single nodes have. */
function withoutOwn(recipe: Recipe, before: Recipe): Recipe {
	const lost = whyNoOwnFiles(before) === undefined && whyNoOwnFiles(recipe) !== undefined;
	const lostLogins = isAbout(before, 'node.keys') && !isAbout(recipe, 'node.keys');
	return lost || lostLogins
		? {
			...recipe,
			nodes: recipe.nodes.map(({files, ...node}) => ({
				...node,
				keys: [],
				...(!lost && files !== undefined && {files}),
			})),
		}
		: recipe;
}

function withMemory(recipe: Recipe, before: Recipe): Recipe {
	const isUsual = before.node.memory === usualMemory(before) && recipe.node.memory === before.node.memory;
	return isUsual ? applySetting(recipe, {path: ['node', 'memory'], value: usualMemory(recipe)}) as Recipe : recipe;
}
