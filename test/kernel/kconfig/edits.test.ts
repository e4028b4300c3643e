import {expect, test} from 'vitest';
import {trackEdits} from '../../../source/kernel/kconfig/edits.ts';
import {openRequests} from '../../../source/kernel/kconfig/solve/configuration.ts';
import {valueOf} from '../../../source/kernel/kconfig/solve/evaluate.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {treeOf} from './tree-of.ts';

const text = `
config MD
	bool "many devices"
config DM
	bool "mapper"
	depends on MD
config CRYPT
	bool "crypt"
	depends on DM
config RAID
	bool "raid"
	depends on MD
config HOLDER
	bool "holds the mapper"
	select DM
	depends on MD
`;

const opened = (fixed: ReadonlyMap<string, string> = new Map()) => {
	const tree = {...treeOf(text), version: '6.12'};
	const model = modelOf(tree);
	const configuration = openRequests(model, '');
	const edits = trackEdits({tree, configuration, fixed});
	const cell = (name: string) => model.cells.get(name)!;
	const on = () => ['MD', 'DM', 'CRYPT', 'RAID', 'HOLDER'].filter(name => valueOf(cell(name), model) === 'y').join(' ');
	const give = (name: string, value: 'n' | 'y') => {
		const way = edits.wayTo(cell(name), value);
		expect(way).toBeInstanceOf(Array);
		edits.make([...way as [], ...(value === 'n' ? edits.cameAlong(cell(name)) : [])]);
	};

	return {edits, on, give, cell};
};

test('what was turned on for an option goes with it, as one step', () => {
	const {edits, on, give} = opened();
	give('CRYPT', 'y');
	expect(on()).toBe('MD DM CRYPT');
	give('CRYPT', 'n');
	expect(on()).toBe('');
	edits.undo();
	expect(on()).toBe('MD DM CRYPT');
	give('CRYPT', 'n');
	// Off by itself, then on: nothing came along.
	give('MD', 'y');
	give('MD', 'n');
	expect(on()).toBe('');
});

test.each([
	['MD', 'MD'],
	['RAID', 'MD RAID'],
	['HOLDER', 'MD DM HOLDER'],
])('what is there for %s too stays', (other, left) => {
	const {on, give} = opened();
	give('CRYPT', 'y');
	if (other === 'MD') {
		give('MD', 'n');
		give('MD', 'y');
		give('CRYPT', 'y');
	} else {
		give(other, 'y');
	}

	give('CRYPT', 'n');
	expect(on()).toBe(left);
});

test('a module first, then built in: what came along is what it was before the first', () => {
	const tree = {...treeOf('config MODULES\n\tbool "modules"\n\tmodules\nconfig BUS\n\ttristate "bus"\nconfig CARD\n\ttristate "card"\n\tdepends on BUS\n'), version: '6.12'};
	const model = modelOf(tree);
	const edits = trackEdits({tree, configuration: openRequests(model, 'CONFIG_MODULES=y')});
	const card = model.cells.get('CARD')!;
	for (const value of ['m', 'y', 'n'] as const) {
		const way = edits.wayTo(card, value);
		edits.make([...way as [], ...(value === 'n' ? edits.cameAlong(card) : [])]);
	}

	expect(valueOf(model.cells.get('BUS')!, model)).toBe('n');
});

test('what has to stay as it is stays', () => {
	const {on, give, edits, cell} = opened(new Map([['DM', 'The recipe needs DM.']]));
	expect(edits.wayTo(cell('CRYPT'), 'y')).toMatch(/DM/);
	give('MD', 'y');
	give('RAID', 'y');
	give('RAID', 'n');
	expect(on()).toBe('MD');
});
