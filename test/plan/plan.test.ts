import {expect, test} from 'vitest';
import {makePlan} from '../../source/plan/plan.ts';
import {printPlan} from '../../source/plan/print.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';

test('the same recipe and facts give the same plan, byte for byte', () => {
	const [one, two] = [1, 2].map(() => JSON.stringify(makePlan(sampleRecipe(), structuredClone(debianFacts))));
	expect(one).toBe(two);
});

test('a plan is nothing but data: JSON loses none of it', () => {
	const plan = makePlan(sampleRecipe({node: {timezone: 'Europe/Berlin'}}), debianFacts);
	expect(JSON.parse(printPlan(plan, 'json'))).toEqual(plan);
});

test('rambox on Debian, as a person reads it', async () => {
	await expect(printPlan(makePlan(sampleRecipe(), debianFacts), 'text')).toMatchFileSnapshot('golden/rambox-debian.txt');
});

test('rambox on Fedora takes the installed kernel', async () => {
	await expect(printPlan(makePlan(sampleRecipe(), fedoraFacts), 'text')).toMatchFileSnapshot('golden/rambox-fedora.txt');
});

test('the words of the command line: consoles, the strategy, the recipe; and no root=', () => {
	const {words} = makePlan(sampleRecipe({node: {console: ['tty0', 'ttyS1,9600n8'], words: ['quiet']}}), debianFacts);
	expect(words).toEqual(['console=tty0', 'console=ttyS1,9600n8', 'rambox', 'quiet']);
	expect(words.join(' ')).not.toMatch(/\broot=/);
});

test('without drivers no step chooses any', () => {
	const {steps} = makePlan(sampleRecipe({kernel: {from: 'distribution', drivers: 'none'}}), debianFacts);
	expect(steps.map(({id}) => id)).toEqual(['busybox', 'kernel', 'initramfs']);
});

test('a kernel package the machine does not offer is refused by name', () => {
	const recipe = sampleRecipe({kernel: {from: 'distribution', package: 'linux-image-imaginary'}});
	expect(() => makePlan(recipe, debianFacts)).toThrow('kernel.package is linux-image-imaginary, which Debian GNU/Linux 12 (bookworm) does not offer.');
	expect(() => makePlan(sampleRecipe(), {...debianFacts, kernels: {}})).toThrow('No kernel can be had on this machine');
});
