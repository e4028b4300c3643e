import {expect, onTestFinished, test} from 'vitest';
import type {DeviceOptions} from '../../source/kernel/hardware/device-options.ts';
import {openConfiguration, openRequests} from '../../source/kernel/kconfig/solve/configuration.ts';
import {modelOf} from '../../source/kernel/kconfig/solve/links.ts';
import {runTreeMenu} from '../../source/wizard/tree/session.tsx';
import type {OpenedTree} from '../../source/wizard/tree/tree-menu.ts';
import {treeOf} from '../kernel/kconfig/tree-of.ts';
import {FakeTty} from '../terminal/fake-tty.ts';
import {keys} from '../terminal/keys.ts';

const text = `
mainmenu "A program"

menu "Drivers"
config BUS
	bool "a bus"
config CARD
	bool "a card of \u001B[31mIntel"
	depends on BUS
	select HELD
	help
	  It sends and receives gigabits.
endmenu

config HELD
	bool "held"

config TWICE
	bool "the hidden one" if FAST && SMALL

config TWICE
	bool "the shown one"

config NEVER
	bool "for another machine"
	depends on OTHER_MACHINE

config PORT
	int "a port"
	range 1 99
	default 22

choice
	prompt "how"
config FAST
	bool "fast"
config SMALL
	bool "small"
endchoice
`;

type Options = Partial<Pick<OpenedTree, 'isInFile' | 'readDevices' | 'recipe' | 'save' | 'sizeOf'>> & {columns?: number; rows?: number; requests?: string};

async function open({columns = 80, rows = 24, isInFile = true, save = async () => undefined, recipe, requests, sizeOf, readDevices = async () => () => new Set()}: Options = {}) {
	const tree = {...treeOf(text), version: '6.12'};
	const tty = new FakeTty(columns, rows);
	const end = new AbortController();
	onTestFinished(() => {
		end.abort();
	});
	const saved: string[] = [];
	const outcome = runTreeMenu({
		tree, readDevices, read: file => file === 'Kconfig' ? text : undefined, file: 'there/.config', isInFile, recipe, ...(sizeOf && {sizeOf}),
		configuration: requests === undefined ? openConfiguration(modelOf(tree)) : openRequests(modelOf(tree), requests),
		async save(config, made) {
			const note = await save(config, made);
			saved.push(config);
			return note;
		},
	}, {stdin: tty.stdin, stdout: tty.stdout, env: {}, signal: end.signal}).catch((error: unknown) => error);
	await tty.until('Drivers --->');
	/** Types, and waits until the screen says it. */
	const press = async (typed: string, ...said: Array<string | RegExp>) => {
		tty.type(typed);
		for (const one of said) {
			await tty.until(() => typeof one === 'string' ? tty.text().includes(one) : one.test(tty.text()));
		}
	};

	return {tty, press, outcome, saved};
}

test('it is opened, changed, saved and left', async () => {
	const {tty, press, outcome, saved} = await open();
	expect(tty.rows()[0]).toMatch(/^ {2}ramstrap {2}A program +saved$/);
	await press(keys.enter, '► [ ] a bus');
	await press(' ', '► [*] a bus', '1 changed', '[ ] a card of');
	expect(tty.text()).toContain(String.raw`a card of \u001b[31mIntel`);
	await press(keys.down + 'y', /► {3}\[\*\] a card/);
	await press(keys.enter, 'Defined at: Kconfig:7', 'Selects: HELD');
	await press(keys.escape, /► {3}\[\*\] a card/);
	await press(keys.escape, /► +Drivers --->/, '-*- held');
	await press('u', 'Undone', '[ ] held');
	await press('s', 'Saved', 'One change is in there/.config.');
	expect(saved.at(-1)).toContain('CONFIG_BUS=y\n# CONFIG_CARD is not set\n');
	await press('q');
	expect(await outcome).toBe(1);
});

