import {deliveryOf} from '../delivery.ts';
import {listText, type Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** The package of Debian that a test takes. */
const packages = {memory: 'stress-ng', cpu: 'stress-ng', disks: 'smartmontools'};

/** Hardware tests are programs of the system: BusyBox has none of them, and a Debian has what is named. */
export function testRules(recipe: Recipe): Problem[] {
	const {tree, tests: {hardware}} = recipe;
	if (hardware.length === 0) {
		return [];
	}

	if (deliveryOf(recipe).at === 'initramfs') {
		return [{
			path: ['tests', 'hardware'],
			sentence: 'tests.hardware needs a whole system with the programs that test; a node that stays in its '
				+ 'initramfs has only BusyBox. Write "root: squashfs" and "tree: {from: bootstrap}", or remove it.',
		}];
	}

	const needed = new Set(Object.entries(packages).flatMap(([part, name]) =>
		hardware.includes(part as keyof typeof packages) ? [name] : []));
	const missing = tree.from === 'bootstrap' && tree.release === undefined
		? [...needed.difference(new Set(tree.packages))]
		: [];
	return missing.length === 0 ? [] : [{
		path: ['tree', 'packages'],
		sentence: `tests.hardware needs ${listText(missing, 'and')} in the system: `
			+ `add ${missing.length === 1 ? 'it' : 'them'} to tree.packages.`,
	}];
}
