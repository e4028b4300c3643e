import {expect, test} from 'vitest';
import {newProgress, type Progress} from '../../source/boots/milestones.ts';
import {causesOf} from '../../source/serve/diagnosis.ts';
import type {CardDrivers} from '../../source/boots/card-drivers.ts';

const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'] as const;
const situation = {milestones, dhcp: 'full', memory: 300} as const;
const at = (...reached: Array<(typeof milestones)[number]>): Progress => ({...newProgress('52:54:00:00:00:01'), asked: true, milestones: Object.fromEntries(reached.map((name, second) => [name, second]))});
const first = (progress: Progress, more: Partial<Parameters<typeof causesOf>[1]> = {}) => causesOf(progress, {...situation, ...more})[0];

test.each([
	['takes no address', at(), /another DHCP server answered/],
	['is refused', {...at(), turnedAway: 'refused' as const}, /^It is not among the known machines/],
	['finds the range used up', {...at(), turnedAway: 'range-used-up' as const}, /^The DHCP server has no address left: server\.range is smaller/],
	['is outrun by another', {...at(), turnedAway: 'outrun' as const}, /^The address it was offered went to another machine/],
	['fetches no loader', at('dhcp'), /^It fetched no loader: a firewall.* UDP 69/],
	['has iPXE in its firmware, which gets no menu', {...at('dhcp'), loaderRuns: true as const}, /^Its loader runs and does not get its menu: a firewall.* HTTP/],
	['stops at the loader', at('dhcp', 'first-stage'), /Secure Boot/],
	['stops at the loader in BIOS', {...at('dhcp', 'first-stage'), firmware: 'bios' as const}, /^The loader takes the link down and up.*STP/],
	['runs its loader and gets no menu', {...at('dhcp', 'first-stage'), firmware: 'uefi' as const, loaderRuns: true as const}, /^Its loader runs and does not get its menu/],
	['waits in its menu', {...at('dhcp', 'first-stage'), loaderRuns: true as const, gotMenu: true as const}, /^Its boot menu waits for a key/],
	['gets no whole archive', at('dhcp', 'first-stage', 'kernel'), /did not get all of the initial archive/],
	['may have too little memory', {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true}, /^Too little memory: what it boots needs 300 MiB/],
	['has too little memory', {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true, memory: 256}, /^Too little memory: it has 256 MiB, and what it boots needs up to 300\.$/],
	['gets no image', at('dhcp', 'first-stage', 'kernel', 'init', 'network'), /^The image does not come/],
	['cannot unpack it', at('dhcp', 'kernel', 'image'), /needs 300 MiB/],
	['hangs in its own system', at('dhcp', 'kernel', 'root'), /Its screen says which/],
	['misses a file', {...at('dhcp'), missing: ['undionly.kpxe', 'undionly.kpxe']}, /^The server does not have undionly\.kpxe/],
	['says itself what is wrong', {...at('dhcp', 'kernel'), failure: 'no DHCP server answered on eth0'}, /second DHCP request/],
])('a node that %s', (_, progress, cause) => {
	expect(first(progress)).toMatch(cause);
});

test('a card without a driver is named, with the driver it wants; what is known not to be so is not said', () => {
	const progress: Progress = {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true, firmware: 'bios', card: '8086:100e', memory: 2048};
	const causes = (drivers: CardDrivers) => causesOf(progress, {...situation, drivers});
	expect(causes(() => ({modules: ['e1000'], there: false}))).toEqual(['No driver: its network card (PCI 8086:100e) wants e1000, which kernel.drivers of the recipe does not have.']);
	expect(causes(() => ({modules: [], there: false}))[0]).toMatch(/^No driver: this kernel has none for its network card \(PCI 8086:100e\)/);
	expect(causes(() => ({modules: ['e1000'], there: true}))).toEqual([expect.stringMatching(/^Its driver takes the link down and up.*STP/), expect.stringMatching(/DHCP request of the running system/)]);
	expect(causesOf(progress, situation)[0]).toMatch(/has no driver for its network card/);
});

test('beside a router other things go wrong', () => {
	expect(first(at(), {dhcp: 'proxy'})).toMatch(/DHCP server of this network gave it no address/);
	expect(causesOf(at('dhcp'), {...situation, dhcp: 'proxy'})[1]).toMatch(/--mode external/);
});

test('a switch that is slow after the link came up is named where it can be the cause', () => {
	for (const progress of [at(), at('dhcp', 'first-stage')]) {
		expect(causesOf(progress, situation).join('\n')).toMatch(/STP/);
	}
});

test('over NFS there is no image to wait for', () => {
	expect(first(at('dhcp', 'init', 'network'), {milestones: ['dhcp', 'init', 'network', 'root', 'up']})).toMatch(/NFS server does not answer/);
});
