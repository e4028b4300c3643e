import {expect, test} from 'vitest';
import {entriesBelow, entriesOf} from '../../../source/kernel/kconfig/menu/entries.ts';
import {holdersOf, optionPage} from '../../../source/kernel/kconfig/menu/page.ts';
import {chosenOf, markOf, rowsOf, titleOf} from '../../../source/kernel/kconfig/menu/rows.ts';
import {openConfiguration} from '../../../source/kernel/kconfig/solve/configuration.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {treeOf} from './tree-of.ts';

const text = `
mainmenu "A program"

config MODULES
	bool "modules"
	modules
	default y

menu "Cards"
	visible if MODULES
config BUS
	bool "a bus"
	default y

config CARD
	tristate "a card"
	depends on BUS
	help
	  It sends and receives.

config CARD_LED
	bool "its light"
	depends on CARD

config OTHER
	bool "no card"
	select HELD
	select BUS if SMALL
endmenu

menuconfig NET
	bool "networking"
	default y

if NET
comment "addresses"
config PORT
	int "a port"
	range 1 99
	default 22
endif

config SILENT
	bool
	default y

config LOUD
	bool "below what has no prompt"
	depends on SILENT

config HELD
	tristate "held"

choice
	prompt "how"
config FAST
	bool "fast"
config SMALL
	bool "small"
endchoice

config LOCKED
	bool "only for experts" if EXPERT
	default y

config BELOW
	bool "below"
	depends on LOCKED
`;

const opened = (version = '6.12') => {
	const tree = {...treeOf(text), version};
	const model = modelOf(tree);
	const configuration = openConfiguration(model);
	const root = entriesOf(model);
	const page = (title: string) => entriesBelow(root).find(entry => titleOf(entry) === title)!;
	const lines = (title?: string, withHidden = false) => rowsOf(title === undefined ? root : page(title), model, withHidden)
		.map(({entry, depth, isShown}) => `${'  '.repeat(depth)}${isShown ? '' : '!'}${markOf(entry, model)} ${titleOf(entry)}${entry.opens ? ' >' : ''}`.trimEnd());
	const set = (name: string, value: string) => configuration.set(model.cells.get(name)!, value);
	return {tree, model, lines, page, set};
};

test.each(['6.1', '6.12'])('Linux %s: pages as menuconfig has them', version => {
	const {lines, page, set, model} = opened(version);
	expect(lines()).toEqual([
		'[*] modules', ' Cards >', '[*] networking >', '[ ] below what has no prompt', '< > held', ' how >', '-*- only for experts', '  [ ] below',
	]);
	expect(lines('Cards')).toEqual(['[*] a bus', '  < > a card', '[ ] no card']);
	set('CARD', 'm');
	expect(lines('Cards')).toEqual(['[*] a bus', '  <M> a card', '    [ ] its light', '[ ] no card']);
	set('OTHER', 'y');
	expect(lines()).toContain('-*- held');
	expect(lines('networking')).toEqual(['*** addresses', '(22) a port']);
	expect(lines('how')).toEqual(['(X) fast', '( ) small']);
	expect(chosenOf(page('how'), model)).toBe('fast');
	set('SMALL', 'y');
	expect(chosenOf(page('how'), model)).toBe('small');
});

test('what stands below what: with all around both, never what can never be, and what has no prompt gives its place to what is below it', () => {
	const model = modelOf({...treeOf(`
menu "m"
	depends on NET
config A
	bool "a"
	depends on NET
config A_PTP
	bool "a's clock"
	depends on (A && X) || (A && Y)
config A_NEVER
	bool "never"
	depends on A && n
endmenu
config NET
	def_bool y
config X
	bool "x"
config Y
	bool "y"
config HIDDEN
	bool "hidden, on" if X
	default y
config SILENT
	def_bool y
	depends on HIDDEN
config SHOWN
	bool "shown"
	depends on SILENT || X
`), version: '6.12'});
	openConfiguration(model);
	const lines = (entry = entriesOf(model)): string[] => rowsOf(entry, model, true).flatMap(({entry: one, depth, isShown}) =>
		[`${'  '.repeat(depth)}${isShown ? '' : '!'}${titleOf(one)}`, ...(one.opens ? lines(one) : [])]);
	expect(lines()).toEqual(['m', 'a', '  !a\'s clock', '!never', 'x', 'y', 'hidden, on', '  shown']);
});

test('what cannot be set now is listed on request, with what stands below it', () => {
	const {lines, set} = opened();
	set('BUS', 'n');
	expect(lines('Cards')).toEqual(['[ ] a bus', '[ ] no card']);
	expect(lines('Cards', true)).toEqual(['[ ] a bus', '  !- - a card', '    !- - its light', '[ ] no card']);
	set('MODULES', 'n');
	expect(lines()).not.toContain(' Cards >');
	expect(lines(undefined, true)).toContain('! Cards >');
});

test('an option\'s page says what it is, and what holds it', () => {
	const {tree, model, set} = opened();
	const page = (name: string) => optionPage(tree, {cell: model.cells.get(name)!, model, read: file => file === 'Kconfig' ? text : undefined});
	set('OTHER', 'y');
	expect(page('CARD')).toBe('a card\n\nIt sends and receives.\n\nCONFIG_CARD=n   tristate\nIn: Cards\nDefined at: Kconfig:15\n  depends on: BUS [=y]');
	expect(page('HELD')).toContain('Selected by: OTHER [y]');
	const holders = (name: string) => holdersOf(tree.symbols.get(name)!, model);
	expect([holders('HELD'), holders('BUS')]).toEqual([['OTHER'], []]);
	set('SMALL', 'y');
	expect(holders('BUS')).toEqual(['OTHER']);
	expect(page('PORT')).toContain('Range: 1 to 99');
	expect(page('SILENT')).toContain('SILENT has no prompt: other options turn it on.');
});
