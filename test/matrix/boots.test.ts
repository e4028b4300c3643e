import {readdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {purposes} from '../../source/purpose/purposes.ts';
import {boots, isBundled} from './boots.ts';
import {allBoots, factors, isInTable} from './factors.ts';
import {coverPairs, pairsOf} from './pairs.ts';

const wanted = allBoots().filter(boot => isInTable(boot));

test('every two values that can meet, meet in the table', () => {
	expect([...pairsOf(wanted).difference(pairsOf(boots))]).toEqual([]);
});

test('nothing is in it that does not exist or is left to the whole matrix', () => {
	expect(boots.filter(boot => !isInTable(boot))).toEqual([]);
	for (const boot of boots) {
		expect(Object.entries(factors).filter(([name, values]) => !values.includes(boot[name as keyof typeof factors] as never))).toEqual([]);
	}
});

test('it has no more boots than a table made for it, and none for nothing', () => {
	expect(boots.length).toBeLessThanOrEqual(coverPairs(wanted).length);
	for (const boot of boots) {
		expect(pairsOf(wanted).difference(pairsOf(boots.filter(other => other !== boot))).size, JSON.stringify(boot)).toBeGreaterThan(0);
	}
});

test('each bundled recipe is booted as it comes', () => {
	const bundled = readdirSync('recipes').map(file => path.basename(file, '.yaml'));
	// Those for a purpose do what they are for in purposes.vm.test.ts and burn-in.vm.test.ts.
	const forPurpose = purposes.flatMap(({recipe}) => recipe ?? []);
	expect(new Set(bundled)).toEqual(new Set([...factors.recipe, ...forPurpose]));
	expect(boots.filter(boot => isBundled(boot)).map(({recipe}) => recipe)).toEqual(factors.recipe);
});

test('the whole matrix is everything times everything', () => {
	expect(allBoots()).toHaveLength(9 * 3 * 3 * 2 * 5);
	expect(new Set(allBoots().map(boot => JSON.stringify(boot))).size).toBe(810);
	// Of three factors of two values, four boots can have every pair; one more is no waste.
	const small = allBoots().filter(({recipe, firmware, card, memory, compression}) => recipe === 'rambox' && card === 'e1000e' && firmware !== 'uefi' && ['zstd', 'xz'].includes(compression) && memory);
	expect(small).toHaveLength(8);
	expect(coverPairs(small).length).toBeLessThan(6);
	expect(pairsOf(coverPairs(small))).toEqual(pairsOf(small));
});
