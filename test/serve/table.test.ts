import {expect, test} from 'vitest';
import {newProgress} from '../../source/boots/milestones.ts';
import type {Boot} from '../../source/boots/boots.ts';
import {nodesTable, totals, type Circumstances} from '../../source/serve/table.ts';

const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'] as const;
const around: Circumstances = {now: 100_000, bootingOf: () => ({milestones, initrd: true, needs: 512}), width: 76, patience: 30_000, names: new Map([['52:54:00:00:00:01', 'kitchen']]), isOnDisk: () => false, dhcp: 'full', since: 90_000};
const boot = (mac: string, some: Partial<Boot>, progress: Partial<Boot['progress']> = {}): [string, Boot] =>
	[mac, {began: 60_000, heard: 99_000, bytes: 0, fetching: 0, ...some, progress: {...newProgress(mac), ...progress}}];

const boots = new Map([
	boot('52:54:00:00:00:01', {bytes: 19_400_000, fetching: 400}, {addresses: ['192.168.24.101'], milestones: {dhcp: 5, 'first-stage': 7, kernel: 9, init: 12, network: 13, up: 14}, version: 'rambox/0a1b2c3d4e5f'}),
	boot('52:54:00:00:00:02', {began: 95_000}, {asked: true}),
	boot('52:54:00:00:00:03', {heard: 62_000}, {addresses: ['192.168.24.103'], asked: true, milestones: {dhcp: 2}}),
	boot('52:54:00:00:00:04', {}, {addresses: ['192.168.24.104'], milestones: {dhcp: 2, kernel: 8, init: 9}, failure: 'no driver for a network card: 10ec:8168'}),
	boot('52:54:00:00:00:05', {began: 97_000}, {asked: true, turnedAway: 'refused'}),
]);

test('one line for each machine, in columns, and what is wrong below it', () => {
	const {head, rows} = nodesTable(boots, around);
	expect([head, ...rows.map(({line}) => line)].join('\n')).toBe(`
   node               address          has reached   after  fetched  version
√  kitchen            192.168.24.101   up             14 s  19.4 MB  0a1b2c
►  52:54:00:00:00:02                   asks            5 s
?  52:54:00:00:00:03  192.168.24.103   dhcp           40 s
!  52:54:00:00:00:04  192.168.24.104   init           40 s
×  52:54:00:00:00:05                   asks            3 s
`.slice(1, -1));
	expect(rows.map(({below}) => below[0])).toEqual([undefined, undefined, 'silent for 38 s', 'The node reports: no driver for a network card: 10ec:8168', 'The node requests an address and gets none.']);
	expect(rows[2]!.below[1]).toMatch(/^→ .*firewall/);
	expect(rows[4]!.below.slice(1)).toEqual([
		'→ The machine is not listed in nodes, and server.unknown is refuse.',
		'→ Adopt the machine, and restart it.',
	]);
	expect(Math.max(...rows.map(({line}) => line.length))).toBeLessThanOrEqual(76);
	expect(nodesTable(boots, {...around, width: 116}).rows[0]!.line).toMatch(/0a1b2c +48.5 MB\/s/);
});

test('a machine that tests its hardware says how far it is, and is not silent while it does', () => {
	const testing = 'testing memory, disks passed; 3 of 60 min';
	const row = (some: Partial<Boot['progress']>) => nodesTable(new Map([boot('52:54:00:00:00:01', {}, {addresses: ['192.168.24.101'], milestones: {dhcp: 2, kernel: 8}, testing, ...some})]), around).rows[0]!;
	expect(row({})).toMatchObject({standing: 'on its way', below: [testing]});
	expect(row({milestones: {dhcp: 2, up: 3700}})).toMatchObject({standing: 'up', below: []});
	expect(row({failure: 'hardware test failed: disks: sda: cannot be read'}).below).toEqual([
		'The node reports: hardware test failed: disks: sda: cannot be read', expect.stringMatching(/^→ What was tested is broken, or badly connected/),
	]);
});

test('totals', () => {
	expect(totals(boots, around)).toBe('5 nodes: 1 up, 1 on its way, 1 silent, 1 failed, 1 turned away; 19.4 MB');
	expect(totals(new Map(), around)).toBe('No node has asked yet.');
});

test('a known machine of which nothing is heard for too long may be off, or somewhere else', () => {
	const names = new Map([['52:54:00:00:00:09', 'attic']]);
	const rowsSince = (since: number) => nodesTable(new Map(), {...around, names, since}).rows;
	expect(rowsSince(80_000)).toEqual([
		{mac: '52:54:00:00:00:09', standing: 'not seen', line: '·  attic                               not seen', below: []},
	]);
	expect(rowsSince(60_000)[0]!.below.slice(0, 2)).toEqual([
		'silent for 40 s',
		expect.stringMatching(/^→ The node is off, boots from its disk first/),
	]);
});

test('a machine that boots from its disk is in no trouble, whether it was seen or not; one that chose the network is told as ever', () => {
	const onDisk = {...around, now: 400_000, isOnDisk: () => true};
	const {rows} = nodesTable(new Map([boots.entries().toArray()[0]!, boots.entries().toArray()[2]!]), {...onDisk, names: new Map([['52:54:00:00:00:01', 'kitchen'], ['52:54:00:00:00:08', 'attic']])});
	expect(rows.map(({standing, below}) => [standing, below])).toEqual([['up', []], ['from disk', []], ['not seen', []]]);
	expect(rows[1]!.line).toMatch(/^· +52:54:00:00:00:03 +192\.168\.24\.103 +from disk +\d+ s$/);
	expect(totals(new Map([boots.entries().toArray()[2]!]), onDisk)).toBe('1 node: 1 from disk');
});
