import {expect, test} from 'vitest';
import {requirementsOf} from '../../source/kernel/check/requirements.ts';
import {checkRecipe} from '../../source/recipe/check.ts';
import {consoleKind} from '../../source/recipe/consoles.ts';
import {makePlan} from '../../source/plan/plan.ts';
import {wantedOf} from '../../source/strategies/index.ts';
import {debianFacts, sampleRecipe} from '../sample.ts';
import {recipeWith} from './recipe.ts';

const problems = (console: string[]) => {
	const checked = checkRecipe({version: 1, name: 'kitchen', strategy: 'busybox-initramfs', node: {console}});
	return 'problems' in checked ? checked.problems.map(({sentence}) => sentence) : [];
};

test.each(['tty0', 'tty63', 'ttyS0', 'ttyS1,9600', 'ttyS0,115200n8', 'ttyS0,57600e7r', 'ttyUSB0', 'ttyUSB0,115200', 'hvc0'])('%s is a console, and the kernel is asked for it', name => {
	expect(problems([name])).toEqual([]);
	expect(requirementsOf(wantedOf(recipeWith({node: {console: [name]}}))).map(({option}) => option)).toContain(consoleKind(name)!.option.option);
});

test.each(['tty', 'tty64', 'ttyS', 'ttyS00', 'ttyS0,', 'ttyS0,fast', 'ttyS0,115200n9', 'tty0,115200', 'ttyAMA0', 'ttyGS0', 'ttysclp0', 'lp0', 'hvc', 'TTYS0'])('%s is none that a PC can have', name => {
	expect(problems([name])).toEqual([`node.console[0] "${name}" is not a console of a PC or a virtual machine, such as tty0, ttyS0, ttyS0,115200n8, ttyUSB0 or hvc0.`]);
});

test('one console is named once, and the kernel takes eight', () => {
	expect(problems(['tty0', 'ttyS0', 'ttyS0,9600'])).toEqual(['node.console[2] ttyS0,9600 is already node.console[1]; name each console once.']);
	expect(problems(Array.from({length: 9}, (_, index) => `tty${index}`))).toEqual(['node.console is [tty0, tty1, tty2, tty3, tty4, tty5, tty6, tty7, tty8], but must have at most 8 entries.']);
});

test('a system has a login on every line that is named, by its device', () => {
	const recipe = sampleRecipe({root: 'tmpfs', tree: {from: 'bootstrap', suite: 'bookworm'}, node: {console: ['tty0', 'ttyS1,9600', 'hvc0', 'ttyUSB0']}});
	const wanted = makePlan(recipe, debianFacts).steps.flatMap(({actions}) => actions).find(action => action.do === 'write-file' && action.path === 'wanted/consoles');
	expect(wanted).toMatchObject({text: 'ttyS1\nhvc0\nttyUSB0\n'});
});

test('no bus asks for the driver of hvc0 before it is needed: it goes along by name', () => {
	const drivers = (console: string[]) => JSON.stringify(makePlan(sampleRecipe({node: {console}}), debianFacts).steps.find(({id}) => id === 'drivers')!.actions[0]);
	expect(drivers(['hvc0'])).toContain('virtio_console');
	expect(drivers(['ttyS0'])).not.toContain('virtio_console');
});
