import {expect, test} from 'vitest';
import {diagnose} from '../../source/boots/diagnosis.ts';
import type {Booting, Known} from '../../source/boots/known.ts';
import {newProgress, type Progress} from '../../source/boots/milestones.ts';
import {milestoneOrder, type Milestone} from '../../source/strategies/types.ts';

const reached = (...names: Milestone[]): Progress => ({
	...newProgress('52:54:00:12:34:56'),
	milestones: Object.fromEntries(names.map((name, index) => [name, index])),
});
const inMemory: Booting = {milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'], initrd: true};
const whole: Booting = {milestones: milestoneOrder, initrd: true};
const overNfs: Booting = {milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'root', 'up'], initrd: true};

/** A machine of a rehearsal: nothing lies between it and the server, and its console is read. */
const virtual = (progress: Progress, more: Partial<Known> = {}) =>
	diagnose({
		progress, booting: inMemory, network: {dhcp: 'full', lab: true},
		silent: 60, ending: 'It was not up after 90 seconds.', console: [], memory: 96, ...more,
	});

/** A machine of the network that is served: all that is known of it is what servers saw, and what it said. */
const real = (progress: Progress, more: Partial<Omit<Known, 'booting'>> & {booting?: Partial<Booting>} = {}) =>
	diagnose({
		progress, network: {dhcp: 'full', lab: false}, silent: 46, ...more,
		booting: {...whole, needs: 300, ...more.booting},
	});

test.each([
	['never asks', reached(), /never requested an address/],
	['is not answered', {...reached(), asked: true}, /did not give the node an address/],
	['has an address', reached('dhcp'), /no first stage for this firmware/],
	['has a loader', reached('dhcp', 'first-stage'), /loader has no driver/],
	['has its menu', {...reached('dhcp', 'first-stage'), gotMenu: true}, /boot menu waits/],
	['has only the kernel', reached('dhcp', 'first-stage', 'kernel'), /did not finish downloading the initramfs: it may be too large for 96 MiB/],
	['is dumb', {...reached('dhcp', 'first-stage', 'kernel'), gotInitrd: true}, /console=ttyS0 is missing/],
	['spoke, then stopped', {...reached('kernel'), gotInitrd: true, kernelSpoke: true}, /does not fit into 96 MiB/],
	['is in /init', reached('kernel', 'init'), /\/init hangs before the network/],
	['has a network', reached('kernel', 'init', 'network'), /the console shows where/],
	['asks for what is not there', {...reached('dhcp'), missing: ['/rambox/initrd']}, /server does not have \/rambox\/initrd/],
	['says it has no driver', {...reached('init'), failure: 'no network card has a driver (8086:100e)'}, /^No driver: .*\(PCI 8086:100e\).*kernel\.drivers/],
	['has no driver for two cards', {...reached('init'), failure: 'no driver for a network card: 8086:100e 10ec:8168 '}, /\(PCI 8086:100e 10ec:8168\)/],
	['has no card', {...reached('init'), failure: 'no driver for a network card: none on the PCI bus'}, /has no network card/],
	['gives a shell', {...reached('init'), failure: 'a shell was requested'}, /command line has "shell"/],
	['is too small', {...reached('init'), failure: 'the initramfs did not fit into the 61 MiB of memory of this machine: add memory'}, /the node has 61 MiB/],
	['says nobody answers', {...reached('init'), failure: 'no address: no DHCP server answered on eth0'}, /DHCP request of the running system/],
] satisfies Array<[string, Progress, RegExp]>)('a virtual machine that %s', (_, progress, cause) => {
	expect(virtual(progress).why[0]).toMatch(cause);
});

test.each([
	['VFS: Unable to mount root fs via NFS', /could not mount its root over NFS/],
	['Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)', /found no initramfs/],
	['[    0.9] Initramfs unpacking failed: write error', /could not unpack.*96 MiB/],
	['[    0.9] Kernel panic - not syncing: System is deadlocked on memory', /ran out of memory; it has 96 MiB/],
	['Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100', /no \/init that this kernel can run/],
	['Could not boot image: No space left on device (https://ipxe.org/34182006)', /iPXE could not load/],
])('the console says %s', (line, cause) => {
	expect(virtual({...reached('kernel'), gotInitrd: true, kernelSpoke: true}, {console: [line]}).why[0]).toMatch(cause);
});

