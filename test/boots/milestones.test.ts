import {expect, test} from 'vitest';
import {advance, isAbout, lastMilestone, newProgress} from '../../source/boots/milestones.ts';
import {dnsmasqReader, readConsoleLine, readDnsmasqLine, readReport, readRequest, type Sighting} from '../../source/boots/sightings.ts';

const mac = '52:54:00:12:34:56';
const boot = {kernel: '/rambox/vmlinuz', initrd: '/rambox/initrd'};
const get = (path: string, more = {}) => readRequest({client: '192.168.24.157', method: 'GET', path, status: 200, bytes: 1, complete: true, seconds: 0, ...more}, asked => asked === boot.kernel ? {file: 'kernel'} : (asked === boot.initrd ? {file: 'initrd'} : undefined));

test.each([
	['dnsmasq-dhcp[8]: 3271904313 DHCPDISCOVER(br0) 52:54:00:12:34:56', {who: mac, saw: 'discover'}],
	['dnsmasq-dhcp: 3271904313 DHCPACK(br0) 192.168.24.157 52:54:00:12:34:56', {who: mac, saw: 'lease', address: '192.168.24.157'}],
	['dnsmasq-dhcp: 1 DHCPACK(br0) 192.168.24.157 52:54:00:12:34:56 kitchen', {who: mac, saw: 'lease', address: '192.168.24.157'}],
	['dnsmasq-dhcp: 1 DHCPOFFER(br0) 192.168.24.157 52:54:00:12:34:56', undefined],
	['dnsmasq-dhcp: 1 DHCPDISCOVER(br0) 192.168.24.157 52:54:00:12:34:56 no address available', {who: mac, saw: 'range-used-up'}],
	['dnsmasq-dhcp: 1 DHCPNAK(br0) 192.168.24.157 52:54:00:12:34:56 address in use', {who: mac, saw: 'outrun'}],
	['dnsmasq-dhcp: 1 DHCPDISCOVER(br0) 52:54:00:12:34:56 ignored', {who: mac, saw: 'refused'}],
	['dnsmasq-dhcp: 1 PXE(br0) 52:54:00:12:34:56 ignored', {who: mac, saw: 'refused'}],
	['dnsmasq-dhcp: 1 PXE(br0) 52:54:00:12:34:56 proxy-ignored', {who: mac, saw: 'refused'}],
	['dnsmasq-tftp[8]: sent /srv/my tftp/ipxe.efi to 192.168.24.157', {who: '192.168.24.157', saw: 'loader', firmware: 'uefi'}],
	['dnsmasq-tftp[8]: sent /srv/tftp/undionly.kpxe.0 to 192.168.24.157', {who: '192.168.24.157', saw: 'loader', firmware: 'bios'}],
	['dnsmasq-tftp[8]: sent /srv/tftp/ldlinux.c32 to 192.168.24.157', {who: '192.168.24.157', saw: 'loader'}],
	['dnsmasq-tftp[8]: sent /srv/tftp/pxelinux.cfg/default to 192.168.24.157', {who: '192.168.24.157', saw: 'menu'}],
	['dnsmasq-tftp: file /srv/tftp/undionly.kpxe.1 not found for 192.168.24.157', {who: '192.168.24.157', saw: 'missing-file', path: '/srv/tftp/undionly.kpxe.1'}],
	['dnsmasq-tftp: sent /srv/tftp/shimx64.efi to 192.168.24.157', {who: '192.168.24.157', saw: 'loader', firmware: 'uefi', signed: true}],
	// What only leads to the menu.
	['dnsmasq-tftp: sent /srv/tftp/grub/grub.cfg to 192.168.24.157', {who: '192.168.24.157', saw: 'loader'}],
	// What loaders ask for and do well without.
	...['revocations_sku.efi', 'revocations_sbat.efi', 'shim_certificate_0.efi', 'grub/x86_64-efi/command.lst', 'pxelinux.cfg/01-52-54-00-12-34-56']
		.map((name): [string, undefined] => [`dnsmasq-tftp: file /srv/tftp/${name} not found for 192.168.24.157`, undefined]),
	['dnsmasq-tftp: file /srv/tftp/grubx64.efi not found for 192.168.24.157', {who: '192.168.24.157', saw: 'missing-file', path: '/srv/tftp/grubx64.efi'}],
	['dnsmasq-tftp: error 8 User aborted the transfer received from 192.168.24.157', undefined],
	['dnsmasq-tftp: TFTP root is /srv/tftp', undefined],
])('dnsmasq: %s', (line, sighting) => {
	expect(readDnsmasqLine(line)).toEqual(sighting);
});

