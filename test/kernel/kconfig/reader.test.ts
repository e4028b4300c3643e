import {expect, test} from 'vitest';
import {formatExpression} from '../../../source/kernel/kconfig/expression.ts';
import {describeOption} from '../../../source/kernel/kconfig/describe.ts';
import type {Expression, KconfigTree} from '../../../source/kernel/kconfig/types.ts';
import {treeOf} from './tree-of.ts';

test('an option has its type, prompt, conditions, defaults, selects and place', () => {
	const tree = treeOf(`
config A
	tristate "the a" if B
	depends on C && D
	default m if C
	range 1 0x10 if B
	select E if F
	imply G
`);
	expect(tree.symbols.get('A')).toMatchObject({
		type: 'tristate',
		definitions: [{
			file: 'Kconfig',
			line: 2,
			prompt: {text: 'the a', condition: {kind: 'symbol', name: 'B'}},
			conditions: [{kind: 'symbol', name: 'C'}, {kind: 'symbol', name: 'D'}],
			defaults: [{value: {kind: 'constant', value: 'm'}, condition: {kind: 'symbol', name: 'C'}}],
			ranges: [{low: {kind: 'symbol', name: '1'}, high: {kind: 'symbol', name: '0x10'}, condition: {kind: 'symbol', name: 'B'}}],
			selects: [{name: 'E', condition: {kind: 'symbol', name: 'F'}}],
			implies: [{name: 'G'}],
		}],
	});
	expect(tree.skipped).toEqual([]);
});

test('a backslash at the end of a line joins the next one to it', () => {
	expect(conditionsOf(treeOf(String.raw`config A
	bool "a"
	depends on B && \
		C
`), 'A')).toBe('B; C');
});

test('menus and ifs hand down their conditions, visible if goes to prompts only', () => {
	const tree = treeOf(`
menu "Outer"
	depends on A
	visible if B
if C || !D
config X
	bool "x"
	depends on E
endif
endmenu
config Y
	bool "y"
`);
	expect(conditionsOf(tree, 'X')).toBe('A; C || !D; E');
	expect(tree.symbols.get('X')!.definitions[0]!.visibleIf).toEqual([{kind: 'symbol', name: 'B'}]);
	expect(conditionsOf(tree, 'Y')).toBe('');
});

test('selectors and implications are known from the other side', () => {
	const tree = treeOf('config A\n\tbool "a"\n\tselect C if B\nconfig B\n\tbool\n\timply C\nconfig C\n\tbool\n');
	expect(tree.symbols.get('C')!.selectors.map(({by, condition}) => [by.name, condition])).toEqual([['A', {kind: 'symbol', name: 'B'}]]);
	expect(tree.symbols.get('C')!.impliedBy.map(({by}) => by.name)).toEqual(['B']);
	expect(tree.dependents().get('A')!.map(({name}) => name)).toEqual(['C']);
});

test('an option may be defined in several places', () => {
	const tree = treeOf('config A\n\tbool "one"\n\tdepends on B\nsource "sub/Kconfig"\n', {'sub/Kconfig': 'config A\n\tbool "two"\n\tdepends on C\n'});
	expect(tree.symbols.get('A')!.definitions.map(({file, line, prompt}) => [file, line, prompt!.text])).toEqual([['Kconfig', 1, 'one'], ['sub/Kconfig', 1, 'two']]);
});

test('source, rsource, osource and orsource', () => {
	const tree = treeOf('source "arch/$(SRCARCH)/Kconfig"\nosource "gone/Kconfig"\nosource "kept/Kconfig"\n', {
		'arch/x86/Kconfig': 'config A\n\tbool\nrsource "near"\norsource "neither"\n',
		'arch/x86/near': 'config B\n\tbool\n',
		'kept/Kconfig': 'config C\n\tbool\n',
	});
	expect(tree.symbols.keys().toArray()).toEqual(['A', 'B', 'C']);
});

test('a choice knows its members, its prompt and its default', () => {
	const tree = treeOf('choice\n\tprompt "Pick" if A\n\tdepends on B\n\tdefault Y\nconfig X\n\tbool "x"\nconfig Y\n\tbool "y"\nendchoice\n');
	expect(tree.choices).toMatchObject([{members: ['X', 'Y'], prompt: {text: 'Pick'}, defaults: [{value: {kind: 'symbol', name: 'Y'}}]}]);
	expect(conditionsOf(tree, 'X')).toBe('B');
});

