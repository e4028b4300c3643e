import {describe, expect, test} from 'vitest';
import {needsOf} from '../../../source/kernel/kconfig/needs.ts';
import type {Model} from '../../../source/kernel/kconfig/solve/cells.ts';
import {openConfiguration, settable, textProblem, type Configuration} from '../../../source/kernel/kconfig/solve/configuration.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {planChange} from '../../../source/kernel/kconfig/plan/plan-change.ts';
import {writeConfig} from '../../../source/kernel/kconfig/solve/write-config.ts';
import type {KconfigTree} from '../../../source/kernel/kconfig/types.ts';
import {processorSeconds} from '../../processor-seconds.ts';
import {expectSameAsAnew, toggleAtRandom} from './toggle-at-random.ts';
import {treeOf} from './tree-of.ts';

const text = `
config MODULES
	bool "modules"
	modules
	default y

menuconfig NET
	bool "networking"

if NET
config CARD
	tristate "a card"
	depends on PCI
	select HELPER
config WIRELESS
	bool "wireless"
	default y if CARD
endif

config PCI
	bool "a bus"

config HELPER
	tristate "help"

config TICKS
	int "ticks"
	range 10 HIGHEST
	default 100

config HIGHEST
	int "most ticks"
	default 1000

config ADDRESS
	hex "where"
	default 0x10

config KEYS
	string "keys"

choice
	prompt "one of them"
config FIRST
	bool "first"
config SECOND
	bool "second"
config THIRD
	bool "third"
	depends on PCI
endchoice

config SIGNED
	bool "signed"
	depends on KEYS != "" && !SECOND

config FAST
	bool "fast"
	depends on TICKS > 500

config WITH_THIRD
	bool "with the third"
	depends on THIRD

config BOTH
	bool "both"
	depends on WITH_THIRD && SECOND

config AT
	bool "at"
	depends on ADDRESS = 32

config NO_NET
	bool "without a network"
	depends on !NET
`;

const open = (version: string, config?: string): Configuration & {kconfig: KconfigTree} => {
	const kconfig = {...treeOf(text), version};
	return {...openConfiguration(modelOf(kconfig), config), kconfig};
};

const cellOf = ({model}: {model: Model}, name: string) => model.cells.get(name)!;

/** What is not as by default, in one line. */
const linesOf = ({model}: {model: Model}) => writeConfig(model).split('\n').filter(line => line.startsWith('CONFIG_')).map(line => line.slice(7));

