import {describe, expect, test} from 'vitest';
import type {Recipe} from '../../../source/recipe/schema.ts';
import {keys} from '../../terminal/keys.ts';
import {demoKernel} from '../demo-kernel.ts';
import {byHand, openWizard} from '../open-wizard.ts';

const direct = {startAt: {recipe: 'tiny', screen: 'kernel'}} as const;

describe.each([[80, 24], [60, 16], [120, 40]])('in a window of %ix%i', (columns, rows) => {
	test('165 rows: drawn to the edges, only what fits, the group always named', async () => {
		const {tty} = await openWizard({columns, rows, props: direct});
		await tty.until('► [x] virtio');
		// Beside the list in a wide window, else below it.
		const titled = (title: string) => columns >= 120 ? `│ ${title}` : `─ ${title} ─`;
		const check = (...texts: string[]) => {
			expect(tty.rows()[0]).toMatch(/^ {2}ramstrap {2}tiny +kernel$/);
			expect(tty.rows()[1]).toBe(' ' + '─'.repeat(columns - 2));
			expect(tty.rows().at(-1)).toMatch(/^ {2}space on\/off {3}\/ filter {3}enter save {3}esc quit .*\? help$/);
			for (const text of texts) {
				expect(tty.text()).toContain(text);
			}
		};

		check('Bundles', '[ ] intel-nics', '1/165  more below', titled('Bundle virtio: Virtual machines'), 'Last build: 2.4 MB.');
		tty.type(keys.end);
		await tty.until('► [-] BLK_DEV_INITRD');
		check('Other options', '165/165', titled('BLK_DEV_INITRD'), 'Stays on; needed by the recipe: the');
		expect(tty.text()).not.toContain('more below');
		tty.type(keys.pageUp);
		await tty.until(() => /► \[ \] (?:VIRTUALIZATION|FILE_SYSTEMS)_\d/.test(tty.text()));
		check(tty.text().includes('► [ ] FILE') ? '  File systems' : '  Virtualization');
		tty.type(keys.home);
		await tty.until('► [x] virtio');
	});
});

describe('a row', () => {
	test('is turned on with what it needs, which is then locked, and off again', async () => {
		const {tty, outcome} = await openWizard({props: direct});
		await tty.until('1 bundle and no options chosen: 6 lines requested. Last build: 2.4 MB.');
		tty.type('/tigon\r');
		await tty.until('► [ ] TIGON3');
		expect(tty.text()).toContain('Also turns on: NETDEVICES, ETHERNET, NET_VENDOR_BROADCOM');
		tty.type(' ');
		await tty.until('► [x] TIGON3');
		expect(tty.text()).toContain('1 bundle and 5 options chosen: 10 lines requested.');
		expect(tty.text()).toContain('Turning it off also turns off: NETDEVICES, ETHERNET, NET_VENDOR_BROADCOM');
		tty.type(' ');
		await tty.until('1 bundle and no options chosen: 6 lines requested.');
		tty.type(' ');
		await tty.until('► [x] TIGON3');
		tty.type(keys.escape);
		await tty.until('/165');
		expect(tty.text()).toContain('► [x] TIGON3');
		tty.type(keys.enter);
		expect(await outcome).toMatchObject({do: 'save', recipe: {name: 'tiny', kernel: {bundles: ['virtio'], options: {TIGON3: 'y', PCI: 'y'}}}});
	});

	test('of a bundle turns all of it on, and locks it with the reason', async () => {
		const {tty} = await openWizard({props: direct});
		await tty.until('Turning it off turns off: VIRTIO_NET, VIRTIO_BLK, VIRTIO_PCI, PCI');
		tty.type('/virtio_net\r');
		await tty.until('► [-] VIRTIO_NET');
		expect(tty.text()).toContain('Virtio network driver (part of the bundle');
		expect(tty.text()).toContain('Stays on; part of the bundle Virtual machines.');
		tty.type(keys.escape);
		await tty.until('/165');
		tty.type(`${keys.home} `);
		await tty.until('► [ ] virtio');
		tty.type('/virtio_net\r');
		await tty.until('► [ ] VIRTIO_NET');
		expect(tty.text()).not.toContain('part of the bundle');
	});

	test('that is locked stays, says so, and goes on when one moves on', async () => {
		const {tty} = await openWizard({props: direct});
		await tty.until('► [x] virtio');
		tty.type('/tcpdump\r');
		await tty.until('► [-] PACKET');
		tty.type(' ');
		await tty.until('─ ! Locked ─');
		await tty.until('PACKET stays on; needed by the recipe: the DHCP client needs raw packets.');
		tty.type(keys.escape);
		await tty.until('/165');
		expect(tty.text()).toContain('► [-] PACKET');
		tty.type(' ');
		await tty.until('─ ! Locked ─');
		tty.type(keys.down);
		await tty.until('► [ ] NETWORKING_1 ');
		expect(tty.text()).not.toContain('! Locked');
	});

	test('is explained in full by ?, with where it belongs and what it needs, and Back is where one was', async () => {
		const {tty} = await openWizard({columns: 60, rows: 16, props: direct});
		await tty.until('► [x] virtio');
		tty.type('/virtio_net\r');
		await tty.until('(? shows all)');
		tty.type('?');
		await tty.until('VIRTIO_NET: Virtio network driver');
		await tty.until('In: Device drivers. Now: on, locked.');
		tty.type(keys.pageDown);
		await tty.until('13-25 of');
		expect(tty.text()).toContain('Needs: NETDEVICES, NET_CORE, PCI, VIRTIO_MENU,');
		expect(tty.text()).toContain('Space            turn the option on or off');
		tty.type(keys.escape);
		await tty.until('► [-] VIRTIO_NET');
		expect(tty.text()).toContain('/ virtio_net');
	});
});