test('modules, transitional, and depends on … if', () => {
	const tree = treeOf(`
config MODS
	bool "modules"
	modules
config OLD
	bool
	transitional
config X
	bool "x"
	depends on A if B
	depends on C if D && E
`);
	expect(tree.modules).toBe('MODS');
	expect(tree.symbols.get('OLD')!.transitional).toBe(true);
	expect(conditionsOf(tree, 'X')).toBe('A || B=n; C || !(D && E)');
	expect(treeOf('config M\n\tbool "m"\n\toption modules\n').modules).toBe('M');
});

test('help texts are skipped, and read again when somebody wants one', () => {
	const text = `
menu "Device Drivers"
menuconfig NET
	bool "Networking"
	help
	  First line.

	    Indented "text' with $( and nothing
	  if all that.
if NET
config A
	tristate "the a"
	---help---
	  Of A.
config B
	bool "the b"
	help

config C
	bool "the c"
	depends on X && NET
endif
endmenu
`;
	const tree = treeOf(text);
	expect(tree.skipped).toEqual([]);
	expect(describeOption(tree, 'NET', () => text)).toEqual({
		option: 'NET',
		type: 'bool',
		prompt: 'Networking',
		menus: ['Device Drivers'],
		place: 'Kconfig:3',
		help: 'First line.\n\n  Indented "text\' with $( and nothing\nif all that.',
	});
	expect(describeOption(tree, 'A', () => text)).toMatchObject({menus: ['Device Drivers', 'Networking'], help: 'Of A.'});
	expect(describeOption(tree, 'B', () => text)!.help).toBeUndefined();
	expect(describeOption(tree, 'C')!.menus).toEqual(['Device Drivers', 'Networking']);
	expect(describeOption(tree, 'D')).toBeUndefined();
});

test('an option that depends on the menuconfig before it lies below it', () => {
	const tree = treeOf('menuconfig A\n\tbool "The A"\nconfig B\n\tbool "b"\n\tdepends on A\nconfig C\n\tbool "c"\n');
	expect(describeOption(tree, 'B')!.menus).toEqual(['The A']);
	expect(describeOption(tree, 'C')!.menus).toEqual([]);
});

test('the version comes from the Makefile', () => {
	expect(treeOf('').version).toBe('6.1');
	expect(treeOf('', {Makefile: ''}).version).toBe('');
});

test('lines that nobody knows are noted, and the rest stands', () => {
	const tree = treeOf('config A\n\tbool "a"\n\tglows in the dark\n\tselect "x"\n\tdepends on (B\n\tdefault ;\nconfig C\n\tbool c\nrange 1 2 3\nconfig\n');
	expect(tree.skipped).toEqual([
		'Kconfig:3: glows in the dark', 'Kconfig:4: select "x"', 'Kconfig:5: depends on (B', 'Kconfig:6: default ;', 'Kconfig:8: bool c', 'Kconfig:9: range 1 2 3', 'Kconfig:10: config',
	]);
	expect(conditionsOf(tree, 'A')).toBe('(B');
	expect(tree.symbols.has('C')).toBe(true);
});

test.for([
	['source "gone"\n', 'Kconfig:1 reads gone, which is not in this tree.'],
	['source "Kconfig"\n', 'Kconfig:1 reads Kconfig, which includes itself.'],
	['\nmenu "m"\nconfig A\n\tbool\n', 'Kconfig:2 starts a menu that does not end in the same file.'],
	['if A\nendmenu\n', 'Kconfig:2 ends a menu that was not started.'],
	['$(error-if,y,no compiler)\n', 'Kconfig:1 cannot be read: no compiler.'],
	['X = $(X)\nconfig A\n\tdefault "$(X)"\n', 'Kconfig:3 cannot be read: $(X) expands to itself.'],
	['X := $(Y\n', 'Kconfig:1 cannot be read: "$(Y" lacks a closing parenthesis.'],
])('a tree that falls apart is refused: %s', ([text, sentence]) => {
	expect(() => treeOf(text!)).toThrow(sentence);
});

test('a folder without Kconfig is no kernel tree', () => {
	expect(() => treeOf(undefined as unknown as string)).toThrow('This is not a Kconfig tree: it has no file named Kconfig.');
});

function conditionsOf(tree: KconfigTree, name: string): string {
	return tree.symbols.get(name)!.definitions[0]!.conditions.map((part: Expression) => formatExpression(part)).join('; ');
}