test('how large the kernel becomes, with what is on now and with what could be', async () => {
	const kilobytes = {BUS: 100, CARD: 40, HELD: 5};
	const {press, tty} = await open({sizeOf: valueOf => Object.entries(kilobytes)
		.reduce((sum, [option, size]) => sum + (valueOf(option) === 'y' ? 1000 * size : 0), 2_000_000)});
	await press('', /A program +saved {2}about 2\.0 MB/);
	await press(`/card${keys.enter}?`, 'To turn it on: BUS=y, CARD=y', 'With that the kernel grows by about 145 kB.');
	await press(keys.escape, '─ CONFIG_CARD ─');
	await press('y', 'CARD=y takes 1 other change', 'With that the kernel grows by about 145 kB.');
	await press(keys.enter, '3 changed  about 2.1 MB (+145 kB)');
	await press('?', 'Without it the kernel shrinks by about 45.0 kB.');
	await press(keys.escape, '─ CONFIG_CARD ─');
	await press('n', 'Off as well', /saved {2}about 2\.0 MB$/m);
	await press('u', '3 changed  about 2.1 MB (+145 kB)');
	await press('u', /saved {2}about 2\.0 MB$/m);
	await press(`/port${keys.enter}?`, 'CONFIG_PORT=22');
	expect(tty.text()).not.toContain('kernel');
	const unknown = await open({sizeOf: () => undefined});
	await unknown.press('/card', '1 found');
	await unknown.press(`${keys.enter}?`, 'To turn it on: BUS=y, CARD=y');
	expect(unknown.tty.text()).not.toMatch(/about|kernel/);
});

test('what is in no file yet is asked about, though nothing was changed; Ctrl-C loses nothing of what is', async () => {
	const {press, outcome, tty} = await open({isInFile: false});
	expect(tty.rows()[0]).toMatch(/not saved$/);
	await press('q', 'This configuration is not in the file yet. Save before leaving?');
	await press('y');
	expect(await outcome).toBe(1);
	const other = await open();
	await other.press(keys.ctrl('c'));
	expect(await other.outcome).toMatchObject({note: 'Stopped.'});
});

test('what is changed while a file is written is not in it', async () => {
	const {promise: written, resolve: end} = Promise.withResolvers<void>();
	const {press, saved} = await open({save: async () => written.then(() => undefined)});
	await press(`${keys.enter}s`, '► [ ] a bus');
	await press('y', '► [*] a bus');
	end();
	await press('?', 'CONFIG_BUS=y');
	await press(keys.escape, '1 changed');
	expect(saved[0]).toContain('# CONFIG_BUS is not set');
	await press('s', 'One change is in');
	expect(saved[1]).toContain('CONFIG_BUS=y');
});

test('found by its name or by words, and turned on with what it needs, or not', async () => {
	const {press, tty} = await open();
	await press('/config_card', '1 found', '► - - a card');
	await press(keys.ctrl('u') + 'gigabits intel', '1 found');
	await press(`${keys.enter}y`, 'CARD=y takes 1 other change', 'BUS=y');
	await press(keys.escape, '─ CONFIG_CARD ─');
	await press('y', 'takes 1 other');
	await press(keys.enter, '► [*] a card', '3 changed');
	await press('c', 'Changed options', /\[\*\] a bus +BUS/, /-\*- held +HELD/);
	await press('u', 'Nothing here');
	await press(`/shown one${keys.enter}`, '► [ ] the shown one');
	await press('p', '► [ ] the shown one', 'how (fast)');
	await press('?', 'the hidden one', '(the shown one)');
	await press(keys.escape, '► [ ] the shown one');
	await press('/never', '1 found');
	await press(`${keys.enter}y`, '! NEVER cannot be y', 'It needs OTHER_MACHINE, which x86 does not have.');
	await press('p', '► - - for another machine', 'a port');
	expect(tty.text()).toContain('Drivers');
});

