import {expect, test} from 'vitest';
import {editRecipe} from '../../source/recipe/edit-recipe.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {recipeWith} from './recipe.ts';

const text = `# Mine.
version: 1
name: mine
strategy: busybox-initramfs
kernel:
  # Built here.
  from: build
  source: {package: linux-source}
  bundles: [virtio] # for the lab
  options: {AIO: n}
# Last words.
compression: xz
`;
const built = {from: 'build', source: {package: 'linux-source'}} as const;

/** The text with another name and kernel in it. */
function editKernel(from: string, {name, kernel}: Recipe): string {
	const before = parseRecipe(from, {source: 'x'});
	return editRecipe(from, before, {...before, name, kernel})!;
}

test('what was not changed stays to the letter, comments and all', () => {
	expect(editKernel(text, recipeWith({name: 'mine', kernel: {...built, bundles: ['virtio'], options: {AIO: 'n'}}}))).toBe(text);
});

test('bundles and options come and go', () => {
	const edited = editKernel(text, recipeWith({name: 'mine', kernel: {...built, bundles: ['virtio', 'smp'], options: {}}}));
	expect(edited).toBe(text.replace('[virtio] # for the lab', '[virtio, smp] # for the lab').replace('  options: {AIO: n}\n', ''));
	expect(parseRecipe(edited, {source: 'x'}).kernel).toMatchObject({bundles: ['virtio', 'smp'], options: {}});
});

test('a recipe on the distribution\'s kernel goes over to one of its own, under another name', () => {
	const edited = editKernel('version: 1\nname: rambox\nstrategy: busybox-initramfs\nkernel:\n  from: distribution\n  drivers: all-network # any PC\n  modules: all\n', recipeWith({name: 'my-rambox', kernel: {...built, bundles: ['intel-nics']}}));
	expect(edited).toBe('version: 1\nname: my-rambox\nstrategy: busybox-initramfs\nkernel:\n  from: build\n  modules: needed\n  source: {package: linux-source}\n  bundles: [intel-nics]\n');
});

test('options that stay keep their spelling and what is said behind them', () => {
	const spelled = text.replace('{AIO: n}', '{AIO: n, PHYSICAL_START: 0x200000} # mine');
	const kernel = {...built, bundles: ['virtio' as const], options: {AIO: 'y', PHYSICAL_START: '0x200000', IKCONFIG: 'y'}};
	expect(editKernel(spelled, recipeWith({name: 'mine', kernel}))).toBe(spelled.replace('{AIO: n, PHYSICAL_START: 0x200000}', '{AIO: y, PHYSICAL_START: 0x200000, IKCONFIG: y}'));
});

test('a fragment is named beside what is there', () => {
	expect(editKernel(text, recipeWith({name: 'mine', kernel: {...built, bundles: ['virtio'], options: {AIO: 'n'}, fragment: 'mine.config'}}))).toBe(text.replace('{AIO: n}\n', '{AIO: n}\n  fragment: mine.config\n'));
});

test('a recipe that said nothing of its kernel gets one', () => {
	const edited = editKernel('version: 1\nname: mine\nstrategy: busybox-initramfs\n', recipeWith({name: 'mine', kernel: {...built, options: {SMP: 'y'}}}));
	expect(parseRecipe(edited, {source: 'x'}).kernel).toMatchObject({from: 'build', options: {SMP: 'y'}});
	expect(edited).toContain('  options: {SMP: y}\n');
});
