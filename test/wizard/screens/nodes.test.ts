import {describe, expect, test} from 'vitest';
import {keys} from '../../terminal/keys.ts';
import {recipeNamed} from '../demo-props.ts';
import {openWizard} from '../open-wizard.ts';

const kitchen = {mac: '52:54:00:00:00:01', name: 'kitchen', address: '192.168.24.10', memory: 2048};

async function toNodes(nodes: unknown[] = []) {
	const recipe = {...recipeNamed('attic'), nodes: nodes.map(node => ({keys: [], words: [], boot: 'always' as const, ...node as typeof kitchen}))};
	const opened = await openWizard({props: {recipes: [{name: 'attic', where: 'saved', title: '', recipe}]}});
	opened.tty.type(`${keys.down}\r`);
	await opened.tty.until('► Go');
	opened.tty.type('/known nodes\r');
	await opened.tty.until('Add a machine');
	return opened;
}

describe('known nodes', () => {
	test('one that has booted is added by one key, named, and is in the review', async () => {
		const {tty} = await toNodes();
		tty.type('\r');
		await tty.until('► 52:54:00:00:00:07: ramstrap, 192.168.1.107');
		tty.type('\r');
		await tty.until('► MAC');
		tty.type(`${keys.down}\r`);
		await tty.until('change an answer');
		tty.type('stove\r');
		await tty.until('► Name');
		expect(tty.text()).toMatch(/Name +stove/);
		tty.type(keys.escape);
		await tty.until('► stove');
		expect(tty.text()).toMatch(/stove +52:54:00:00:00:07/);
		tty.type(keys.escape);
		await tty.until('► Known nodes');
		expect(tty.text()).toMatch(/Known nodes +1: stove/);
		expect(tty.rows()[0]).toContain('changed, not saved');
		tty.type('u');
		await tty.until('─ Undone ─');
		expect(tty.text()).toContain('1: 52:54:00:00:00:07');
	});

	test('another is typed; what is wrong is said and changes nothing', async () => {
		const {tty} = await toNodes([kitchen]);
		expect(tty.text()).toMatch(/kitchen +52:54:00:00:00:01, 192\.168\.24\.10, 2048 MiB/);
		tty.type(`${keys.end}\r`);
		await tty.until('► 52:54:00:00:00:07');
		tty.type(keys.end);
		await tty.until('► Other');
		tty.type('nonsense\r');
		await tty.until('! MAC "nonsense" is not a MAC address');
		tty.type(`${keys.ctrl('u')}${kitchen.mac}\r`);
		await tty.until('is already used by kitchen');
		tty.type(`${keys.ctrl('u')}52-54-00-00-00-02\r`);
		await tty.until('► MAC');
		expect(tty.text()).toMatch(/MAC +52:54:00:00:00:02/);
	});

	test('every field of one is an answer; an empty one goes back to the default', async () => {
		const {tty} = await toNodes([kitchen]);
		tty.type('\r');
		await tty.until('► MAC');
		for (const title of ['Name', 'Address', 'Memory', 'SSH keys', 'Extra files', 'Kernel command line', 'Recipe', 'Boot']) {
			expect(tty.text()).toMatch(new RegExp(`^ +${title} `, 'm'));
		}

		tty.type(`${keys.down.repeat(3)}\r`);
		await tty.until('change an answer');
		tty.type(`${keys.ctrl('u')}\r`);
		await tty.until('► Memory');
		expect(tty.text()).toMatch(/Memory +default/);
		tty.type(`${keys.up}\r`);
		await tty.until('change an answer');
		tty.type(`${keys.ctrl('u')}10.0.0.1\r`);
		await tty.until('! Address 10.0.0.1 is outside server.subnet');
	});

	test('is removed when that is said twice', async () => {
		const {tty} = await toNodes([kitchen]);
		tty.type('\r');
		await tty.until('► MAC');
		tty.type(`${keys.end}\r`);
		await tty.until('Enter again removes it.');
		tty.type(keys.up);
		await tty.until('► Boot');
		tty.type(keys.down);
		await tty.until('Enter twice removes it');
		tty.type('\r');
		await tty.until('Enter again removes it.');
		tty.type('\r');
		await tty.until('► Add a machine');
		expect(tty.text()).not.toContain('kitchen');
		tty.type(keys.escape);
		await tty.until('► Known nodes');
		expect(tty.text()).toMatch(/Known nodes +none/);
	});
});