describe.each(['6.1', '6.12'])('Linux %s', version => {
	test('a change is seen by all that depends on it, is no larger than that, and can be taken back', () => {
		const configuration = open(version);
		const before = linesOf(configuration);
		configuration.set(cellOf(configuration, 'PCI'), 'y');
		configuration.set(cellOf(configuration, 'NET'), 'y');
		const changed = configuration.set(cellOf(configuration, 'CARD'), 'y');
		expect([...changed].map(({name}) => name).toSorted()).toEqual(['CARD', 'HELPER', 'WIRELESS']);
		expect(linesOf(configuration)).toEqual(expect.arrayContaining(['CARD=y', 'HELPER=y', 'WIRELESS=y']));
		configuration.undo();
		expect(linesOf(configuration)).not.toContain('HELPER=y');
		configuration.undo();
		configuration.undo();
		expect(linesOf(configuration)).toEqual(before);
		expect(configuration.undo()).toBeUndefined();
	});

	test('a member takes the place of the one before it; undo gives it back', () => {
		const configuration = open(version);
		configuration.set(cellOf(configuration, 'SECOND'), 'y');
		expect(linesOf(configuration)).toContain('SECOND=y');
		expect(linesOf(configuration)).not.toContain('FIRST=y');
		configuration.undo();
		expect(linesOf(configuration)).toContain('FIRST=y');
	});

	test('what can be set now', () => {
		const configuration = open(version);
		const can = (name: string) => settable(cellOf(configuration, name), configuration.model);
		expect(can('CARD')).toEqual([]);
		expect(can('FIRST')).toEqual([2]);
		expect(can('HELPER')).toEqual([0, 1, 2]);
		for (const [name, value] of [['PCI', 'y'], ['NET', 'y'], ['CARD', 'm']] as const) {
			configuration.set(cellOf(configuration, name), value);
		}

		expect(can('HELPER')).toEqual([1, 2]);
		configuration.set(cellOf(configuration, 'MODULES'), 'n');
		expect(can('CARD')).toEqual([0, 2]);
	});

	test('numbers and texts are checked before they are set', () => {
		const configuration = open(version);
		const problem = (name: string, value: string) => textProblem(cellOf(configuration, name), value, configuration.model);
		expect(problem('TICKS', '9')).toBe('is not in the range from 10 to 1000');
		expect(problem('TICKS', '1e2')).toBe('is not a whole number, written without zeros before it');
		expect(problem('ADDRESS', 'ten')).toMatch(/hexadecimal/);
		expect([problem('TICKS', '1000'), problem('ADDRESS', '0xff'), problem('KEYS', '"')]).toEqual([undefined, undefined, undefined]);
		configuration.set(cellOf(configuration, 'HIGHEST'), '50');
		expect(linesOf(configuration)).toContain('TICKS=50');
	});

	test('a thousand changes give what working all out anew gives', () => {
		const configuration = open(version);
		toggleAtRandom(configuration, {seed: 3, count: 1000, each() {
			expectSameAsAnew(configuration);
		}});
	});

	const plan = (configuration: ReturnType<typeof open>, name: string, value = 'y') =>
		planChange(configuration.kconfig, configuration, {cell: cellOf(configuration, name), value})?.map(step => `${step.cell.name}=${step.value}`);

	test.each([
		['CARD', ['NET=y', 'PCI=y', 'CARD=y']],
		['FAST', ['TICKS=501', 'FAST=y']],
		['SIGNED', ['KEYS=none', 'SIGNED=y']],
		['WITH_THIRD', ['PCI=y', 'THIRD=y', 'WITH_THIRD=y']],
		['BOTH', undefined],
		['HELPER', ['HELPER=y']],
		['AT', ['ADDRESS=0x20', 'AT=y']],
	])('on with all that it needs: %s', (name, steps) => {
		expect(plan(open(version), name)).toEqual(steps);
	});

	test('off with all that needs it: what selects it, and what stands in its way', () => {
		const config = 'CONFIG_NET=y\nCONFIG_PCI=y\nCONFIG_CARD=y\nCONFIG_SECOND=y\nCONFIG_KEYS="k"\n';
		expect(plan(open(version, config), 'HELPER', 'n')).toEqual(['CARD=n']);
		expect(plan(open(version, config), 'NO_NET')).toEqual(['NET=n', 'NO_NET=y']);
		expect(plan(open(version, config), 'SIGNED')).toEqual(['FIRST=y', 'SIGNED=y']);
	});

	test('a module stays one', () => {
		expect(plan(open(version), 'CARD', 'm')).toEqual(['NET=y', 'PCI=y', 'CARD=m']);
	});

	test('planning leaves the configuration as it is', () => {
		const configuration = open(version);
		const before = writeConfig(configuration.model);
		plan(configuration, 'CARD');
		plan(configuration, 'BOTH');
		expect(configuration.steps()).toBe(0);
		expect(writeConfig(configuration.model)).toBe(before);
	});
});

test('before Linux 6.11 a choice that may be off is turned on for its member; its line is the member\'s', () => {
	const choice = 'choice\n\tprompt "one"\n\toptional\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nendchoice\n';
	const kconfig = {...treeOf(choice), version: '6.1'};
	expect(needsOf(kconfig, modelOf(kconfig), {option: 'B'})).toEqual({lines: ['CONFIG_B=y']});
});

test('a tree in which every way branches, and none leads anywhere, is given up soon', async () => {
	const levels = Array.from({length: 40}, (_, level) => ['A', 'B', 'C']
		.map(letter => `config ${letter}${level}\n\tbool "${letter}"\n\tdepends on A${level + 1} || B${level + 1} || C${level + 1}\n`)
		.join('\n'));
	const last = ['A', 'B', 'C'].map(letter => `config ${letter}40\n\tbool "${letter}"\n\tdepends on NO\n`).join('\n');
	const kconfig = treeOf(`config NO\n\tbool\n${levels.join('\n')}\n${last}`);
	const configuration = openConfiguration(modelOf(kconfig));
	const seconds = await processorSeconds(() => {
		expect(planChange(kconfig, configuration, {cell: cellOf(configuration, 'A0'), value: 'y'})).toBeUndefined();
	});
	expect(seconds).toBeLessThan(2);
});

test.each(['6.1', '6.12'])('Linux %s: what undo leads back to is written as it was, menus and comments too', version => {
	const menus = 'config X\n\tbool "x"\nif X\ncomment "only a comment"\nendif\nmenu "m"\n\tdepends on X\ncomment "within"\nconfig Y\n\tbool "y"\nendmenu\n';
	const opened = () => openConfiguration(modelOf({...treeOf(menus), version}));
	const atFirst = writeConfig(opened().model);
	// Nothing has looked at the menus before.
	const {model, set, undo} = opened();
	set(model.cells.get('X')!, 'y');
	expect(writeConfig(model)).toContain('only a comment');
	undo();
	expect(writeConfig(model)).toBe(atFirst);
});
