import {describe, expect, test} from 'vitest';
import {makePlan} from '../../source/plan/plan.ts';
import {recipeSchema, type Recipe, type RecipeInput} from '../../source/recipe/schema.ts';
import {brokenRules} from '../../source/recipe/rules.ts';
import {strategies, strategyOf} from '../../source/strategies/index.ts';
import {memoryNeeded} from '../../source/strategies/memory.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';

const built: RecipeInput['kernel'] = {from: 'build', source: {package: 'linux-source'}, bundles: ['virtio']};

/** Every strategy in the registry with each of its variants. Who adds one adds its variants here, if it has any. */
const variants: Record<keyof typeof strategies, Array<Partial<RecipeInput>>> = {
	'busybox-initramfs': [{}, {root: 'tmpfs'}, {root: 'tmpfs', archive: 'embedded', compression: 'xz'}, {root: 'squashfs'}, {root: 'squashfs', overlay: 'zram'}, {root: 'squashfs', overlay: 'none'}],
	'dracut-toram': [{}, {overlay: 'none'}, {image: 'archive', compression: 'gzip'}],
	'ramdisk-ext2': [{}, {mount: 'kernel', kernel: built}],
	'nfs-root': [{overlay: 'tmpfs'}, {overlay: 'zram'}, {nfs: 'v3'}, {mount: 'kernel', kernel: built}],
};

const cases = Object.entries(variants).flatMap(([strategy, list]) => list.map(variant => {
	const tree = strategy === 'busybox-initramfs' && variant.root === undefined ? undefined : {from: 'bootstrap' as const};
	return {strategy: strategy as keyof typeof strategies, tree, ...variant};
}));

/** As root: a folder with owners for NFS is nothing an ordinary user can make. */
const rootOf = (facts: typeof debianFacts) => ({...facts, user: {root: true, sudo: false}});

/** What every strategy promises. */
describe.each(cases.map(variant => [JSON.stringify(variant), sampleRecipe(variant)] as const))('%s', (_, recipe: Recipe) => {
	const strategy = strategyOf(recipe);
	const machines = recipe.kernel.from === 'build' ? [debianFacts] : [debianFacts, fedoraFacts];
	const plans = machines.map(facts => makePlan(recipe, rootOf(facts)));
	const steps = plans.flatMap(plan => plan.steps);

	test('is a recipe without contradictions, of a strategy that the schema describes', () => {
		expect(brokenRules(recipe)).toEqual([]);
		const {choices} = recipeSchema.shape.strategy.meta() as {choices: Array<{value: string; label: string; help: string}>};
		expect(choices.find(({value}) => value === recipe.strategy)).toMatchObject({label: expect.any(String) as string, help: expect.any(String) as string});
	});

	test('its artifacts are made by its steps', () => {
		for (const plan of plans) {
			const made = plan.steps.flatMap(({id, makes}) => makes.map(file => `${id}/${file}`));
			const wanted = Object.values(strategy.artifacts(recipe)).flatMap(({path, of}) => [path, ...(of ? [of] : [])]);
			expect(made).toEqual(expect.arrayContaining(wanted));
			expect(plan.artifacts[0]!.name).toBe('vmlinuz');
		}
	});

	test('every step says why, and reaches only into steps it names', () => {
		for (const step of steps) {
			expect(step.why).toMatch(/\.$/);
			expect(step.makes.length).toBeGreaterThan(0);
			const reached = JSON.stringify(step.actions.filter(({do: kind}) => kind === 'command')).matchAll(/(?:"|contents=|cd |sync-in )\.\.\/([-a-z]+)/g).map(([, id]) => id!).toArray();
			expect([...step.needs, step.scratch?.folder]).toEqual(expect.arrayContaining(reached));
		}
	});

	test('no path of the plan leads out of the work folder but to files it declares', () => {
		for (const step of steps) {
			const absolute = step.actions.flatMap(action => action.do === 'command' ? action.argv.slice(1) : []).filter(word => word.startsWith('/') && word !== '/dev/null');
			for (const word of absolute) {
				expect(step.reads.some(file => word.startsWith(file)) || word.startsWith('/lib/modules/') || word === '/sbin/init', `${step.id}: ${word}`).toBe(true);
			}
		}
	});

	test('words in angle brackets are those the boot server fills in; a node that stays in its initramfs gets no root=', () => {
		const open = strategy.words(recipe).flatMap(word => word.match(/<\w+>/g) ?? []);
		expect(['<server>', '<name>', '<export>', '<sha256>', '<bytes>', '<need>', '<room>']).toEqual(expect.arrayContaining(open));
		expect(strategy.words(recipe).filter(word => recipe.strategy === 'busybox-initramfs' && word.startsWith('root='))).toEqual([]);
	});

	test('its milestones begin with dhcp and end with up', () => {
		const milestones = strategy.milestones(recipe);
		expect(milestones[0]).toBe('dhcp');
		expect(milestones.at(-1)).toBe('up');
		expect(new Set(milestones).size).toBe(milestones.length);
	});

	test.each(['bios', 'uefi'] as const)('more to carry needs more memory, and the parts explain it, in %s', firmware => {
		const mib = 1_048_576;
		const sizes = {kernel: 8 * mib, compressed: 2 * mib, unpacked: 4 * mib, image: 10 * mib, root: 40 * mib};
		const small = memoryNeeded(sizes, firmware, recipe);
		const large = memoryNeeded({kernel: 16 * mib, compressed: 60 * mib, unpacked: 200 * mib, image: 100 * mib, root: 400 * mib}, firmware, recipe);
		expect(large.mib).toBeGreaterThan(small.mib);
		for (const need of [small, large]) {
			const sum = need.parts.reduce((total, part) => total + part.mib, 0);
			expect(need.wall === undefined ? need.mib === sum : need.mib >= sum).toBe(true);
			expect(need.room).toBeLessThanOrEqual(need.mib);
		}
	});
});

test('all of the registry is looked at', () => {
	expect(Object.keys(variants)).toEqual(Object.keys(strategies));
});
