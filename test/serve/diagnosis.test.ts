import {expect, test} from 'vitest';
import {newProgress, type Progress} from '../../source/rehearse/milestones.ts';
import {causesOf} from '../../source/serve/diagnosis.ts';

const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'] as const;
const situation = {milestones, dhcp: 'full', memory: 300} as const;
const at = (...reached: Array<(typeof milestones)[number]>): Progress => ({...newProgress('52:54:00:00:00:01'), asked: true, milestones: Object.fromEntries(reached.map((name, second) => [name, second]))});
const first = (progress: Progress, more: Partial<Parameters<typeof causesOf>[1]> = {}) => causesOf(progress, {...situation, ...more})[0];

test.each([
	['takes no address', at(), /another DHCP server answered/],
	['is refused', {...at(), turnedAway: 'refused' as const}, /^It is not among the known machines/],
	['finds the range used up', {...at(), turnedAway: 'range-used-up' as const}, /^The DHCP server has no address left: server\.range is smaller/],
	['is outrun by another', {...at(), turnedAway: 'outrun' as const}, /^The address it was offered went to another machine/],
	['fetches no loader', at('dhcp'), /firewall.* UDP 69/],
	['stops at the loader', at('dhcp', 'first-stage'), /Secure Boot/],
	['gets no whole archive', at('dhcp', 'first-stage', 'kernel'), /did not get all of the initial archive/],
	['has too little memory', {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true}, /^Too little memory: what it boots needs 300 MiB/],
	['gets no image', at('dhcp', 'first-stage', 'kernel', 'init', 'network'), /^The image does not come/],
	['cannot unpack it', at('dhcp', 'kernel', 'image'), /needs 300 MiB/],
	['hangs in its own system', at('dhcp', 'kernel', 'root'), /Its screen says which/],
	['misses a file', {...at('dhcp'), missing: ['undionly.kpxe', 'undionly.kpxe']}, /^The server does not have undionly\.kpxe/],
	['says itself what is wrong', {...at('dhcp', 'kernel'), failure: 'no DHCP server answered on eth0'}, /second DHCP request/],
])('a node that %s', (_, progress, cause) => {
	expect(first(progress)).toMatch(cause);
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
