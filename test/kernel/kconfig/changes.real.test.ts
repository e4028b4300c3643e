import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, inject, onTestFinished, test} from 'vitest';
import {formatFragment, parseConfig} from '../../../source/kernel/config-text.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {openConfiguration, openRequests} from '../../../source/kernel/kconfig/solve/configuration.ts';
import {valueOf} from '../../../source/kernel/kconfig/solve/evaluate.ts';
import {solve} from '../../../source/kernel/kconfig/solve/solve.ts';
import {trackEdits} from '../../../source/kernel/kconfig/edits.ts';
import {whyNever} from '../../../source/kernel/kconfig/never.ts';
import {planChange} from '../../../source/kernel/kconfig/plan/plan-change.ts';
import {formatLine, writeConfig} from '../../../source/kernel/kconfig/solve/write-config.ts';
import {ownOptions} from '../../../source/kernel/own-options.ts';
import {askKernel, neededRequests} from '../../../source/kernel/requests.ts';
import {parseRecipe} from '../../../source/recipe/parse.ts';
import {loadTree} from '../../../source/run/kconfig-tree.ts';
import {wantedOf} from '../../../source/strategies/index.ts';
import {kernelsBuilt, kernelsTake} from '../../kernels-built.ts';
import {processorSeconds} from '../../processor-seconds.ts';
import {findWhatConfigures} from '../what-configures.ts';
import {randomNumbers} from './seeds.ts';
import {expectSameAsAnew, statesOf, toggleAtRandom} from './toggle-at-random.ts';
import {wholeTrees} from './whole-trees.ts';

beforeAll(kernelsBuilt, kernelsTake);
const cacheFolder = mkdtempSync(path.join(tmpdir(), 'ramstrap-kconfig-'));
afterAll(() => {
	rmSync(cacheFolder, {recursive: true});
});

test.each(wholeTrees)('Linux %s: changes and plans in a whole kernel', async version => {
	const {kconfig} = await loadTree(inject('kernelTrees')[version], {arch: 'x86_64', environment: {PATH: '/usr/bin:/bin'}, cacheFolder});
	const [model, other] = [modelOf(kconfig), modelOf(kconfig)];
	const configuration = openConfiguration(model, solve(other, 'alldefconfig'));
	const atFirst = statesOf(model);
	toggleAtRandom(configuration, {seed: 5, count: 60, each(step) {
		if (step % 20 < 19) {
			return;
		}

		expectSameAsAnew(configuration);
		const config = writeConfig(model);
		expect(solve(other, 'olddefconfig', config)).toBe(config);
	}});
	while (configuration.undo()) {
		if (configuration.steps() % 20 === 7) {
			expectSameAsAnew(configuration);
		}
	}

	expect(statesOf(model)).toEqual(atFirst);

	// Everything with a prompt that is on in a kernel with everything can be had from nothing.
	const base = solve(other, 'allnoconfig');
	const fromNothing = openConfiguration(model, base);
	const options = [...parseConfig(solve(other, 'allyesconfig'))]
		.filter(([name, value]) => value === 'y' && kconfig.symbols.get(name)!.definitions.some(({prompt}) => prompt))
		.map(([name]) => name);
	const next = randomNumbers(9);
	const seconds = await processorSeconds(() => {
		for (let count = 0; count < 60; count++) {
			const name = options[next(options.length)]!;
			const steps = planChange(kconfig, fromNothing, {cell: model.cells.get(name)!, value: 'y'});
			expect(steps, name).toBeDefined();
			const lines = steps!.map(({cell, value}) => formatLine(cell, value, model));
			const config = solve(other, 'olddefconfig', `${base}\n${lines.join('\n')}\n`);
			expect(parseConfig(config).get(name), lines.join(' ')).toBe('y');
		}
	});
	// With what proves each plan by working out the whole kernel.
	expect(seconds / 60).toBeLessThan(0.5);

	// What is on somewhere is never said to be impossible; of what no plan turns on, nearly all is said why.
	const somewhere = (['allyesconfig', 'allmodconfig', 'alldefconfig'] as const).flatMap(mode =>
		[...parseConfig(solve(other, mode))].filter(([, value]) => value === 'y' || value === 'm'));
	expect(somewhere.filter(([name]) => whyNever(kconfig, name))).toEqual([]);
	const switches = kconfig.symbols.values().filter(symbol => symbol.definitions.some(({prompt}) => prompt)).map(({name}) => model.cells.get(name)!)
		.filter(({type, level}) => (type === 'bool' || type === 'tristate') && level === 0).toArray();
	const tried = Array.from({length: 300}, () => switches[next(switches.length)]!);
	const unplanned = tried.filter(cell => !planChange(kconfig, fromNothing, {cell, value: 'y'}) && !planChange(kconfig, fromNothing, {cell, value: 'm'}));
	expect(unplanned.length).toBeGreaterThan(20);
	expect(unplanned.filter(({name}) => !whyNever(kconfig, name)).length).toBeLessThanOrEqual(1);
});

