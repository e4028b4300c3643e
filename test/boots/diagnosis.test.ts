import {expect, test} from 'vitest';
import {diagnose} from '../../source/boots/diagnosis.ts';
import type {Booting, Known} from '../../source/boots/known.ts';
import {newProgress, type Progress} from '../../source/boots/milestones.ts';
import {milestoneOrder, type Milestone} from '../../source/strategies/types.ts';

const reached = (...names: Milestone[]): Progress => ({...newProgress('52:54:00:12:34:56'), milestones: Object.fromEntries(names.map((name, index) => [name, index]))});
const inMemory: Booting = {milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'], initrd: true};
const whole: Booting = {milestones: milestoneOrder, initrd: true};
const overNfs: Booting = {milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'root', 'up'], initrd: true};

/** A machine of a rehearsal: nothing lies between it and the server, and its console is read. */
const virtual = (progress: Progress, more: Partial<Known> = {}) =>
	diagnose({progress, booting: inMemory, network: {dhcp: 'full', lab: true}, silent: 60, ending: 'It was not up after 90 seconds.', console: [], memory: 96, ...more});

/** A machine of the network that is served: all that is known of it is what servers saw, and what it said. */
const real = (progress: Progress, more: Partial<Omit<Known, 'booting'>> & {booting?: Partial<Booting>} = {}) =>
	diagnose({progress, network: {dhcp: 'full', lab: false}, silent: 46, ...more, booting: {...whole, needs: 300, ...more.booting}});

test.each([
	['never asks', reached(), /never asked for an address/],
	['is not answered', {...reached(), asked: true}, /did not give the node an address/],
	['has an address', reached('dhcp'), /no first stage for this kind of firmware/],
	['has a loader', reached('dhcp', 'first-stage'), /loader has no driver/],
	['has its menu', {...reached('dhcp', 'first-stage'), gotMenu: true}, /boot menu waits/],
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
] satisfies Array<[string, Progress, RegExp]>)('a virtual machine that %s', (_, progress, cause) => {
	expect(virtual(progress).why[0]).toMatch(cause);
});

test.each([
	['VFS: Unable to mount root fs via NFS', /asked the NFS server for its root, and did not get it/],
	['Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)', /found no initial archive/],
	['[    0.9] Initramfs unpacking failed: write error', /could not unpack.*96 MiB/],
	['[    0.9] Kernel panic - not syncing: System is deadlocked on memory', /ran out of memory; it has 96 MiB/],
	['Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100', /no \/init that this kernel can run/],
	['Could not boot image: No space left on device (https://ipxe.org/34182006)', /iPXE could not place/],
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
	['the image does not come', before(), whole, [], /^The image does not come: a firewall .*TCP 80/],
	['NFS does not answer', before(), overNfs, [], /^The NFS server does not answer: .*TCP 2049/],
	['the image is not put in place', before('image'), whole, [], /^The image came and was not yet put in place: .*96 MiB/],
	['the image makes no root', before('image', 'verified'), whole, [], /^The image is the right one, and could not be made a root/],
	['systemd waits for a disk', before('image', 'verified', 'root'), whole, ['[  *** ] A start job is running for /dev/disk/by-label/data (12s / 1min 30s)', 'ramstrap: nothing'], /^The system started and waits for \/dev\/disk\/by-label\/data: /],
	['systemd gave up a disk', before('image', 'verified', 'root'), whole, ['[ TIME ] Timed out waiting for device dev-vda1.device - /dev/vda1.', '[DEPEND] Dependency failed for srv.mount - /srv.'], /waits for srv\.mount - \/srv: /],
	['the init does not come up', before('image', 'verified', 'root'), whole, [], /^The init of the root runs/],
	['it needs its server', before('image', 'verified', 'root', 'up'), whole, [], /^Something in the node still needs the server/],
] satisfies Array<[string, Progress, Booting, string[], RegExp]>)('a virtual machine that stops where %s', (_, progress, booting, console, cause) => {
	expect(virtual(progress, {booting, console}).why[0]).toMatch(cause);
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
	const console = ['ramstrap: the server does not have http://s/other (404 Not Found)'];
	const {what, why} = virtual({...before(), failure}, {booting: whole, console});
	expect(what).toBe(`The node reports: ${failure}`);
	expect(why).toEqual([expect.stringMatching(cause)]);
	expect(real({...before(), failure, memory: 96}).why).toEqual(why);
});

const at = (...names: Milestone[]): Progress => ({...reached(...names), asked: true});

