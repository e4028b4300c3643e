import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, expect, test, vi} from 'vitest';
import {readReport} from '../../source/boots/sightings.ts';
import {trackNode} from '../../source/rehearse/tracker.ts';
import type {LabEvent, LabSpec} from '../../source/rehearse/types.ts';

const mac = '52:54:00:12:34:56';
const spec = {milestones: ['network', 'up']} as unknown as LabSpec;
const report = (milestone: string, body = '') => readReport({client: '192.168.24.158', mac, milestone, body});

afterEach(() => {
	vi.useRealTimers();
});

function track() {
	const [events, settled]: [LabEvent[], string[]] = [[], []];
	const tracker = trackNode({
		mac, spec, seconds: () => 1,
		emit(event) {
			events.push(event);
		},
		onSettled(reason) {
			settled.push(reason);
		},
	});
	return {tracker, events, settled};
}

test('a node that has said all is settled at once', async () => {
	const {tracker, events, settled} = track();
	tracker.see(report('up', 'hostname rambox\n'));
	await expect.poll(() => settled).toEqual(['It is up.']);
	expect(events).toEqual([{event: 'milestone', node: mac, name: 'up', seconds: 1}]);
});

test('a node that has announced its hardware is waited for until it has said it', async () => {
	const {tracker, events, settled} = track();
	tracker.see(report('up', 'hostname rambox\nsends hardware\n'));
	await sleep(200);
	expect(settled).toEqual([]);
	tracker.see(report('hardware', 'xen:vif\n'));
	await expect.poll(() => settled).toEqual(['It is up.']);
	expect(tracker.isUp()).toBe(true);
	expect(events).toHaveLength(1);
});

test('once all is said nothing is waited for any more, or the lab would stay for as long', () => {
	vi.useFakeTimers();
	const {tracker, settled} = track();
	tracker.see(report('up', 'hostname rambox\nsends hardware\n'));
	tracker.see(report('hardware', 'xen:vif\n'));
	vi.advanceTimersByTime(0);
	expect(settled).toEqual(['It is up.']);
	expect(vi.getTimerCount()).toBe(0);
});
