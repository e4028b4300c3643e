import {describe, expect, test} from 'vitest';
import {makePlan} from '../../source/plan/plan.ts';
import {recipeSchema} from '../../source/recipe/schema.ts';
import {builtStrategies, strategyOf} from '../../source/strategies/index.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';

/** What every strategy promises. */
describe.each(builtStrategies)('%s', name => {
	const recipe = sampleRecipe({strategy: name});
	const strategy = strategyOf(recipe);
	const plans = [debianFacts, fedoraFacts].map(facts => makePlan(recipe, facts));

	test('is a choice of the schema, with words for it', () => {
		const {choices} = recipeSchema.shape.strategy.meta() as {choices: Array<{value: string; label: string; help: string}>};
		expect(choices.find(({value}) => value === name)).toMatchObject({label: expect.any(String) as string, help: expect.any(String) as string});
	});

	test('its artifacts are made by its steps', () => {
		for (const {steps} of plans) {
			const made = steps.flatMap(({id, makes}) => makes.map(file => `${id}/${file}`));
			expect(made).toEqual(expect.arrayContaining(Object.values(strategy.artifacts).map(({path}) => path)));
		}
	});

	test('every step says why, and reaches only into steps it names', () => {
		for (const step of plans.flatMap(({steps}) => steps)) {
			expect(step.why).toMatch(/\.$/);
			expect(step.makes.length).toBeGreaterThan(0);
			const reached = JSON.stringify(step.actions).matchAll(/(?:"|contents=|cd )\.\.\/([-a-z]+)/g).map(([, id]) => id).toArray();
			expect(step.needs).toEqual(expect.arrayContaining(reached));
		}
	});

	test('no path of the plan leads out of the work folder but to files it declares', () => {
		for (const step of plans.flatMap(({steps}) => steps)) {
			const absolute = step.actions.flatMap(action => action.do === 'command' ? action.argv.slice(1) : []).filter(word => word.startsWith('/') && word !== '/dev/null');
			for (const word of absolute) {
				expect(step.reads.some(file => word.startsWith(file)) || word.startsWith('/lib/modules/')).toBe(true);
			}
		}
	});

	test('its milestones begin with dhcp and end with up', () => {
		expect(strategy.milestones[0]).toBe('dhcp');
		expect(strategy.milestones.at(-1)).toBe('up');
	});

	test.each(['bios', 'uefi'] as const)('more to unpack needs more memory, and the parts explain it, in %s', firmware => {
		const mib = 1_048_576;
		const small = strategy.memoryNeeded({kernel: 8 * mib, compressed: 2 * mib, unpacked: 4 * mib}, firmware);
		const large = strategy.memoryNeeded({kernel: 8 * mib, compressed: 20 * mib, unpacked: 80 * mib}, firmware);
		expect(large.mib).toBeGreaterThan(small.mib);
		const sum = (need: typeof small) => need.parts.reduce((total, part) => total + part.mib, 0);
		expect(small.mib).toBe(sum(small));
		expect(large.wall ? large.mib >= sum(large) : large.mib === sum(large)).toBe(true);
	});
});
