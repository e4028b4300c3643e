import {expect, test} from 'vitest';
import {addBytes, isCredible, seeBoot, standing, type Boots} from '../../source/boots/boots.ts';
import type {Sighting} from '../../source/boots/sightings.ts';

const mac = '52:54:00:00:00:01';
const address = '192.168.1.77';
const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'] as const;

/** One sighting a second. */
const after = (sightings: Sighting[], from: Boots = new Map()) => sightings.reduce<Boots>((boots, sighting, second) =>
	seeBoot(boots, sighting, {now: second * 1000, macOf: asked => asked === address ? mac : undefined}), from);

test('a machine whose address another server gave is known by the wire', () => {
	const boots = after([{who: mac, saw: 'discover'}, {who: address, saw: 'loader'}, {who: address, saw: 'kernel'}]);
	expect(boots.keys().toArray()).toEqual([mac]);
	expect(boots.get(mac)!.progress.milestones).toEqual({dhcp: 1, 'first-stage': 1, kernel: 2});
});

test('who is nobody\'s neighbour is no node', () => {
	expect(after([{who: '192.168.1.200', saw: 'loader'}]).size).toBe(0);
});

test('a machine that starts again while it tests itself has failed, also if it comes up then; a boot after that begins anew', () => {
	const boot: Sighting[] = [{who: mac, saw: 'lease', address}, {who: address, saw: 'loader'}, {who: address, saw: 'kernel'}];
	const tests: Sighting = {who: mac, saw: 'testing', sentence: 'testing memory; 3 of 60 min'};
	const up: Sighting = {who: mac, saw: 'milestone', name: 'up'};
	const failureAfter = (...sightings: Sighting[]) => {
		const last = after(sightings).get(mac)!;
		return [last.progress.failure, standing(last, {now: 9000, milestones, patience: 30_000})];
	};

	const sentence = 'hardware test failed: the machine started again while it was tested';
	expect(failureAfter(...boot, tests, ...boot)).toEqual([sentence, 'failed']);
	expect(failureAfter(...boot, tests, ...boot, tests, up)).toEqual([sentence, 'failed']);
	expect(failureAfter(...boot, tests, ...boot, tests, ...boot)).toEqual([sentence, 'failed']);
	expect(failureAfter(...boot, tests, ...boot, tests, up, ...boot)).toEqual([undefined, 'on its way']);
	expect(failureAfter(...boot, tests, up, ...boot)).toEqual([undefined, 'on its way']);
});

test('of hardware tests the last list counts, which has all that failed', () => {
	const failed = (sentence: string): Sighting => ({who: mac, saw: 'failure', sentence});
	const failureOf = (...sightings: Sighting[]) => after([{who: mac, saw: 'lease', address}, ...sightings]).get(mac)!.progress.failure;
	expect(failureOf(failed('hardware test failed: disks: sda'), failed('hardware test failed: disks: sda; memory: 1 error'))).toBe('hardware test failed: disks: sda; memory: 1 error');
	expect(failureOf(failed('no driver'), failed('no network'))).toBe('no driver');
});

test('a loader after a kernel is a new boot; a second loader before it is not', () => {
	const once: Sighting[] = [{who: mac, saw: 'lease', address}, {who: address, saw: 'loader'}, {who: address, saw: 'loader'}, {who: address, saw: 'kernel'}, {who: mac, saw: 'milestone', name: 'up'}];
	const again = after([...once, {who: address, saw: 'loader'}]).get(mac)!;
	expect(again.progress.milestones).toEqual({dhcp: 0, 'first-stage': 0});
	expect(again.began).toBe(5000);
	expect(after(once).get(mac)!.began).toBe(0);
	const asked = after([...once, {who: mac, saw: 'discover'}, {who: mac, saw: 'firmware', firmware: 'uefi', isIpxe: false}, {who: mac, saw: 'lease', address}, {who: address, saw: 'loader'}]).get(mac)!;
	const early = after([...once.slice(0, 2), {who: address, saw: 'menu'}, {who: mac, saw: 'firmware', firmware: 'uefi', isIpxe: true}, {who: mac, saw: 'firmware', firmware: 'uefi', isIpxe: false}]).get(mac)!;
	expect(early).toMatchObject({began: 4000, progress: {milestones: {}}});
	expect(asked).toMatchObject({began: 6000, progress: {firmware: 'uefi', milestones: {dhcp: 1, 'first-stage': 2}}});
});