test('numbers in their range, members of a choice, and what holds an option', async () => {
	const {press, tty} = await open();
	await press(keys.down.repeat(3) + keys.enter, 'a port', '► 22');
	await press(`${keys.ctrl('u')}100${keys.enter}`, '! PORT', '100 is not in the range from 1 to 99.');
	await press(`${keys.backspace}${keys.enter}`, '► (10) a port');
	await press(keys.down, '► ', 'how (fast) --->');
	await press(keys.enter, '► (X) fast');
	await press(keys.down + ' ', '► (X) small');
	await press('n', 'SMALL=n takes 1 other change', 'FAST=y');
	await press(keys.escape, '─ CONFIG_SMALL ─');
	await press('/card\r', '► - - a card');
	await press('y', 'takes 1 other');
	await press(keys.enter, '[*] a card');
	await press(keys.escape, '─ CONFIG_SMALL ─');
	await press('/held\r', '► -*- held');
	await press('n', 'HELD=n takes 1 other change', 'CARD=n');
	await press(keys.escape, '─ CONFIG_HELD ─');
	await press('m', '! HELD cannot be m', 'it cannot be a module');
	await press('?', 'Selected by: CARD [y]');
	await press(keys.escape, '► -*- held', '1 found');
	expect(tty.text()).toContain('─ CONFIG_HELD ─');
});

test('what is not saved is asked about; what cannot be saved is said, and nothing is lost', async () => {
	const {press, outcome} = await open({columns: 60, rows: 16, async save() {
		throw new Error('the disk is full');
	}});
	await press(`${keys.enter}y`, '► [*] a bus');
	await press(keys.escape, /► +Drivers/);
	await press(keys.escape, 'One option has another value than in the file.');
	await press(keys.escape, '─ Drivers ─');
	await press('q', 'n leave without');
	await press('y', '! Not saved', 'the disk is full');
	await press('q', 'n leave without');
	await press('n');
	expect(await outcome).toBe(0);
});

test('Ctrl-C asks once about what is not saved; a small window loses nothing', async () => {
	const {press, outcome, tty} = await open();
	await press(`${keys.enter}y`, '► [*] a bus');
	tty.resize(50, 12);
	await tty.until('needs 60x16, now 50x12');
	await press(keys.ctrl('c'), 'not saved: Ctrl-C again leaves');
	tty.resize(80, 24);
	await tty.until('One option has another value than in the file.');
	await press(keys.escape, '─ CONFIG_BUS ─');
	await press(keys.ctrl('c'), 'Save before leaving?');
	await press(keys.ctrl('c'));
	expect(await outcome).toMatchObject({name: 'Cancelled', note: 'Stopped. What was not saved is lost.'});
});

test('of a recipe: who asks for what, what stays, and what was set is what comes out', async () => {
	const made: Array<ReadonlyMap<string, string>> = [];
	const {press, tty, outcome} = await open({
		requests: 'CONFIG_BUS=y\nCONFIG_TWICE=y\n',
		recipe: {
			requested: new Map([['BUS', 'the strategy'], ['TWICE', 'kernel.options']]),
			fixed: new Map([['BUS', 'The recipe needs BUS: its disk is there.']]),
			textProblem: typed => typed === '23' ? 'is odd' : undefined,
		},
		async save(_, set) {
			made.push(set);
			return undefined;
		},
	});
	expect(tty.rows()[0]).toMatch(/as in the recipe$/);
	await press('r', 'Requested options', /\[\*\] a bus +BUS {2}the strategy/, /TWICE {2}kernel.options/);
	await press('n', '! BUS cannot be n', 'The recipe needs BUS: its disk is there.');
	await press(keys.escape, /► +Drivers --->/, /\[\*\] the shown one +kernel.options/);
	await press('/card\r', '► [ ] a card');
	await press('y', '► [*] a card', 'CARD  changed');
	await press(keys.escape, /► +Drivers --->/, '2 changed');
	await press('/port\r', '► (22) a port');
	await press(keys.enter, '► 22');
	await press(`${keys.ctrl('u')}23${keys.enter}`, '! PORT', '23 is odd.');
	await press(keys.escape, '► (22) a port');
	await press(keys.escape, /► +Drivers --->/);
	await press('r', /► \[\*\] a card.* CARD {2}changed/);
	await press(keys.escape, /► +Drivers --->/);
	await press('q', '! Not kept', 'You set CARD=y. Keep that for the recipe?');
	await press('y');
	expect(await outcome).toBe(1);
	expect(made).toEqual([new Map([['CARD', 'y']])]);
});

