import {expect, test} from 'vitest';
import {openConfiguration, openRequests} from '../../../source/kernel/kconfig/solve/configuration.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {writeConfig} from '../../../source/kernel/kconfig/solve/write-config.ts';
import {takeOver} from '../../../source/kernel/kconfig/take-over.ts';
import {treeOf} from './tree-of.ts';

const tree = {...treeOf(`
config MODULES
	bool "modules"
	modules

config CARD
	tristate "a card"
	depends on BUS
	select LIBRARY

config BUS
	bool "a bus"

config LIBRARY
	tristate "a library"

config PORTS
	int "ports"
	range 1 99
	default 4

config ELSEWHERE
	bool "not set there"

choice
	prompt "speed"
config SLOW
	bool "slow"
config FAST
	bool "fast"
endchoice
`), version: '6.12'};

/** What is set, and what is left, when one configuration takes over another one. */
function taken(from: string, requests: string, {isWanted, mayNot}: {isWanted?: (option: string, value: string) => boolean; mayNot?: string} = {}) {
	const [source, model] = [modelOf(tree), modelOf(tree)];
	openConfiguration(source, from);
	const configuration = openRequests(model, requests);
	const set: string[] = [];
	const left = takeOver({model, set(step) {
		if (step.cell.name === mayNot) {
			return false;
		}

		set.push(`${step.cell.name}=${step.value}`);
		configuration.set(step.cell, step.value);
		return true;
	}}, source, isWanted);
	return {set, left, lines: writeConfig(model).split('\n').filter(line => line.startsWith('CONFIG_'))};
}

const all = 'CONFIG_MODULES=y\nCONFIG_BUS=y\nCONFIG_CARD=m\nCONFIG_LIBRARY=m\nCONFIG_PORTS=9\nCONFIG_FAST=y\n';

test('what another kernel has is set, each once, and nothing that comes by itself', () => {
	const {set, left, lines} = taken(all, '');
	expect(set.toSorted()).toEqual(['BUS=y', 'CARD=m', 'FAST=y', 'MODULES=y', 'PORTS=9']);
	expect(left).toEqual([]);
	expect(lines).toEqual(['CONFIG_MODULES=y', 'CONFIG_CARD=m', 'CONFIG_BUS=y', 'CONFIG_LIBRARY=m', 'CONFIG_PORTS=9', 'CONFIG_FAST=y']);
});

test('what is on stays on, and no module is made of it', () => {
	expect(taken(all, 'CONFIG_MODULES=y\nCONFIG_BUS=y\nCONFIG_CARD=y\nCONFIG_ELSEWHERE=y\nCONFIG_FAST=y\nCONFIG_PORTS=9\n').set).toEqual([]);
});

test('what is not wanted, or must not change, is left; what was wanted and is not there is told', () => {
	expect(taken(all, '', {isWanted: (_, value) => value !== 'm'}).set.toSorted()).toEqual(['BUS=y', 'FAST=y', 'MODULES=y', 'PORTS=9']);
	expect(taken(all, '', {mayNot: 'BUS'}).left).toEqual(['CARD', 'BUS']);
});

test('two options that put each other off end', () => {
	const [source, model] = [modelOf(tree), modelOf(tree)];
	openConfiguration(source, 'CONFIG_BUS=y\nCONFIG_ELSEWHERE=y\n');
	const configuration = openRequests(model, '');
	const left = takeOver({model, set({cell, value}) {
		configuration.set(model.cells.get(cell.name === 'BUS' ? 'ELSEWHERE' : 'BUS')!, 'n');
		configuration.set(cell, value);
		return true;
	}}, source, option => ['BUS', 'ELSEWHERE'].includes(option));
	expect(left).toHaveLength(1);
});
