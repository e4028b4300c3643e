import {visible} from '../../errors.ts';
import {isDeviceIds, noDriver} from '../../kernel/hardware/device-options.ts';
import {othersIn} from '../../kernel/kconfig/edits.ts';
import type {Entry} from '../../kernel/kconfig/menu/entries.ts';
import {titleOf} from '../../kernel/kconfig/menu/rows.ts';
import type {TreeMenu, TreeState} from './tree-menu.ts';

// What a tree says of itself, on a screen and in lines.

export type Said = {title: string; text: string};

export const nameOf = (entry: Entry): string => titleOf(entry) || entry.cell!.name;

export function pathOf({state: {page, only, related}, title}: TreeMenu): string[] {
	const of = related.at(-1);
	if (of) {
		return [`Related to ${of.name}`];
	}

	if (only) {
		return [only === 'changed' ? 'Changed options' : 'Requested options'];
	}

	const titles: string[] = [];
	for (let one: Entry | undefined = page; one?.parent; one = one.parent) {
		titles.unshift(nameOf(one));
	}

	return titles.length > 0 ? titles : [title];
}

/** What is not saved, and how large the kernel becomes. */
export function placeOf(menu: TreeMenu): string[] {
	const size = menu.size.now();
	return [stateOf(menu), ...(size === undefined ? [] : [size])];
}

function stateOf({changes, recipe}: TreeMenu): string {
	const {length} = changes.changed();
	if (length > 0) {
		return `${length} changed`;
	}

	return recipe ? 'as in the recipe' : (changes.isStored() ? 'saved' : 'not saved');
}

/** What tells two alike apart in a list from all over the tree, and whom the value is owed to. */
export function noteOf(
	{cell}: Entry,
	{menu: {changes, recipe}, relations, withName}: {
		menu: TreeMenu;
		relations: ReturnType<TreeMenu['relations']>;
		withName: boolean;
	},
): string[] {
	if (!cell?.name) {
		return [];
	}

	const by = changes.isChanged(cell) ? 'changed' : recipe?.requested.get(cell.name);
	return [withName ? cell.name : undefined, relations.get(cell), by].filter(one => one !== undefined);
}

/** What has to be answered first, or what is said of the last key. */
export function saidIn(menu: TreeMenu): Said | undefined {
	const {state} = menu;
	if (state.isLeaving) {
		return menu.recipe
			? {title: '! Not kept', text: `${whatIsLost(menu)} Keep that for the recipe?`}
			: {title: '! Not saved', text: `${whatIsLost(menu)} Save before leaving?`};
	}

	if (state.plan) {
		const {cell, value, steps} = state.plan;
		const lines = othersIn(cell, steps);
		const then = menu.size.after(steps);
		return {
			title: `${cell.name}=${value} takes ${lines.length} other ${lines.length === 1 ? 'change' : 'changes'}`,
			text: [lines.join(', '), ...(then === undefined ? [] : [`With that ${then}.`])].join('\n'),
		};
	}

	return state.note;
}

function whatIsLost({changes, edits, recipe}: TreeMenu): string {
	const {length} = changes.changed();
	if (length === 0) {
		return 'This configuration is not in the file yet.';
	}

	if (recipe) {
		return `You set ${edits.made().entries().map(([name, value]) => `${name}=${value}`).toArray().join(', ')}.`;
	}

	return `${length === 1 ? 'One option has' : `${length} options have`} another value than in the file.`;
}

export function whyEmpty({state: {search}, place}: TreeMenu): string {
	if (!search) {
		return 'Nothing here';
	}

	if (place.search().isReading) {
		return 'Reading which driver is for which device …';
	}

	return search.text.split(/\s+/).some(word => isDeviceIds(word)) ? noDriver : 'No option is about that';
}

/** What a tree says cannot move the cursor. */
export const visibleLines = (text: string): string =>
	text.split('\n').map(line => visible(line.split('\t').join(tab))).join('\n');

const tab = ' '.repeat(4);

/** Whether the list comes from all over the tree. */
export const isFlat = ({search, only, related}: TreeState): boolean =>
	related.length > 0 || only !== undefined || (search?.text.trim() ?? '') !== '';
