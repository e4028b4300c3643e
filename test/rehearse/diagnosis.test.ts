import {expect, test} from 'vitest';
import {diagnose} from '../../source/rehearse/diagnosis.ts';
import {newProgress, type Progress} from '../../source/rehearse/milestones.ts';
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