test('HTTP requests', () => {
	const who = '192.168.24.157';
	expect(get('/boot.ipxe')).toEqual({who, saw: 'menu'});
	expect(get('/ipxe.efi')).toEqual({who, saw: 'loader', firmware: 'uefi'});
	expect(get('/pxelinux/pxelinux.cfg/default')).toEqual({who, saw: 'menu'});
	expect(get('/grub/menu.cfg')).toEqual({who, saw: 'menu'});
	expect(get('/mac/52-54-00-12-34-56.grub')).toEqual({who, saw: 'menu'});
	expect(get('/signed/shimx64.efi')).toEqual({who, saw: 'loader', firmware: 'uefi', signed: true});
	expect(get('/pxelinux/pxelinux.cfg/C0A8', {status: 404})).toBeUndefined();
	expect(get('/rambox/vmlinuz')).toEqual({who, saw: 'kernel'});
	expect(get('/rambox/initrd')).toEqual({who, saw: 'initrd'});
	expect(get('/rambox/initrd', {complete: false})).toBeUndefined();
	expect(get('/rambox/initrd', {status: 404})).toEqual({who, saw: 'missing-file', path: '/rambox/initrd'});
	expect(get('/rambox/vmlinuz', {method: 'HEAD'})).toBeUndefined();
	expect(get('/favicon.ico')).toBeUndefined();
});

test.each([
	['card=018086100e&memory=0002-------', {card: '8086:100e', memory: 512}],
	['card=011af41000&memory=0020-0020-0000-0000----', {card: '1af4:1000', memory: 16_384}],
	// In KiB; of a size that nobody knows; of 32 GiB or more; more than one card could be.
	['card=&memory=0080-0084', {memory: 1}],
	['card=0480861000&memory=ffff-0020', {}],
	['card=0110ec8168&memory=ff7f', {card: '10ec:8168', memory: 32_767}],
	['memory=xy-0020', {}],
	['', {}],
])('what iPXE says with its request for the kernel: %s', (query, machine) => {
	expect(get(`/rambox/vmlinuz?${query}`)).toEqual({who: '192.168.24.157', saw: 'kernel', ...machine});
});

test('the tags of a DHCP packet are those of the machine named above them', () => {
	const read = dnsmasqReader();
	const other = '52:54:00:12:34:57';
	const lines = [
		'1 vendor class: PXEClient:Arch:00007:UNDI:003001', `1 DHCPDISCOVER(lan) ${mac}`, '1 tags: uefi, lan', `1 DHCPOFFER(lan) 192.168.24.117 ${mac}`,
		`2 DHCPREQUEST(lan) 192.168.24.118 ${other}`, '2 tags: ipxe, bios, lan', '1 tags: uefi, lan',
		`3 PXE(lan) ${mac} proxy`, '3 tags: known, ipxe, uefi-http, lan', `4 DHCPREQUEST(lan) 192.168.24.117 ${mac}`, '4 tags: lan',
	];
	expect(lines.map(line => read(`dnsmasq-dhcp[7]: ${line}`)).filter(sighting => sighting?.saw === 'firmware')).toEqual([
		{who: mac, saw: 'firmware', firmware: 'uefi', isIpxe: false},
		{who: other, saw: 'firmware', firmware: 'bios', isIpxe: true},
		{who: mac, saw: 'firmware', firmware: 'uefi', isIpxe: true},
	]);
	expect(read(`dnsmasq-dhcp[7]: 5 DHCPACK(lan) 192.168.24.117 ${mac}`)).toEqual({who: mac, saw: 'lease', address: '192.168.24.117'});
});

