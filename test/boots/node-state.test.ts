import {expect, test} from 'vitest';
import {parseNodeState} from '../../source/boots/node-state.ts';

test('reads what a node says of itself, and nothing more', () => {
	expect(parseNodeState(`memory.totalKiB 483256
memory.usedKiB 34210
root.type rootfs
mount proc /proc proc
mount none /dev devtmpfs
interface eth0 52:54:00:12:34:56 192.168.24.157/24
interface lo 00:00:00:00:00:00
devices 170
kernel 6.1.0-56-cloud-amd64
hostname ram\u{1B}[31mbox
weather fine
`)).toEqual({
		memory: {totalKiB: 483_256, usedKiB: 34_210},
		root: {type: 'rootfs'},
		mounts: [{source: 'proc', target: '/proc', type: 'proc'}, {source: 'none', target: '/dev', type: 'devtmpfs'}],
		interfaces: [{name: 'eth0', mac: '52:54:00:12:34:56', address: '192.168.24.157/24'}, {name: 'lo', mac: '00:00:00:00:00:00', address: ''}],
		devices: 170, kernel: '6.1.0-56-cloud-amd64', hostname: 'rambox',
	});
	expect(parseNodeState('memory.totalKiB lots\n\u{0}\n')).toEqual({mounts: [], interfaces: []});
});

test('reads how systemd is, and what of it has failed', () => {
	expect(parseNodeState('init systemd\nsystem degraded\nfailed postfix.service\nfailed smartd.service\nfailed\n')).toEqual({
		init: 'systemd', system: 'degraded', failedUnits: ['postfix.service', 'smartd.service'], mounts: [], interfaces: [],
	});
	expect(parseNodeState('init systemd\nsystem running\n')).not.toHaveProperty('failedUnits');
});

test('reads what it has tested', () => {
	expect(parseNodeState('test disks sda (WDC WD40), 34 % in that time\ntest memory 612 MiB\n').tests).toEqual([
		{part: 'disks', what: 'sda (WDC WD40), 34 % in that time'}, {part: 'memory', what: '612 MiB'},
	]);
});

test('a file system of the root that BusyBox does not know is looked up among the mounts', () => {
	expect(parseNodeState('root.type UNKNOWN\nmount rootfs / rootfs\nmount root / overlay\n').root).toEqual({type: 'overlay'});
	expect(parseNodeState('root.type UNKNOWN\n').root).toBeUndefined();
});