test('a kernel that restarted is not one that hangs', () => {
	const progress = {...reached('kernel'), gotInitrd: true, kernelSpoke: true};
	expect(virtual(progress).why).toContain('The kernel hangs; the accelerator may be the cause: try --accel tcg.');
	expect(virtual({...progress, kernelSpoke: false}, {ended: true}).why[0]).toMatch(/96 MiB of memory is too little/);
	expect(virtual(progress, {ended: true}).why).toContain('The kernel restarted the machine before it reached /init.');
});

const before = (...names: Milestone[]) => reached('dhcp', 'first-stage', 'kernel', 'init', 'network', ...names);

test.each([
	['the image does not come', before(), whole, [], /^The image is not downloaded: a firewall .*TCP 80/],
	['NFS does not answer', before(), overNfs, [], /^The NFS server does not answer: .*TCP 2049/],
	['the image is not put in place', before('image'), whole, [], /^The image was downloaded but is not unpacked yet: .*96 MiB/],
	['the image makes no root', before('image', 'verified'), whole, [], /^The image is correct, but mounting it failed/],
	['systemd waits for a disk', before('image', 'verified', 'root'), whole, ['[  *** ] A start job is running for /dev/disk/by-label/data (12s / 1min 30s)', 'ramstrap: nothing'], /^The system started and waits for \/dev\/disk\/by-label\/data: /],
	['systemd gave up a disk', before('image', 'verified', 'root'), whole, ['[ TIME ] Timed out waiting for device dev-vda1.device - /dev/vda1.', '[DEPEND] Dependency failed for srv.mount - /srv.'], /waits for srv\.mount - \/srv: /],
	['the init does not come up', before('image', 'verified', 'root'), whole, [], /^The system's init runs/],
	['it needs its server', before('image', 'verified', 'root', 'up'), whole, [], /^The node still needs the server/],
] satisfies Array<[string, Progress, Booting, string[], RegExp]>)('a virtual machine that stops where %s', (_, progress, booting, console, cause) => {
	expect(virtual(progress, {booting, console}).why[0]).toMatch(cause);
});

// What /init and the dracut module say; test/rehearse/broken*.vm.test.ts and test/steps/dracut-module.vm.test.ts make
// them say it.
test.each([
	['the image from http://s/root.tar.zst is the wrong one: its SHA-256 begins with 0123456789ab, not with ba9876543210', /not the one that was built/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the server has no more of it', /^The file on the server is shorter/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x', /^The file on the server is shorter/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the connection was cut', /closed the connection/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the connection to s:80 was cut', /closed the connection/],
	['the image was cut short: 0.7 of 1.3 MiB came from http://s/x; the server was silent for 30 seconds', /^The server can no longer be reached/],
	['nothing came from http://s/x: the server was silent for 30 seconds', /^The server can no longer be reached/],
	['nothing came from http://s/x: can\'t connect to remote host (192.0.2.1): Connection refused', /^No HTTP server answers at that address/],
	['nothing answers at s:80: Failed to connect', /^No HTTP server answers at that address/],
	['the server does not have http://s/x (404 Not Found)', /^What serves http:\/\/s\/x has no such file/],
	['too little memory: the root takes 300 MiB and 200 MiB are free; give this node 512 MiB', /^The node has 96 MiB\. Give it more/],
	['memory ran out while the root was unpacked: 235 MiB are too little', /^The node has 96 MiB\. Give it more/],
	['the root does not fit into its 80% of memory (ramstrap.size): that is 188 MiB of 235', /^Allow the root more/],
	['the image from http://s/x could not be unpacked: zstd: unsupported format', /^The download is damaged/],
	['the NFS server s does not export /nowhere to this node (192.0.2.7/24): the export does not exist', /it must export \/nowhere/],
	['the NFS server s does not support NFS 4.0', /^Set nfs in the recipe/],
	['the NFS server s does not support the requested NFS version (vers=4): Protocol not supported', /^Set nfs in the recipe/],
	['the NFS server s does not answer: port 2049 is closed, for 60 seconds', /^Check that the NFS server runs/],
	['there is no /sbin/init in the root (tmpfs): the system is incomplete, or init= is wrong', /^The node did not get the complete system/],
	['there is no /sbin/init in the image from http://s/x: the system is incomplete, or init= is wrong', /^The node did not get the complete system/],
	['the root (nfs) is for another architecture: its /sbin/init is a program for arm64, and this kernel is for x86_64 (exec format error)', /for another architecture\. Build it/],
])('it says "%s"', (failure, cause) => {
	const console = ['ramstrap: the server does not have http://s/other (404 Not Found)'];
	const {what, why} = virtual({...before(), failure}, {booting: whole, console});
	expect(what).toBe(`The node reports: ${failure}`);
	expect(why).toEqual([expect.stringMatching(cause)]);
	expect(real({...before(), failure, memory: 96}).why).toEqual(why);
});

const at = (...names: Milestone[]): Progress => ({...reached(...names), asked: true});

test.each([
	['was never seen', reached(), /^The node is off, boots from its disk first/],
	['takes no address', at(), /another DHCP server also answered/],
	['is refused', {...at(), turnedAway: 'refused' as const}, /^The machine is not listed in nodes/],
	['finds the range used up', {...at(), turnedAway: 'range-used-up' as const}, /^The DHCP server has no free address: server\.range is smaller/],
	['is outrun by another', {...at(), turnedAway: 'outrun' as const}, /^Another machine that started at the same time/],
	['fetches no loader', at('dhcp'), /^The node did not download the loader: a firewall.* UDP 69/],
	['has iPXE in its firmware, which gets no menu', {...at('dhcp'), loaderRuns: true as const}, /^The loader runs but does not get its menu: a firewall.* HTTP/],
	['stops at the loader', at('dhcp', 'first-stage'), /Secure Boot/],
	['stops at the loader in BIOS', {...at('dhcp', 'first-stage'), firmware: 'bios' as const}, /^The loader resets the link.*STP/],
	['runs its loader and gets no menu', {...at('dhcp', 'first-stage'), firmware: 'uefi' as const, loaderRuns: true as const}, /^The loader runs but does not get its menu/],
	['waits in its menu', {...at('dhcp', 'first-stage'), loaderRuns: true as const, gotMenu: true as const}, /^The boot menu waits for a key/],
	['gets no whole archive', at('dhcp', 'first-stage', 'kernel'), /did not download the whole initramfs/],
	['may have too little memory', {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true}, /^Too little memory: the recipe needs 300 MiB/],
	['has too little memory', {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true, memory: 256}, /^Too little memory: the node has 256 MiB, and the recipe needs up to 300\.$/],
	['gets no image', at('dhcp', 'first-stage', 'kernel', 'init', 'network'), /^The image is not downloaded/],
	['says that its /init runs', at('dhcp', 'first-stage', 'kernel', 'init'), /^The image is not downloaded/],
	['cannot unpack it', at('dhcp', 'kernel', 'image'), /needs 300 MiB/],
	['finds no root in it', at('dhcp', 'kernel', 'image', 'verified'), /needs 300 MiB/],
	['hangs in its own system', at('dhcp', 'kernel', 'root'), /screen shows which/],
	['misses a file', {...at('dhcp'), missing: ['undionly.kpxe', 'undionly.kpxe']}, /^The server does not have undionly\.kpxe/],
	['says itself what is wrong', {...at('dhcp', 'kernel'), failure: 'no DHCP server answered on eth0'}, /DHCP request of the running system/],
])('a real machine that %s', (_, progress, cause) => {
	expect(real(progress).why[0]).toMatch(cause);
});

test('a card without a driver is named, with the driver it wants; what is known not to be so is not said', () => {
	const progress: Progress = {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true, firmware: 'bios', card: '8086:100e', memory: 2048};
	const causes = (drivers: Booting['drivers']) => real(progress, {booting: {drivers}}).why;
	expect(causes(() => ({modules: ['e1000'], there: false}))).toEqual(['No driver: the node\'s network card (PCI 8086:100e) needs e1000, which kernel.drivers of the recipe does not have.']);
	expect(causes(() => ({modules: [], there: false}))[0]).toMatch(/^No driver: this kernel has none for the node's network card \(PCI 8086:100e\)/);
	expect(causes(() => ({modules: ['e1000'], there: true}))).toEqual([expect.stringMatching(/^The driver resets the link.*STP/), expect.stringMatching(/DHCP request of the running system/)]);
	expect(real(progress).why[0]).toMatch(/has no driver for its network card/);
	expect(real(progress).hints).toEqual(['kernel.drivers: all-network includes all of them.']);
});

test('Secure Boot refuses by three mouths: the firmware silently, the firmware aloud, GRUB; an NFS server that refuses is another', () => {
	const stopped = {...at('dhcp', 'first-stage'), firmware: 'uefi' as const};
	expect(real(stopped).why[0]).toMatch(/not signed.*server\.uefi: grub/);
	expect(real({...stopped, gotSigned: true}).why[0]).toMatch(/third-party certificate/);
	expect(virtual(stopped, {console: ['BdsDxe: failed to load Boot0001 "UEFI PXEv4 (MAC:525400123456)" from PciRoot(0x0): Access Denied']}).why).toEqual([expect.stringMatching(/rejects the boot loader/)]);
	expect(virtual({...stopped, failure: 'bad shim signature'}).why).toEqual([expect.stringMatching(/trusts signed this kernel/)]);
	const nfs = 'the NFS server 10.0.0.1 does not export /x to this node: mount.nfs: access denied by server while mounting 10.0.0.1:/x';
	expect(virtual({...at('dhcp', 'kernel', 'network'), failure: nfs}, {booting: overNfs}).why.join('\n')).not.toMatch(/Secure Boot/);
});

test('beside a router other things go wrong', () => {
	const network = {dhcp: 'proxy', lab: false} as const;
	expect(real(at(), {network}).why[0]).toMatch(/DHCP server of this network gave the node no address/);
	expect(real(at('dhcp'), {network}).why[1]).toMatch(/--mode external/);
});

test('a switch that is slow after the link came up is named where it can be the cause', () => {
	for (const progress of [at(), at('dhcp', 'first-stage')]) {
		expect(real(progress).why.join('\n')).toMatch(/STP/);
	}
});

test('over NFS there is no image to wait for', () => {
	expect(real(at('dhcp', 'init', 'network'), {booting: overNfs}).why[0]).toMatch(/NFS server does not answer/);
});

test('what was seen is said first: its own words, the end of waiting, that it gets no address, its silence', () => {
	expect(virtual({...reached('dhcp'), failure: 'a shell was requested'}).what).toBe('The node reports: a shell was requested');
	expect(virtual(reached('dhcp')).what).toBe('It was not up after 90 seconds.');
	expect(real({...at(), turnedAway: 'refused'})).toEqual({
		what: 'The node requests an address and gets none.',
		why: [expect.stringMatching(/server\.unknown/)],
		hints: ['Adopt the machine, and restart it.'],
	});
	expect(real(at('dhcp'), {silent: 45.6}).what).toBe('silent for 46 s');
});

test('a virtual machine that speaks until the time is over needs more of it; no other does', () => {
	const more = 'Give the node more time (--timeout).';
	const kernel = {...reached('dhcp', 'first-stage', 'kernel'), gotInitrd: true, kernelSpoke: true};
	const speaking = virtual(kernel, {silent: 0.5});
	expect(speaking.why[0]).toMatch(/^The node was still booting/);
	expect(speaking.hints).toEqual([more]);
	expect(virtual(kernel).hints).toEqual([]);
	expect(virtual(kernel, {silent: 0.5, ended: true}).hints).toEqual([]);
	expect(virtual({...reached(), asked: true}, {silent: 0.5}).hints).toEqual([]);
});

test('a kernel that mounts its root by itself gets no initial archive, and none is missed', () => {
	const booting = {milestones: ['dhcp', 'first-stage', 'kernel', 'up'], initrd: false} as const;
	const progress = at('dhcp', 'first-stage', 'kernel');
	for (const {why} of [virtual(progress, {booting}), real(progress, {booting})]) {
		expect(why.join('\n')).not.toMatch(/archive/);
	}
});

test('how much memory a real machine has, only its loader knows', () => {
	const failure = 'memory ran out while the root was unpacked: 235 MiB are too little';
	expect(real({...at('kernel'), failure, memory: 256}).why[0]).toMatch(/^The node has 256 MiB\. Give/);
	expect(real({...at('kernel'), failure}).why[0]).toMatch(/^The node has too few MiB\. Give/);
});

test('wherever a machine stops there is a cause, and none that it cannot have', () => {
	for (const index of [undefined, ...milestoneOrder].keys()) {
		const progress = {...reached(...milestoneOrder.slice(0, index)), gotInitrd: true};
		const findings = [virtual(progress, {booting: whole}), real(progress)];
		const [simulated, actual] = findings.map(({why, hints}) => [...why, ...hints].join('\n'));
		expect(simulated).toMatch(/\w/);
		expect(actual).toMatch(/\w/);
		expect(simulated).not.toMatch(/switch |cable|STP|VLAN|Secure Boot|Adopt|undefined/);
		expect(actual).not.toMatch(/--timeout|--accel|console|undefined/);
	}
});