test.each(wholeTrees)('Linux %s: a source that is configured, or was built in, is read like a clean one', async version => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-configured-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	await execa('sh', ['-c', `${findWhatConfigures} | tar --null -T - -c | tar -x -C ${folder}`], {cwd: inject('kernelTrees')[version]});
	const options = {arch: 'x86_64', environment: {PATH: '/usr/bin:/bin'}, cacheFolder};
	const clean = solve(modelOf((await loadTree(folder, options)).kconfig), 'alldefconfig');
	writeFileSync(path.join(folder, '.config'), clean);
	for (const made of ['include/config', 'arch/x86/include/generated']) {
		mkdirSync(path.join(folder, made), {recursive: true});
	}

	const before = readdirSync(folder, {recursive: true});
	expect(solve(modelOf((await loadTree(folder, options)).kconfig), 'olddefconfig', clean)).toBe(clean);
	expect(readdirSync(folder, {recursive: true})).toEqual(before);
});

test.each(wholeTrees)('Linux %s: what somebody sets in the kernel of a recipe is what its requests then ask for', async version => {
	const {kconfig} = await loadTree(inject('kernelTrees')[version], {arch: 'x86_64', environment: {PATH: '/usr/bin:/bin'}, cacheFolder});
	const [model, other] = [modelOf(kconfig), modelOf(kconfig)];
	const switches = model.cells.values().filter(({name, type}) => (type === 'bool' || type === 'tristate') && kconfig.symbols.get(name)!.definitions.some(({prompt}) => prompt)).toArray();
	const next = randomNumbers(3);
	const recipe = parseRecipe(readFileSync('recipes/nfs-root.yaml', 'utf8'), {source: 'nfs-root.yaml'});
	let options: Record<string, string | number> = {};
	const asked = (own: typeof options) => askKernel(wantedOf({...recipe, kernel: {...recipe.kernel, options: own}}), {release: version}).requests;
	const fixed = new Map(neededRequests(wantedOf(recipe)).filter(({preferred}) => !preferred).map(({option}) => [option, 'It stays.']));
	for (let session = 0; session < 6; session++) {
		const configuration = openRequests(model, formatFragment(asked(options)));
		const now = (option: string) => model.cells.has(option) ? valueOf(model.cells.get(option)!, model) : undefined;
		const before = new Map(asked(options).map(({option}) => [option, now(option)]));
		const edits = trackEdits({tree: kconfig, configuration, fixed});
		for (let count = 0; count < 12; count++) {
			const way = edits.wayTo(switches[next(switches.length)]!, (['n', 'm', 'y'] as const)[next(3)]!);
			edits.make(typeof way === 'string' ? [] : way);
			if (count % 5 === 4) {
				edits.undo();
			}
		}

		const others = new Map(asked({}).map(({option, value}) => [option, value]));
		options = ownOptions(options, {made: edits.made(), others, now, before: option => before.get(option), isSwitch: () => true});
		const config = writeConfig(model);
		expect(solve(other, 'allnoconfig', formatFragment(asked(options)))).toBe(config);
		const kept = parseConfig(config);
		expect(Object.entries(options).filter(([option, value]) => (kept.get(option) ?? 'n') !== String(value))).toEqual([]);
		expect(fixed.keys().filter(option => kept.get(option) !== before.get(option) && before.get(option) === 'y').toArray()).toEqual([]);
	}

	expect(Object.keys(options).length).toBeGreaterThan(20);
});
