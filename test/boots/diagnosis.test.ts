import {expect, test} from 'vitest';
import {diagnose} from '../../source/boots/diagnosis.ts';
import {newProgress, type Progress} from '../../source/boots/milestones.ts';
import type {Milestone} from '../../source/strategies/types.ts';

const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'] as const;
const reached = (...names: Milestone[]): Progress => ({...newProgress('52:54:00:12:34:56'), milestones: Object.fromEntries(names.map((name, index) => [name, index]))});
const facts = {tail: [] as string[], memory: 96, milestones, ended: false};
const first = (progress: Progress, tail: string[] = [], ended = false) => diagnose(progress, {...facts, tail, ended})[0];

test.each([
	['never asks', reached(), /never asked for an address/],
	['is not answered', {...reached(), asked: true}, /did not give the node an address/],
	['has an address', reached('dhcp'), /first stage was not loaded: a firewall/],
	['has a loader', reached('dhcp', 'first-stage'), /boot menu waits/],
	['has only the kernel', reached('dhcp', 'first-stage', 'kernel'), /did not finish fetching the initial archive: it may be too big for 96 MiB/],
	['is dumb', {...reached('dhcp', 'first-stage', 'kernel'), gotInitrd: true}, /console=ttyS0 is missing/],
	['spoke, then stopped', {...reached('kernel'), gotInitrd: true, kernelSpoke: true}, /does not fit in 96 MiB/],
	['is in /init', reached('kernel', 'init'), /\/init hangs before the network/],
	['has a network', reached('kernel', 'init', 'network'), /its console says where/],
	['asks for what is not there', {...reached('dhcp'), missing: ['/rambox/initrd']}, /server does not have \/rambox\/initrd/],
	['says it has no driver', {...reached('init'), failure: 'no network card has a driver (8086:100e)'}, /^No driver: .*\(PCI 8086:100e\).*kernel\.drivers/],
	['has no driver for two cards', {...reached('init'), failure: 'no driver for a network card: 8086:100e 10ec:8168 '}, /\(PCI 8086:100e 10ec:8168\)/],
	['has no card', {...reached('init'), failure: 'no driver for a network card: none on the PCI bus'}, /has no network card/],
	['gives a shell', {...reached('init'), failure: 'a shell was asked for'}, /"shell" stands on/],
	['is too small', {...reached('init'), failure: 'the initramfs did not fit into the 61 MiB of memory of this machine: give it more'}, /the node has 61 MiB/],
	['says nobody answers', {...reached('init'), failure: 'no address: no DHCP server answered on eth0'}, /second DHCP request/],
] satisfies Array<[string, Progress, RegExp]>)('a node that %s', (_, progress, cause) => {
	expect(first(progress)).toMatch(cause);
});

test.each([
	['VFS: Unable to mount root fs via NFS', /asked the NFS server for its root, and did not get it/],
	['Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)', /found no initial archive/],
	['[    0.9] Initramfs unpacking failed: write error', /could not unpack.*96 MiB/],
	['[    0.9] Kernel panic - not syncing: System is deadlocked on memory', /ran out of memory; it has 96 MiB/],
	['Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100', /no \/init that this kernel can run/],
	['Could not boot image: No space left on device (https://ipxe.org/34182006)', /iPXE could not place/],
])('the console says %s', (line, cause) => {
	expect(first({...reached('kernel'), gotInitrd: true, kernelSpoke: true}, [line])).toMatch(cause);
});

test('a kernel that restarted is not one that hangs', () => {
	const progress = {...reached('kernel'), gotInitrd: true, kernelSpoke: true};
	expect(diagnose(progress, facts)).toContain('The kernel hangs; the accelerator may be the cause: try --accel tcg.');
	expect(first({...progress, kernelSpoke: false}, [], true)).toMatch(/96 MiB of memory is too little/);
	expect(diagnose(progress, {...facts, ended: true})).toContain('The kernel restarted the machine before it reached /init.');
});

const rooted = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'] as const;
const before = (...names: Milestone[]) => reached('dhcp', 'first-stage', 'kernel', 'init', 'network', ...names);

