import {expect, test} from 'vitest';
import {milestoneLine, nodeReport} from '../../source/rehearse/report.ts';

const mac = '52:54:00:1e:18:38';

test('milestones on one line, in the order they came', () => {
	expect(milestoneLine({dhcp: 5.28, 'first-stage': 5.4, kernel: 9})).toBe('dhcp 5.3 s · first-stage 5.4 s · kernel 9.0 s');
});

test('a node that is up, within 80 columns', () => {
	const lines = nodeReport({
		mac, firmware: 'bios', up: true, seconds: 16.41, console: '/c',
		milestones: {dhcp: 5.3, 'first-stage': 5.4, kernel: 8.8, init: 14.6, network: 16, up: 16.3},
		memory: {totalKiB: 468_416, usedKiB: 75_776}, root: {type: 'tmpfs'}, kernel: '6.1.0-56-amd64', hostname: 'rambox', devices: 100,
		interfaces: [{name: 'eth0', mac, address: '192.168.24.163/24'}, {name: 'eth1', mac, address: ''}],
		mounts: ['/', '/dev', '/proc', '/sys', '/dev/pts', '/dev/shm', '/run'].map(target => ({source: 'none', target, type: 'tmpfs'})),
	});
	expect(lines).toEqual([
		'✔ rambox  52:54:00:1e:18:38  bios  up after 16.4 s',
		'  boot     dhcp 5.3 s, first-stage 5.4 s, kernel 8.8 s, init 14.6 s',
		'           network 16.0 s, up 16.3 s',
		'  kernel   6.1.0-56-amd64',
		'  memory   74 of 457 MiB used',
		'  root     tmpfs',
		'  address  eth0 192.168.24.163/24',
		'  mounts   / tmpfs, /dev tmpfs, /proc tmpfs, /sys tmpfs, /dev/pts tmpfs',
		'           /dev/shm tmpfs, /run tmpfs',
		'  devices  100',
	]);
});

test('a node that is lost: how far it came, why, what it said, where all of it is', () => {
	expect(nodeReport({
		mac, firmware: 'uefi', up: false, seconds: 60, console: '/logs/console.log', milestones: {dhcp: 5},
		silence: {last: 'dhcp', reason: 'It was not up after 60 seconds.', causes: ['No loader.'], tail: ['Shell>']},
	})).toEqual([
		'✖ 52:54:00:1e:18:38  uefi  did not come up: It was not up after 60 seconds.',
		'  reached  dhcp 5.0 s',
		'  likely',
		'  → No loader.',
		'  its console said last',
		'  │ Shell>',
		'  console  /logs/console.log',
	]);
	expect(nodeReport({mac, firmware: 'bios', up: false, seconds: 1, console: '/c', milestones: {}})).toEqual([
		'✖ 52:54:00:1e:18:38  bios  did not come up: no reason is known',
		'  reached  nothing',
		'  console  /c',
	]);
});
