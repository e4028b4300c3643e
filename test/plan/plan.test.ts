import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {makeKernelPlan, makePlan} from '../../source/plan/plan.ts';
import {printPlan} from '../../source/plan/print.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
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

const tiny = parseRecipe(readFileSync('recipes/rambox-tiny.yaml', 'utf8'), {source: 'rambox-tiny.yaml'});

test('rambox-tiny on Debian builds its kernel beside the rest', async () => {
	await expect(printPlan(makePlan(tiny, debianFacts), 'text')).toMatchFileSnapshot('golden/rambox-tiny-debian.txt');
});

test('its kernel alone, and its configuration alone, are the beginning of the same steps', () => {
	const {steps} = makePlan(tiny, debianFacts);
	const kernel = makeKernelPlan(tiny, debianFacts, 'kernel');
	expect(kernel.steps).toEqual(steps.filter(({id}) => id.startsWith('kernel')));
	expect(kernel.artifacts).toEqual([{name: 'vmlinuz', path: 'kernel/vmlinuz'}]);
	expect(makeKernelPlan(tiny, debianFacts, 'kernel-config').steps.map(({id}) => id)).toEqual(['kernel-source', 'kernel-config']);
});

test('a source that lies unpacked is used where it is, and watched', () => {
	const recipe = sampleRecipe({kernel: {from: 'build', source: {path: '/usr/src/linux'}}});
	const {steps} = makePlan(recipe, debianFacts);
	expect(steps.map(({id}) => id)).toEqual(['busybox', 'kernel-config', 'kernel', 'initramfs']);
	expect(steps.filter(({reads}) => reads.includes('/usr/src/linux/')).map(({id}) => id)).toEqual(['kernel-config', 'kernel']);
});

test('a source from the network is pinned by its sum', () => {
	const recipe = sampleRecipe({kernel: {from: 'build', source: {url: 'https://example.org/linux-6.12.tar.xz', sha256: 'e'.repeat(64)}}});
	const {actions} = makePlan(recipe, debianFacts).steps.find(({id}) => id === 'kernel-source')!;
	expect(actions.slice(0, 3)).toMatchObject([
		{do: 'command', argv: expect.arrayContaining(['curl', '--fail', 'https://example.org/linux-6.12.tar.xz']) as unknown},
		{do: 'write-file', path: 'source.sha256', text: `${'e'.repeat(64)}  source.tar\n`},
		{do: 'command', argv: ['sha256sum', '--check', 'source.sha256'], blames: 'recipe'},
	]);
});

test('options asked for as modules make modules, and the node carries all of them', () => {
	const recipe = sampleRecipe({kernel: {from: 'build', source: {package: 'linux-source'}, options: {MODULES: 'y', E1000: 'm'}}});
	const {steps} = makePlan(recipe, debianFacts);
	expect(steps.map(({id}) => id)).toEqual(['busybox', 'kernel-source', 'kernel-config', 'kernel', 'drivers', 'initramfs']);
	expect(steps.find(({id}) => id === 'kernel')!.makes).toContain('lib/modules');
});

test('a source package the machine does not offer is refused with what it offers', () => {
	const recipe = sampleRecipe({kernel: {from: 'build', source: {package: 'linux-source-2.6'}}});
	expect(() => makePlan(recipe, debianFacts)).toThrow(expect.objectContaining({message: 'kernel.source.package is linux-source-2.6, which Debian GNU/Linux 12 (bookworm) does not offer.', hints: ['it offers linux-source, linux-source-6.1'], exitCode: 3}) as Error);
	expect(() => makePlan(recipe, fedoraFacts)).toThrow('Fedora Linux 43 does not offer');
});

test('a kernel whose configuration is known and will not do is refused before anything runs', () => {
	const recipe = sampleRecipe({compression: 'lz4'});
	expect(() => makePlan(recipe, {...debianFacts, kernelConfig: 'CONFIG_64BIT=y\n# CONFIG_RD_LZ4 is not set\n'})).toThrow(/RD_LZ4/);
});

const bundled = readdirSync('recipes').map(file => [file.replace('.yaml', ''), parseRecipe(readFileSync(`recipes/${file}`, 'utf8'), {source: file})] as const);

test.each(bundled.filter(([name]) => !name.startsWith('rambox')))('%s on Debian, as a person reads it', async (name, recipe) => {
	const facts = {...debianFacts, user: {root: true, sudo: false}};
	await expect(printPlan(makePlan(recipe, facts), 'text')).toMatchFileSnapshot(`golden/${name}-debian.txt`);
});

test('what only root can do says why, in the plan too; nobody else gets as far', () => {
	const recipe = sampleRecipe({strategy: 'nfs-root', tree: {from: 'bootstrap'}});
	expect(() => makePlan(recipe, debianFacts)).toThrow(expect.objectContaining({message: expect.stringContaining('only root can create files for other owners') as string, exitCode: 3}) as Error);
	expect(printPlan(makePlan(recipe, {...debianFacts, user: {root: true, sudo: false}}), 'text')).toMatch(/^Plan for rambox: nfs-root, \d+ steps, needs root for step \d+: files/);
	expect(printPlan(makePlan(sampleRecipe(), debianFacts), 'text')).toMatch(/^Plan for rambox: .* nothing needs root$/m);
});

test('the words of the command line: consoles, the strategy, the recipe; and no root=', () => {
	const {words} = makePlan(sampleRecipe({node: {console: ['tty0', 'ttyS1,9600n8'], words: ['quiet']}}), debianFacts);
	expect(words).toEqual(['console=tty0', 'console=ttyS1,9600n8', 'rambox', 'quiet']);
	expect(words.join(' ')).not.toMatch(/\broot=/);
});

test('without drivers no step chooses any', () => {
	const {steps} = makePlan(sampleRecipe({kernel: {from: 'distribution', drivers: 'none'}}), debianFacts);
	expect(steps.map(({id}) => id)).toEqual(['busybox', 'kernel', 'kernel-check', 'initramfs']);
});

test('a kernel package the machine does not offer is refused by name', () => {
	const recipe = sampleRecipe({kernel: {from: 'distribution', package: 'linux-image-imaginary'}});
	expect(() => makePlan(recipe, debianFacts)).toThrow('kernel.package is linux-image-imaginary, which Debian GNU/Linux 12 (bookworm) does not offer.');
	expect(() => makePlan(sampleRecipe(), {...debianFacts, kernels: {}})).toThrow('This machine offers no kernel');
});
