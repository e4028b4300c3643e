import {afterAll, describe, expect, test} from 'vitest';
import {needsOf} from '../../source/host/needs.ts';
import {toolNames} from '../../source/host/types.ts';
import {checkKernel} from '../../source/kernel/check/check.ts';
import {askKernel} from '../../source/kernel/requests.ts';
import {requirementsOf} from '../../source/kernel/check/requirements.ts';
import {makePlan} from '../../source/plan/plan.ts';
import {deliveryOf} from '../../source/recipe/delivery.ts';
import {recipeSchema, type Recipe, type RecipeInput, type StrategyName} from '../../source/recipe/schema.ts';
import {brokenRules} from '../../source/recipe/rules.ts';
import {equippedOf, strategies, strategyOf, wantedOf} from '../../source/strategies/index.ts';
import {memoryNeeded} from '../../source/strategies/memory.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../sample.ts';
import {registerToy, toyRecipe} from './toy-strategy.ts';

const built: RecipeInput['kernel'] = {from: 'build', source: {package: 'linux-source'}, bundles: ['virtio']};

/** Every strategy in the registry with each of its variants. Who adds one adds its variants here, if it has any. */
const variants: Record<StrategyName, Array<Partial<RecipeInput>>> = {
	'busybox-initramfs': [{}, {root: 'tmpfs'}, {root: 'tmpfs', archive: 'embedded', compression: 'xz'}, {root: 'squashfs'}, {root: 'squashfs', overlay: 'zram'}, {root: 'squashfs', overlay: 'none'}],
	'dracut-toram': [{}, {overlay: 'none'}, {image: 'archive', compression: 'gzip'}],
	'ramdisk-ext2': [{}, {mount: 'kernel', kernel: built}],
	'nfs-root': [{overlay: 'tmpfs'}, {overlay: 'zram'}, {nfs: 'v3'}, {mount: 'kernel', kernel: built}],
};

const cases = Object.entries(variants).flatMap(([strategy, list]) => list.map(variant => {
	const tree = strategy === 'busybox-initramfs' && variant.root === undefined ? undefined : {from: 'bootstrap' as const};
	return {strategy: strategy as StrategyName, tree, ...variant};
}));

const registered = Object.keys(strategies);
// A fifth one, which no folder has heard of; before the tests are made, each of which begins with a plan.
const takeToyAway = registerToy();
afterAll(takeToyAway);

/** As root: a folder with owners for NFS is nothing an ordinary user can make. */
const rootOf = (facts: typeof debianFacts) => ({...facts, user: {root: true, sudo: false}});

/** What every strategy promises. */
describe.each([
	...cases.map(variant => [JSON.stringify(variant), sampleRecipe(variant)] as const),
	['a strategy that only this test has', toyRecipe()] as const,
])('%s', (_, recipe: Recipe) => {
	const strategy = strategyOf(recipe);
	const machines = recipe.kernel.from === 'build' ? [debianFacts] : [debianFacts, fedoraFacts];
	const plans = machines.map(facts => makePlan(recipe, rootOf(facts)));
	const steps = plans.flatMap(plan => plan.steps);

	test('is a recipe without contradictions', () => {
		expect(brokenRules(recipe)).toEqual([]);
	});

	test('its files and milestones are those of its delivery', () => {
		const {at, by, via} = deliveryOf(recipe);
		const {initrd, image, tree} = strategy.artifacts(recipe);
		const isFetchedByKernel = by === 'kernel' && via === 'nfs';
		expect({initrd: Boolean(initrd), image: Boolean(image), tree: Boolean(tree)})
			.toEqual({initrd: !isFetchedByKernel, image: via === 'http', tree: at === 'server'});
		expect(strategy.milestones(recipe).includes('init')).toBe(by !== 'kernel');
	});

	test('what it asks of the kernel and of this machine is asked', () => {
		const {options} = strategy.kernel(recipe);
		expect(requirementsOf(wantedOf(recipe)).map(({option}) => option)).toEqual(expect.arrayContaining(options.map(({option}) => option)));
		const tools = strategy.tools(recipe);
		expect(toolNames).toEqual(expect.arrayContaining(tools));
		expect(needsOf(equippedOf(recipe), 'rehearse').tools).toEqual(expect.arrayContaining(tools));
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
	expect(Object.keys(variants)).toEqual(registered);
});

test('the schema describes every strategy', () => {
	const {choices} = recipeSchema.shape.strategy.meta() as {choices: Array<{value: string; label: string; help: string}>};
	expect(choices.map(({value}) => value)).toEqual(registered);
	const text = expect.any(String) as string;
	expect(choices).toEqual(choices.map(() => expect.objectContaining({label: text, help: text}) as object));
});

describe('what stands in a strategy\'s file reaches', () => {
	test('the kernel: options, numbers, drivers, and what a kernel without them is told', () => {
		const {requests} = askKernel(wantedOf(toyRecipe({kernel: {from: 'build', source: {package: 'linux-source'}}})));
		expect(requests).toEqual(expect.arrayContaining([
			expect.objectContaining({option: 'BLK_DEV_PMEM', value: 'y', from: 'the strategy'}) as object,
			expect.objectContaining({option: 'NR_CPUS', value: '7', from: 'the strategy'}) as object,
		]));
		const {findings} = checkKernel({...wantedOf(toyRecipe()), config: 'CONFIG_64BIT=y\n', name: 'it'});
		expect(findings.filter(({level}) => level === 'problem').map(({option}) => option)).toContain('BLK_DEV_PMEM');
		const drivers = makePlan(toyRecipe(), debianFacts).steps.find(({id}) => id === 'drivers');
		expect(JSON.stringify(drivers?.actions)).toContain('nd_pmem');
	});

	test('the command line, the memory and the tools', () => {
		expect(makePlan(toyRecipe(), debianFacts).words).toContain('toy.image=http://<server>/<name>/root.squashfs');
		const mib = 1_048_576;
		const sizes = {kernel: 8 * mib, compressed: 2 * mib, unpacked: 4 * mib, image: 500 * mib, root: 900 * mib};
		expect(memoryNeeded(sizes, 'bios', toyRecipe()).parts).toContainEqual({what: 'the disk in memory', mib: 500});
		expect(needsOf(equippedOf(toyRecipe()), 'build').tools).toContain('skopeo');
		expect(needsOf(equippedOf(sampleRecipe({root: 'squashfs', tree: {from: 'bootstrap'}})), 'build').tools).not.toContain('skopeo');
	});
});
