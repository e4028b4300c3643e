import {isDeviceIds, type DeviceOptions} from '../../kernel/hardware/device-options.ts';
import {makeSearch, type OptionSearch} from '../../kernel/kconfig/find-options.ts';
import {entriesBelow, type Entry} from '../../kernel/kconfig/menu/entries.ts';
import {titleOf, type Row} from '../../kernel/kconfig/menu/rows.ts';
import type {Cell, Model} from '../../kernel/kconfig/solve/cells.ts';
import type {KconfigTree, ReadFile} from '../../kernel/kconfig/types.ts';

/** Lists from all over a tree. */
export type Listing = {
	/** The lines of these options, each where it can be seen. */
	of: (cells: readonly Cell[]) => Row[];
	/** What was found by words, and how many more there are. `isReading`: until it is known what drives a device. */
	found: (text: string) => {rows: Row[]; more: number; isReading: boolean};
};

/** As many results as somebody looks through. */
const most = 200;

type Props = {
	tree: KconfigTree;
	model: Model;
	read: ReadFile;
	/** Reads which options drive a device. */
	readDevices: () => Promise<DeviceOptions>;
	/** Devices have been read, or why not. */
	onRead: (problem: string | undefined) => void;
};

export function makeListing(root: Entry, {tree, model, read, readDevices, onRead}: Props): Listing {
	const entries = Map.groupBy(entriesBelow(root).filter(({cell}) => cell), ({cell}) => cell!);
	let search: OptionSearch | undefined;
	let last: {text: string; cells: Cell[]; more: number} | undefined;
	let devices: 'unread' | 'reading' | 'read' = 'unread';

	const startReading = async (): Promise<void> => {
		devices = 'reading';
		let problem: string | undefined;
		try {
			search = makeSearch(tree, {read, driving: await readDevices()});
		} catch (error) {
			problem = (error as Error).message;
		}

		devices = 'read';
		last = undefined;
		onRead(problem);
	};

	/** An option may be defined in several places, of which one is seen now. */
	const entryOf = (cell: Cell): Entry | undefined => {
		const all = entries.get(cell) ?? [];
		return all.find(({node}) => model.isShown(node)) ?? all.find(entry => titleOf(entry) !== '') ?? all[0];
	};

	const of = (cells: readonly Cell[]): Row[] => cells
		.flatMap(cell => entryOf(cell) ?? [])
		.map(entry => ({entry, depth: 0, isShown: model.isShown(entry.node)}));

	return {
		of,
		found(text) {
			const words = text.split(/\s+/);
			const isReading = devices !== 'read' && words.some(word => isDeviceIds(word));
			if (isReading && devices === 'unread') {
				void startReading();
			}

			if (last?.text !== text) {
				search ??= makeSearch(tree, {read});
				const cells = search(words).map(({name}) => model.cells.get(name)!);
				last = {text, cells: cells.slice(0, most), more: Math.max(0, cells.length - most)};
			}

			return {rows: of(last.cells), more: last.more, isReading};
		},
	};
}