test('a menu says what opens it, every key is listed, and Ctrl-C on a page asks as elsewhere', async () => {
	const {press, outcome, tty} = await open();
	await press('y', '─ Drivers ─', 'Enter opens it.');
	await press('?', 'what it depends on, what turns it on, and what');
	await press(keys.escape, /► +Drivers --->/);
	await press(`${keys.enter}y`, '► [*] a bus');
	await press('?', 'CONFIG_BUS=y', 'Defined at');
	await press(keys.escape, '► [*] a bus');
	await press(keys.down + '?', 'depends on: BUS [=y]', 'To turn it on: CARD=y');
	await press(keys.ctrl('c'), 'One option has another value than in the file.');
	await press(keys.escape, '─ CONFIG_CARD ─');
	await press('/never\r', '1 found');
	await press('?', 'It cannot be turned on. It needs OTHER_MACHINE, which x86 does not have.');
	await press(keys.ctrl('c'), 'Save before leaving?');
	tty.type(keys.ctrl('c'));
	expect(await outcome).toMatchObject({name: 'Cancelled'});
});

test('an open question is answered, or stays', async () => {
	const {press} = await open();
	await press('/card\r', '► - - a card');
	await press('y', 'takes 1 other');
	await press('/', 'takes 1 other');
	await press('z?c', 'takes 1 other');
	await press('n', '─ CONFIG_CARD ─');
	await press('/', /^ {2}\/$/m);
	await press('held\r', '► [ ] held', '1 found');
});

test('the numbers of a device find its driver, once the tables are read', async () => {
	const {promise: tables, resolve: readTables} = Promise.withResolvers<DeviceOptions>();
	const {press, tty} = await open({readDevices: async () => tables});
	await press('/8086:10d3', 'Reading which driver is for which device');
	readTables(ids => new Set(ids === '8086:10d3' ? ['CARD'] : []));
	await tty.until('1 found');
	expect(tty.text()).toMatch(/► - - a card.* CARD/);
	await press(keys.ctrl('u') + '8086:0000', 'No driver names it');
});

test('from an option to what it depends on and what holds it, and back', async () => {
	const {press, tty} = await open();
	await press('/card\r', '► - - a card');
	await press('y', 'takes 1 other');
	await press(keys.enter, '► [*] a card');
	await press('d', 'Related to CARD', /► \[\*\] a bus +BUS {2}depends on {2}changed/, /-\*- held +HELD {2}selects {2}changed/);
	await press(keys.down + 'd', 'Related to HELD', /► \[\*\] a card.* CARD {2}selected by/);
	await press('n', '► - - a card', '─ Off as well ─', 'BUS, turned on for CARD before. u undoes this.');
	await press(keys.escape, 'Related to CARD', '► [ ] held');
	await press('p', '► [ ] held', 'the shown one');
	await press('d', 'Related to HELD');
	await press('/fast\r', '1 found', '► (X) fast');
	await press('d', '! Nothing to list');
	expect(tty.text()).toContain('It depends on no option');
});

test('where the tables cannot be read it says why', async () => {
	const {press} = await open({async readDevices() {
		throw new Error('too many open files');
	}});
	await press('/8086:10d3', '! The drivers cannot be read', 'too many open files');
});