describe('the filter', () => {
	test('counts while it is typed, letters and spaces are text, and the list can be walked', async () => {
		const {tty} = await openWizard({props: direct});
		await tty.until('► [x] virtio');
		tty.type('/');
		await tty.until('165 of 165 match');
		await expect.poll(() => tty.isCursorVisible).toBe(true);
		tty.type('number j');
		await tty.until('/ number j');
		await tty.until('0 of 165 match');
		await tty.until('No matches');
		tty.type(`${keys.backspace}1 bus`);
		await tty.until('► [ ] BUS_1 ');
		await tty.until('12 of 165 match');
		tty.type(keys.down + keys.down);
		await tty.until('► [ ] BUS_11 ');
		tty.type(keys.ctrl('w'));
		await tty.until('/ number 1');
		await tty.until('► [ ] BUS_11 ');
	});

	test('is cleared by Esc first; only the next Esc leaves', async () => {
		const {tty, outcome} = await openWizard({props: direct});
		await tty.until('► [x] virtio');
		tty.type(`${keys.down}/tcpdump`);
		await tty.until('► [-] PACKET');
		tty.type(keys.escape);
		// Nothing was chosen, so one is back where one looked from.
		await tty.until('► [ ] intel-nics');
		tty.type('/tcpdump\r');
		await tty.until('space on/off   esc show all');
		tty.type(keys.escape);
		await tty.until('/165');
		expect(tty.text()).toContain('► [-] PACKET');
		expect(tty.text()).not.toContain('match');
		tty.type(keys.escape);
		expect(await outcome).toEqual({do: 'quit'});
	});

	test('takes a paste, and the empty one is none', async () => {
		const {tty} = await openWizard({props: direct});
		await tty.until('► [x] virtio');
		tty.type('/\r');
		await tty.until('? help');
		expect(tty.text()).not.toContain('match');
		tty.type('/');
		await tty.until('165 of 165 match');
		tty.type('\u{1B}[200~tigon3\n\u{1B}[201~');
		await tty.until('► [ ] TIGON3');
		await tty.until('1 of 165 match');
	});
});