test('bytes are the machine\'s that has the address', () => {
	const boots = addBytes(addBytes(after([{who: mac, saw: 'lease', address}]), {client: address, bytes: 100, seconds: 0.5, now: 3000}), {client: address, bytes: 50, seconds: 0.25, now: 4000});
	expect(boots.get(mac)).toMatchObject({bytes: 150, fetching: 750, heard: 4000});
	expect(addBytes(boots, {client: '192.168.1.9', bytes: 1, seconds: 1, now: 5000})).toBe(boots);
});

test('on its way, silent, failed, up', () => {
	const at = (sightings: Sighting[], now: number) => standing(after(sightings).get(mac)!, {now, milestones, patience: 30_000});
	const begun: Sighting[] = [{who: mac, saw: 'discover'}];
	expect(at(begun, 1000)).toBe('on its way');
	expect(at(begun, 40_000)).toBe('silent');
	expect(at([...begun, {who: mac, saw: 'failure', sentence: 'no image'}], 1000)).toBe('failed');
	expect(at([...begun, {who: mac, saw: 'milestone', name: 'up'}], 90_000)).toBe('up');
});

test('a machine that was turned away and now gets an address starts anew', () => {
	const {progress, began} = after([{who: mac, saw: 'refused'}, {who: mac, saw: 'refused'}, {who: mac, saw: 'lease', address}]).get(mac)!;
	expect({progress, began}).toMatchObject({began: 2000, progress: {milestones: {dhcp: 0}}});
	expect(progress.turnedAway).toBeUndefined();
});

test('an address that another machine was given is no longer the first one\'s', () => {
	const other = '52:54:00:00:00:02';
	const boots = after([{who: mac, saw: 'lease', address}, {who: other, saw: 'lease', address}, {who: address, saw: 'kernel'}]);
	expect(boots.get(mac)!.progress).toMatchObject({addresses: [], milestones: {dhcp: 0}});
	expect(boots.get(other)!.progress.milestones).toEqual({dhcp: 0, kernel: 1});
});

const madeUp = (number: number) => `02:00:00:00:${number.toString(16).padStart(4, '0').replace(/..$/, ':$&')}`;

test('of machines by the thousand the strangers that are silent the longest are forgotten', () => {
	const node = after([{who: mac, saw: 'lease', address}, {who: address, saw: 'kernel'}]);
	const boots = Array.from({length: 4600}, (_, number) => madeUp(number)).reduce<Boots>((all, who, second) => seeBoot(all, {who, saw: 'discover'}, {now: 10_000 + second, macOf: () => undefined}), node);
	expect(boots.size).toBeLessThanOrEqual(4096);
	expect(boots.size).toBeGreaterThan(3000);
	expect(boots.has(mac)).toBe(true);
	expect(boots.has(madeUp(4599))).toBe(true);
	expect(boots.has(madeUp(1))).toBe(false);
});

test('a report counts where the machine has the address it came from', () => {
	const other = '52:54:00:00:00:02';
	const wire = (asked: string) => ({[address]: mac, '192.168.1.66': '02:00:00:00:00:66'})[asked];
	const booted = after([{who: mac, saw: 'lease', address}, {who: address, saw: 'kernel'}, {who: other, saw: 'lease', address: '192.168.1.9'}, {who: '192.168.1.9', saw: 'kernel'}]);
	const credible = (report: {mac: string; client: string}, boots: Boots = booted) => isCredible(report, boots, wire);
	expect(credible({mac, client: address})).toBe(true);
	// Behind another DHCP server nothing was seen of it before.
	expect(credible({mac, client: address}, new Map())).toBe(true);
	// By another card of its own.
	expect(credible({mac: other, client: '192.168.1.200'})).toBe(true);
	expect(credible({mac: other, client: address})).toBe(false);
	expect(credible({mac: madeUp(1), client: '192.168.1.66'})).toBe(false);
	expect(credible({mac: madeUp(1), client: '192.168.1.200'})).toBe(false);
	expect(credible({mac: madeUp(1), client: address})).toBe(false);
});
