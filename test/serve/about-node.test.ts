import {expect, test} from 'vitest';
import {newProgress} from '../../source/boots/milestones.ts';
import {aboutNode} from '../../source/serve/about-node.ts';
import type {Circumstances} from '../../source/serve/table.ts';

const mac = '52:54:00:00:00:01';
const around: Circumstances = {
	now: 100_000, bootingOf: () => ({milestones: ['dhcp', 'up'], initrd: true, needs: 512}), width: 76, patience: 30_000,
	names: new Map([[mac, 'kitchen'], ['52:54:00:00:00:09', 'attic']]), isOnDisk: () => false, dhcp: 'full', since: 90_000,
};
const progress = {...newProgress(mac), addresses: ['192.168.24.1'], milestones: {dhcp: 5.12, up: 14}, version: 'rambox/0a1b2c'};
const boots = new Map([[mac, {progress, began: 60_000, heard: 97_000, bytes: 19_400_000, fetching: 400}]]);

test('what a machine is, what it reached and when, and its own lines of the log', () => {
	const log = ['18:04  192.168.24.1 fetched /vmlinuz', '18:05  192.168.24.10 fetched /vmlinuz', `18:06  DHCPACK ${mac}`, '18:07  1192.168.24.1'];
	expect(aboutNode(mac, boots, around, log).join('\n')).toBe(`
name      kitchen
state     up
address   192.168.24.1
version   rambox/0a1b2c
fetched   19.4 MB
heard of  3 s ago

Reached, after its first request
  dhcp         5.1 s
  up           14.0 s

Lines of the log about it
  18:04  192.168.24.1 fetched /vmlinuz
  18:06  DHCPACK 52:54:00:00:00:01
`.slice(1, -1));
});

test('the hardware tests that it has passed', () => {
	const tested = new Map([[mac, {...boots.get(mac)!, progress: {...progress, state: {tests: [{part: 'memory', what: '612 MiB'}, {part: 'disks', what: 'sda (WDC), 12 % in that time'}]}}}]]);
	expect(aboutNode(mac, tested, around, []).join('\n')).toContain('\ntested    memory: 612 MiB\ntested    disks: sda (WDC), 12 % in that time\n');
});

test('what may be wrong with one that is silent, and one that was never seen', () => {
	const silent = new Map([[mac, {...boots.get(mac)!, heard: 60_000, progress: {...progress, milestones: {dhcp: 5}}}]]);
	expect(aboutNode(mac, silent, around, []).join('\n')).toMatch(/state +silent[\s\S]*silent for 40 s\n→ /);
	expect(aboutNode('52:54:00:00:00:09', boots, around, [])).toEqual(['name      attic', 'state     not seen']);
});