test('a smaller and a larger window keep the focus, the filter and what is chosen', async () => {
	const {tty} = await openWizard({columns: 120, rows: 40, props: direct});
	await tty.until('► [x] virtio');
	tty.type('/drivers_\r');
	await tty.until('24 of 165 match');
	tty.type(`${keys.pageDown} `);
	await tty.until('1 bundle and 1 option');
	expect(tty.rows()[0]).toMatch(/kernel, not saved$/);
	const focused = /► \[x\] (\w+)/.exec(tty.text())![1]!;
	tty.resize(60, 16);
	await tty.until(({terminal}) => terminal.rows === 16 && tty.rows()[15]!.includes('? help'));
	expect(tty.text()).toContain(`► [x] ${focused}`);
	expect(tty.text()).toContain('24 of 165 match');
	tty.resize(59, 15);
	await tty.until('needs 60x16');
	tty.type(' ');
	tty.resize(59, 16);
	await tty.until('now 59x16');
	tty.resize(80, 24);
	await tty.until(`► [x] ${focused}`);
	expect(tty.text()).toContain('1 bundle and 1 option chosen');
	tty.type(keys.escape);
	await tty.until('/165');
	expect(tty.text()).toContain(`► [x] ${focused}`);
});

test('what there is to choose is worked out again only when the recipe changes', async () => {
	let count = 0;
	const rows = (recipe: Recipe) => {
		count++;
		return demoKernel.rows(recipe);
	};

	const {tty} = await openWizard({props: {...direct, kernel: {...demoKernel, rows}}});
	await tty.until('► [x] virtio');
	tty.type(keys.down.repeat(9));
	await tty.until('► [ ] containers');
	tty.type('/general_2');
	await tty.until('6 of 165 match');
	expect(count).toBe(1);
	tty.type('\r ');
	await tty.until('► [x] GENERAL_2');
	expect(count).toBe(2);
});

describe('on the way', () => {
	test('a new recipe comes by it, after its source, and Back keeps what was chosen', async () => {
		const {tty} = await openWizard();
		tty.type('\r');
		await byHand(tty);
		tty.type('\r\rj');
		await tty.until('► Kernel built from source');
		tty.type('\r');
		await tty.until('► linux-source-6.12  (current)');
		expect(tty.text()).toContain('Other…');
		tty.type('jj');
		await tty.until('─ Other ─');
		tty.type('\r');
		await tty.until('► linux-source-6.12');
		tty.type(`${keys.ctrl('u')}linux-source-6.13\r`);
		await tty.until('► [x] virtio');
		expect(tty.rows()[0]).toMatch(/New recipe +step 6 of \d+$/);
		tty.type(' ');
		await tty.until('► [ ] virtio');
		tty.type('\r');
		await tty.until('step 7 of');
		tty.type(keys.shiftTab);
		await tty.until('► [ ] virtio');
		tty.type(keys.tab);
		await tty.until('► Go');
		tty.type(keys.down.repeat(13));
		await tty.until('► Kernel options');
		expect(tty.text()).toMatch(/Source package +linux-source-6\.13/);
		expect(tty.text()).toMatch(/Kernel features +5: intel-nics, realtek-nics, /);
		expect(tty.text()).toMatch(/Kernel options +none/);
	});

	test('the review leads to the bundles and to the options, and shows how many there are', async () => {
		const {tty} = await openWizard();
		tty.type('jjj\r');
		await tty.until('► Go: build and rehearse');
		tty.type(keys.end + keys.home + keys.down.repeat(15));
		await tty.until('► Kernel options');
		expect(tty.text()).toMatch(/Kernel features +1: virtio/);
		expect(tty.text()).toContain('Options of a built kernel');
		tty.type('\r');
		await tty.until('► [ ] NR_CPUS');
		expect(tty.rows().at(-1)).toContain('enter done   esc back');
		tty.type(' ');
		await tty.until('► [x] NR_CPUS=64');
		tty.type('\r');
		await tty.until('► Kernel options');
		expect(tty.text()).toMatch(/Kernel options +2: SMP, NR_CPUS/);
		expect(tty.rows()[0]).toContain('changed, not saved');
		tty.type(keys.up);
		await tty.until('► Kernel features');
		tty.type('\r');
		await tty.until('► [x] virtio');
	});
});