test.each([
	['the image does not come', before(), rooted, [], /^The image does not come: a firewall .*TCP 80/],
	['NFS does not answer', before(), ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'root', 'up'], [], /^The NFS server does not answer: .*TCP 2049/],
	['the image is not put in place', before('image'), rooted, [], /^The image came and was not yet put in place: .*96 MiB/],
	['the image makes no root', before('image', 'verified'), rooted, [], /^The image is the right one, and could not be made a root/],
	['systemd waits for a disk', before('image', 'verified', 'root'), rooted, ['[  *** ] A start job is running for /dev/disk/by-label/data (12s / 1min 30s)', 'ramstrap: nothing'], /^The system started and waits for \/dev\/disk\/by-label\/data: /],
	['systemd gave up a disk', before('image', 'verified', 'root'), rooted, ['[ TIME ] Timed out waiting for device dev-vda1.device - /dev/vda1.', '[DEPEND] Dependency failed for srv.mount - /srv.'], /waits for srv\.mount - \/srv: /],
	['the init does not come up', before('image', 'verified', 'root'), rooted, [], /^The init of the root runs/],
	['it needs its server', before('image', 'verified', 'root', 'up'), rooted, [], /^Something in the node still needs the server/],
] satisfies Array<[string, Progress, readonly Milestone[], string[], RegExp]>)('a node that stops where %s', (_, progress, order, tail, cause) => {
	expect(diagnose(progress, {...facts, milestones: order, tail})[0]).toMatch(cause);
});

// What /init and the dracut module say; test/rehearse/broken*.vm.test.ts and test/steps/dracut-module.vm.test.ts make them say it.
test.each([
	['the image from http://s/root.tar.zst is another one: its SHA-256 begins with 0123456789ab, not with ba9876543210', /not the one that was built/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the server has no more of it', /^The file on the server is shorter/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x', /^The file on the server is shorter/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the connection was cut', /ended the connection/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the connection to s:80 was cut', /ended the connection/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the server was silent for 30 seconds', /^The server is there no more/],
	['nothing came from http://s/x: the server was silent for 30 seconds', /^The server is there no more/],
	['nothing came from http://s/x: can\'t connect to remote host (192.0.2.1): Connection refused', /^Nothing serves HTTP at that address/],
	['nothing answers at s:80: Failed to connect', /^Nothing serves HTTP at that address/],
	['the server does not have http://s/x (404 Not Found)', /^What serves http:\/\/s\/x has no such file/],
	['too little memory: the root takes 300 MiB and 200 MiB are free here; give this node 512 MiB', /^The node has 96 MiB\. Give it more/],
	['memory ran out while the root was unpacked: 235 MiB are too little for it', /^The node has 96 MiB\. Give it more/],
	['the root does not fit into its 80% of memory (ramstrap.size): that is 188 MiB of 235', /^Let the root fill more/],
	['the image from http://s/x could not be unpacked: zstd: unsupported format', /^What came is damaged/],
	['the NFS server s gives out no /nowhere to this node (192.0.2.7/24): there is no such export', /: \/nowhere must be among it/],
	['the NFS server s does not speak NFS 4.0', /^Set nfs in the recipe/],
	['the NFS server s does not speak the NFS version asked for (vers=4): Protocol not supported', /^Set nfs in the recipe/],
	['the NFS server s does not answer: port 2049 is closed, for 60 seconds', /^Look whether the NFS server runs/],
	['there is no /sbin/init in the root (tmpfs): it is not a whole system, or init= is wrong', /^What the node got is not the whole system/],
	['there is no /sbin/init in the image from http://s/x: not a whole system, or init= is wrong', /^What the node got is not the whole system/],
	['the root (nfs) is for another kind of machine: its /sbin/init is a program for arm64, and this kernel is for x86_64 (exec format error)', /for another kind of machine: build it/],
])('it says "%s"', (failure, cause) => {
	const causes = diagnose({...before(), failure}, {...facts, milestones: rooted, tail: ['ramstrap: the server does not have http://s/other (404 Not Found)']});
	expect(causes).toEqual([expect.stringMatching(cause)]);
});