test.each([
	['was never seen', reached(), /^It is off, boots from its disk first/],
	['takes no address', at(), /another DHCP server answered/],
	['is refused', {...at(), turnedAway: 'refused' as const}, /^It is not among the known machines/],
	['finds the range used up', {...at(), turnedAway: 'range-used-up' as const}, /^The DHCP server has no address left: server\.range is smaller/],
	['is outrun by another', {...at(), turnedAway: 'outrun' as const}, /^The address it was offered went to another machine/],
	['fetches no loader', at('dhcp'), /^It fetched no loader: a firewall.* UDP 69/],
	['has iPXE in its firmware, which gets no menu', {...at('dhcp'), loaderRuns: true as const}, /^Its loader runs and does not get its menu: a firewall.* HTTP/],
	['stops at the loader', at('dhcp', 'first-stage'), /Secure Boot/],
	['stops at the loader in BIOS', {...at('dhcp', 'first-stage'), firmware: 'bios' as const}, /^The loader takes the link down and up.*STP/],
	['runs its loader and gets no menu', {...at('dhcp', 'first-stage'), firmware: 'uefi' as const, loaderRuns: true as const}, /^Its loader runs and does not get its menu/],
	['waits in its menu', {...at('dhcp', 'first-stage'), loaderRuns: true as const, gotMenu: true as const}, /^Its boot menu waits for a key/],
	['gets no whole archive', at('dhcp', 'first-stage', 'kernel'), /did not get all of the initial archive/],
	['may have too little memory', {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true}, /^Too little memory: what it boots needs 300 MiB/],
	['has too little memory', {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true, memory: 256}, /^Too little memory: it has 256 MiB, and what it boots needs up to 300\.$/],
	['gets no image', at('dhcp', 'first-stage', 'kernel', 'init', 'network'), /^The image does not come/],
	['says that its /init runs', at('dhcp', 'first-stage', 'kernel', 'init'), /^The image does not come/],
	['cannot unpack it', at('dhcp', 'kernel', 'image'), /needs 300 MiB/],
	['finds no root in it', at('dhcp', 'kernel', 'image', 'verified'), /needs 300 MiB/],
	['hangs in its own system', at('dhcp', 'kernel', 'root'), /Its screen says which/],
	['misses a file', {...at('dhcp'), missing: ['undionly.kpxe', 'undionly.kpxe']}, /^The server does not have undionly\.kpxe/],
	['says itself what is wrong', {...at('dhcp', 'kernel'), failure: 'no DHCP server answered on eth0'}, /second DHCP request/],
])('a real machine that %s', (_, progress, cause) => {
	expect(real(progress).why[0]).toMatch(cause);
});

test('a card without a driver is named, with the driver it wants; what is known not to be so is not said', () => {
	const progress: Progress = {...at('dhcp', 'first-stage', 'kernel'), gotInitrd: true, firmware: 'bios', card: '8086:100e', memory: 2048};
	const causes = (drivers: Booting['drivers']) => real(progress, {booting: {drivers}}).why;
	expect(causes(() => ({modules: ['e1000'], there: false}))).toEqual(['No driver: its network card (PCI 8086:100e) wants e1000, which kernel.drivers of the recipe does not have.']);
	expect(causes(() => ({modules: [], there: false}))[0]).toMatch(/^No driver: this kernel has none for its network card \(PCI 8086:100e\)/);
	expect(causes(() => ({modules: ['e1000'], there: true}))).toEqual([expect.stringMatching(/^Its driver takes the link down and up.*STP/), expect.stringMatching(/DHCP request of the running system/)]);
	expect(real(progress)).toMatchObject({why: [expect.stringMatching(/has no driver for its network card/), expect.anything(), expect.anything()], hints: ['kernel.drivers: all-network includes all of them.']});
});

test('beside a router other things go wrong', () => {
	const network = {dhcp: 'proxy', lab: false} as const;
	expect(real(at(), {network}).why[0]).toMatch(/DHCP server of this network gave it no address/);
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
	expect(virtual({...reached('dhcp'), failure: 'a shell was asked for'}).what).toBe('It says: a shell was asked for');
	expect(virtual(reached('dhcp')).what).toBe('It was not up after 90 seconds.');
	expect(real({...at(), turnedAway: 'refused'})).toEqual({what: 'The node requests an address and gets none.', why: [expect.stringMatching(/server\.unknown/)], hints: ['Adopt the machine, and restart it.']});
	expect(real(at('dhcp'), {silent: 45.6}).what).toBe('nothing heard of it for 46 s');
});

test('a virtual machine that speaks until the time is over needs more of it; one that fell silent, stopped, or never got an address does not', () => {
	const more = 'Give the node more time (--timeout).';
	const kernel = {...reached('dhcp', 'first-stage', 'kernel'), gotInitrd: true, kernelSpoke: true};
	const speaking = virtual(kernel, {silent: 0.5});
	expect(speaking.why[0]).toMatch(/^It was still on its way/);
	expect(speaking.hints).toEqual([more]);
	expect(virtual(kernel).hints).toEqual([]);
	expect(virtual(kernel, {silent: 0.5, ended: true}).hints).toEqual([]);
	expect(virtual({...reached(), asked: true}, {silent: 0.5}).hints).toEqual([]);
});

test('a kernel that mounts its root by itself gets no initial archive, and none is missed', () => {
	const booting = {milestones: ['dhcp', 'first-stage', 'kernel', 'up'], initrd: false} as const;
	for (const {why} of [virtual(reached('dhcp', 'first-stage', 'kernel'), {booting}), real(at('dhcp', 'first-stage', 'kernel'), {booting})]) {
		expect(why.join('\n')).not.toMatch(/archive/);
	}
});

test('how much memory a real machine has, only its loader knows', () => {
	const failure = 'memory ran out while the root was unpacked: 235 MiB are too little for it';
	expect(real({...at('kernel'), failure, memory: 256}).why[0]).toMatch(/^The node has 256 MiB\. Give/);
	expect(real({...at('kernel'), failure}).why[0]).toMatch(/^The node has too few MiB\. Give/);
});

test('wherever a machine stops there is a cause, and none that it cannot have', () => {
	for (const [index] of [undefined, ...milestoneOrder].entries()) {
		const progress = {...reached(...milestoneOrder.slice(0, index)), gotInitrd: true};
		const [simulated, actual] = [virtual(progress, {booting: whole}), real(progress)].map(({why, hints}) => [...why, ...hints].join('\n'));
		expect(simulated).toMatch(/\w/);
		expect(actual).toMatch(/\w/);
		expect(simulated).not.toMatch(/switch |cable|STP|VLAN|Secure Boot|Adopt|undefined/);
		expect(actual).not.toMatch(/--timeout|--accel|console|undefined/);
	}
});
