import {describe, expect, test} from 'vitest';
import {needsOf} from '../../../source/kernel/kconfig/needs.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {treeOf} from './tree-of.ts';

const kconfig = treeOf(`
config MODULES
	bool "modules"
	modules

menuconfig NET
	bool "networking"

if NET
config ETHERNET
	bool "cards"
	default y

config CARD
	tristate "a card"
	depends on ETHERNET && PCI
	select HELPER
endif

config PCI
	bool "a bus"

config HELPER
	tristate

config ONLY_MODULE
	tristate "as a module"
	depends on m

config NEVER
	bool "for another machine"
	depends on OTHER_MACHINE

choice
	prompt "one of them"
config FIRST
	bool "first"
config SECOND
	bool "second"
endchoice

config WITH_SECOND
	bool "with the second"
	depends on SECOND
`);

const needs = (option: string, base?: string) => needsOf(kconfig, modelOf(kconfig), {option, base});

describe('what turns an option on, and nothing more', () => {
	test.each([
		['CARD', ['NET', 'PCI', 'CARD']],
		['HELPER', ['NET', 'PCI', 'CARD']],
		['WITH_SECOND', ['SECOND', 'WITH_SECOND']],
	])('%s', (option, names) => {
		expect(needs(option)).toEqual({lines: names.map(name => `CONFIG_${name}=y`)});
	});

	test('from where somebody is', () => {
		expect(needs('CARD', 'CONFIG_NET=y\nCONFIG_ETHERNET=y\nCONFIG_PCI=y\n')).toEqual({lines: ['CONFIG_CARD=y']});
		expect(needs('CARD', 'CONFIG_NET=y\n# CONFIG_ETHERNET is not set\nCONFIG_PCI=y\n')).toEqual({lines: ['CONFIG_ETHERNET=y', 'CONFIG_CARD=y']});
	});

	test('what is on already needs nothing', () => {
		expect(needs('PCI', 'CONFIG_PCI=y\n')).toEqual({lines: []});
	});

	test('what can only be a module', () => {
		expect(needs('ONLY_MODULE')).toEqual({lines: ['CONFIG_MODULES=y', 'CONFIG_ONLY_MODULE=m']});
	});
});

test.each([['NEVER', /OTHER_MACHINE/], ['NOWHERE', /has no option NOWHERE/]])('%s: why not', (option, sentence) => {
	expect(needs(option)).toEqual({why: expect.stringMatching(sentence) as string});
});
