import {expect, test} from 'vitest';
import {describeError} from '../../source/errors.ts';
import {budgetLines, refuseRecipe, refuseTooSmall} from '../../source/plan/budget.ts';
import {makePlan} from '../../source/plan/plan.ts';
import {printPlan} from '../../source/plan/print.ts';
import type {MemoryNeed} from '../../source/strategies/types.ts';
import {debianFacts, sampleRecipe} from '../sample.ts';

const need: MemoryNeed = {
	mib: 180, parts: [{what: 'the running kernel', mib: 120}, {what: 'the unpacked initramfs', mib: 6}], wall: 'half of it is a wall',
	near: ['half of it is a wall', 'the shelf is near'], room: 0, after: 90, wire: 3 * 1_048_576,
};
const budget = {from: 'images' as const, bios: need, uefi: {...need, mib: 240, after: 96}};

test('enough is enough', () => {
	expect(() => {
		refuseTooSmall(180, need);
	}).not.toThrow();
});

test('too little is refused with the numbers and the ways out', () => {
	const refused = () => {
		refuseTooSmall(96, need);
	};

	expect(refused).toThrow('A node with 96 MiB of memory cannot boot this: it needs 180 MiB.\n  120 MiB the running '
		+ 'kernel\n    6 MiB the unpacked initramfs\n  half of it is a wall');
	try {
		refused();
	} catch (error) {
		expect(describeError(error)).toMatchObject({exitCode: 2, lines: [
			expect.anything(), '  → nodes with 180 MiB or more: --memory 180 here, node.memory: 180 in the recipe',
			expect.stringContaining('squashfs'), expect.stringContaining('kernel.drivers'), expect.stringContaining('nfs-root'),
		]});
	}
});

test('a wall that no memory lifts is refused on any node', () => {
	expect(() => {
		refuseTooSmall(99_999, {...need, impossible: 'the file is too large'});
	}).toThrow('No node can boot this, regardless of its memory: the file is too large.');
});

test('a recipe is wrong only where its nodes boot in neither firmware', () => {
	expect(() => {
		refuseRecipe(200, budget);
	}).not.toThrow();
	expect(() => {
		refuseRecipe(179, budget);
	}).toThrow('it needs 180 MiB');
	try {
		refuseRecipe(179, budget);
	} catch (error) {
		// Without a flag of rehearse, which other commands do not have.
		expect(describeError(error).lines[1]).toBe('  → nodes with more memory, node.memory: 180 in the recipe (240 '
			+ 'with UEFI)');
	}

	expect(() => {
		refuseRecipe(250, {...budget, bios: {...need, impossible: 'the file is too large'}});
	}).not.toThrow();
});

const lines = [
	'A node needs at least 180 MiB of memory with BIOS, 240 MiB with UEFI.',
	'About 96 of 512 MiB are in use after boot; 3.1 MB are downloaded at every boot.',
	'Note: half of it is a wall.',
	'Note: the shelf is near.',
];

test('the numbers in lines', () => {
	expect(budgetLines(512, budget)).toEqual(lines);
	expect(budgetLines(100, budget)[1]).toBe('3.1 MB are downloaded at every boot.');
});

test('a plan has them at its end, or says when they come', () => {
	const plan = makePlan(sampleRecipe(), debianFacts);
	expect(printPlan(plan, 'text', {memory: 512, budget})).toBe(`${printPlan(plan, 'text')}\nMemory\n${lines.map(line => `  ${line}\n`).join('')}`);
	expect(printPlan(plan, 'text', {memory: 512, budget: undefined})).toMatch(/\nMemory\n {2}Memory use is measured on the images; the first build gives the numbers\.\n$/);
	expect(printPlan(plan, 'text', {memory: 512, budget, warnings: ['no locale']})).toMatch(/\n\nWarnings of the last build\n {2}! no locale\n$/);
	expect(printPlan(plan, 'json', {memory: 512, budget})).toBe(printPlan(plan, 'json'));
});
