import {expect, test} from 'vitest';
import {newProgress} from '../../source/rehearse/milestones.ts';
import type {Boot} from '../../source/serve/boots.ts';
import {tableHead, tableRows, totals, type Circumstances} from '../../source/serve/table.ts';

const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'] as const;
const around: Circumstances = {now: 100_000, milestones, patience: 30_000, names: new Map([['52:54:00:00:00:01', 'kitchen']]), memory: 512};
const boot = (mac: string, some: Partial<Boot>, progress: Partial<Boot['progress']> = {}): [string, Boot] =>
	[mac, {began: 60_000, heard: 99_000, bytes: 0, fetching: 0, ...some, progress: {...newProgress(mac), ...progress}}];

const boots = new Map([
	boot('52:54:00:00:00:01', {bytes: 19_400_000, fetching: 400}, {addresses: ['192.168.24.101'], milestones: {dhcp: 5, 'first-stage': 7, kernel: 9, init: 12, network: 13, up: 14}}),
	boot('52:54:00:00:00:02', {began: 95_000}, {asked: true}),
	boot('52:54:00:00:00:03', {heard: 62_000}, {addresses: ['192.168.24.103'], asked: true, milestones: {dhcp: 2}}),
	boot('52:54:00:00:00:04', {}, {addresses: ['192.168.24.104'], milestones: {dhcp: 2, kernel: 8, init: 9}, failure: 'no driver for a network card: 10ec:8168'}),
]);

test('one line for each machine, in columns, and what is wrong below it', () => {
	const rows = tableRows(boots, around);
	expect([tableHead, ...rows.map(({line}) => line)].join('\n')).toBe(`
   node               address          has reached    after   fetched       rate
√  kitchen            192.168.24.101   up              14 s     19 MB    49 MB/s
►  52:54:00:00:00:02                   asks             5 s
?  52:54:00:00:00:03  192.168.24.103   dhcp            40 s
!  52:54:00:00:00:04  192.168.24.104   init            40 s
`.slice(1, -1));
	expect(rows.map(({below}) => below[0])).toEqual([undefined, undefined, 'nothing heard of it for 38 s', 'it says: no driver for a network card: 10ec:8168']);
	expect(rows[2]!.below[1]).toMatch(/^→ .*firewall/);
	expect(Math.max(...rows.map(({line}) => line.length))).toBeLessThanOrEqual(80);
});

test('totals', () => {
	expect(totals(boots, around)).toBe('4 nodes: 1 up, 1 on its way, 1 silent, 1 failed; 19 MB');
	expect(totals(new Map(), around)).toBe('No node has asked yet.');
});