test.each([
	['ramstrap: init', {who: mac, saw: 'milestone', name: 'init'}],
	['[    2.1] ramstrap: up', {who: mac, saw: 'milestone', name: 'up'}],
	['ramstrap: network 192.168.24.157/24', {who: mac, saw: 'milestone', name: 'network'}],
	['ramstrap: failed: no network card has a driver (8086:100e)', {who: mac, saw: 'failure', sentence: 'no network card has a driver (8086:100e)'}],
	['[   98.8] VFS: Unable to mount root fs via NFS.', {who: mac, saw: 'failure', sentence: 'VFS: Unable to mount root fs via NFS'}],
	['[    1.9] Kernel panic - not syncing: VFS: Unable to mount root fs', {who: mac, saw: 'failure', sentence: 'Kernel panic - not syncing: VFS: Unable to mount root fs'}],
	['[    0.000000] Linux version 6.1.0-56', {who: mac, saw: 'linux'}],
	['ramstrap: root UUID=1234', {who: mac, saw: 'milestone', name: 'root'}],
	['ramstrap: a shell was requested', {who: mac, saw: 'failure', sentence: 'a shell was requested'}],
	['error: bad shim signature.', {who: mac, saw: 'failure', sentence: 'bad shim signature'}],
	['ramstrap: upside down', undefined],
	['hello', undefined],
])('console: %s', (line, sighting) => {
	expect(readConsoleLine(mac, line)).toEqual(sighting);
});

const all = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'] as const;

test('a whole boot, each milestone at its first time', () => {
	const report = readReport({client: '192.168.24.158', mac, milestone: 'up', body: 'memory.totalKiB 500\nmemory.usedKiB 60\nroot.type rootfs\n'});
	const seen: Array<Sighting | undefined> = [
		readDnsmasqLine(`dnsmasq-dhcp: 1 DHCPDISCOVER(br0) ${mac}`),
		readDnsmasqLine(`dnsmasq-dhcp: 1 DHCPACK(br0) 192.168.24.157 ${mac}`),
		get('/boot.ipxe'), get('/rambox/vmlinuz'), get('/rambox/initrd'),
		readConsoleLine(mac, 'Linux version 6.1'), readConsoleLine(mac, 'ramstrap: init'),
		readDnsmasqLine(`dnsmasq-dhcp: 1 DHCPACK(br0) 192.168.24.158 ${mac}`),
		readConsoleLine(mac, 'ramstrap: network 192.168.24.158'), report, readConsoleLine(mac, 'ramstrap: up'),
	];
	const end = seen.reduce((progress, sighting, second) => {
		expect(isAbout(sighting!, progress)).toBe(true);
		return advance(progress, sighting!, second);
	}, newProgress(mac));
	expect(end).toEqual({
		mac, addresses: ['192.168.24.157', '192.168.24.158'], asked: true, loaderRuns: true, gotMenu: true, gotInitrd: true, kernelSpoke: true, missing: [],
		milestones: {dhcp: 1, 'first-stage': 2, kernel: 3, init: 6, network: 8, up: 9},
		state: {memory: {totalKiB: 500, usedKiB: 60}, root: {type: 'rootfs'}, mounts: [], interfaces: []},
	});
	expect(lastMilestone(end, all)).toBe('up');
});

test('a node that tests its hardware says how far it is', () => {
	const sighting = readReport({client: '192.168.24.158', mac, milestone: 'testing', body: 'testing memory; 3 of 60 min\n\u{1B}[31m'});
	expect(advance(newProgress(mac), sighting, 9)).toEqual({...newProgress(mac), testing: 'testing memory; 3 of 60 min'});
});

test('a node announces its hardware, then says it; neither is a milestone', () => {
	const up = readReport({client: '192.168.24.158', mac, milestone: 'up', body: 'hostname rambox\nsends hardware\n'});
	const announced = advance(newProgress(mac), up, 9);
	expect(announced).toMatchObject({sendsHardware: true, state: {hostname: 'rambox'}, milestones: {up: 9}});
	const sighting = readReport({client: '192.168.24.158', mac, milestone: 'hardware', body: 'xen:vif\n'});
	expect(sighting).toEqual({who: mac, saw: 'hardware', body: 'xen:vif\n'});
	expect(advance(announced, sighting, 10)).toEqual({...announced, hardware: 'xen:vif\n'});
});

test('others are others, and the first failure counts', () => {
	const progress = advance(newProgress(mac), {who: mac, saw: 'failure', sentence: 'one'}, 1);
	expect(advance(progress, {who: mac, saw: 'failure', sentence: 'two'}, 2).failure).toBe('one');
	expect(isAbout({who: '52:54:00:00:00:01', saw: 'discover'}, progress)).toBe(false);
	expect(isAbout({who: '192.168.24.157', saw: 'loader'}, progress)).toBe(false);
	expect(advance(progress, {who: mac, saw: 'missing-file', path: '/x'}, 1).missing).toEqual(['/x']);
	expect(lastMilestone(progress, all)).toBe('none');
});
