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
		init: 'init',
	});
	expect(lines).toEqual([
		'✔ rambox  52:54:00:1e:18:38  bios  up after 16.4 s',
		'  boot     dhcp 5.3 s, first-stage 5.4 s, kernel 8.8 s, init 14.6 s',
		'           network 16.0 s, up 16.3 s',
		'  kernel   6.1.0-56-amd64',
		'  system   init',
		'  memory   74 of 457 MiB used',
		'  root     tmpfs',
		'  address  eth0 192.168.24.163/24',
		'  mounts   / tmpfs',
		'  devices  100',
	]);
});

test('a whole system: how it is, what of it has failed, and only the mounts that say where root and data are', () => {
	const mount = (target: string, type: string) => ({source: 'x', target, type});
	const lines = nodeReport({
		mac, firmware: 'bios', up: true, seconds: 60, console: '/c', milestones: {up: 60}, hostname: 'debian',
		init: 'systemd', system: 'degraded', failedUnits: ['postfix.service', 'smartd.service'], alone: {seconds: 60, alive: true}, root: {type: 'overlayfs'},
		mounts: [
			mount('/', 'overlay'), mount('/proc', 'proc'), mount('/sys', 'sysfs'), mount('/sys/fs/cgroup', 'cgroup2'), mount('/dev', 'devtmpfs'), mount('/dev/shm', 'tmpfs'),
			mount('/run', 'tmpfs'), mount('/run/lock', 'tmpfs'), mount('/run/user/0', 'tmpfs'), mount('/run/credentials/systemd-sysusers.service', 'ramfs'),
			mount('/run/tmpfs-root/ram', 'tmpfs'), mount('/run/ramstrap/lower', 'nfs4'), mount('/tmp', 'tmpfs'), mount('/proc/sys/fs/binfmt_misc', 'autofs'), mount('/running', 'ext4'),
		],
	});
	expect(lines.slice(2)).toEqual([
		'  system   degraded',
		'  ⚠ failed postfix.service, smartd.service',
		'  alone    still running 60 s after all services had stopped',
		'  root     overlayfs',
		'  mounts   / overlay, /run/tmpfs-root/ram tmpfs, /run/ramstrap/lower nfs4',
		'           /tmp tmpfs, /running ext4',
	]);
});

test('a node that is lost: how far it came, why, what it said, where all of it is', () => {
	expect(nodeReport({
		mac, firmware: 'uefi', up: false, seconds: 60, console: '/logs/console.log', milestones: {dhcp: 5},
		silence: {last: 'dhcp', reason: 'not up within 60 s', causes: ['No loader.'], hints: ['Wait.'], tail: ['Shell>']},
	})).toEqual([
		'✖ 52:54:00:1e:18:38  uefi  failed: not up within 60 s',
		'  reached  dhcp 5.0 s',
		'  likely',
		'  → No loader.',
		'  → Wait.',
		'  last lines of its console',
		'  │ Shell>',
		'  console  /logs/console.log',
	]);
	expect(nodeReport({mac, firmware: 'bios', up: false, seconds: 1, console: '/c', milestones: {}})).toEqual([
		'✖ 52:54:00:1e:18:38  bios  failed: no reason is known',
		'  reached  nothing',
		'  console  /c',
	]);
});
