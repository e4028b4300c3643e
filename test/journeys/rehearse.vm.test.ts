import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, inject, test} from 'vitest';
import {ramstrap, temporaryFolder, type Run} from './program.ts';

/** `rambox` is built here already. */
const home = inject('builtHome');

type Node = {mac: string; up: boolean; seconds: number; milestones: Record<string, number>; memory: {totalKiB: number; usedKiB: number}; root: {type: string}; interfaces: Array<{name: string; address: string}>; devices: number; silence: {last: string; causes: string[]}};
const nodesOf = ({events}: Run) => events.at(-1)!.nodes as Node[];
const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'];

/** What is one node's own: its name. */
function pantry(): string[] {
	const files = temporaryFolder();
	mkdirSync(path.join(files, 'etc'));
	writeFileSync(path.join(files, 'etc/hostname'), 'pantry\n');
	return ['--set', `nodes=[{mac: "52:54:00:00:00:01", files: ${files}}]`];
}

test('the bundled rambox comes up with what is one node\'s own, and says so line by line', async () => {
	const run = await ramstrap(['rehearse', 'rambox', ...pantry(), '--json'], {home});
	expect(run.exitCode, run.stderr).toBe(0);
	expect(run.events.filter(({event}) => event === 'milestone').map(({name}) => name)).toEqual(milestones);
	expect(run.events.at(-1)).toMatchObject({event: 'result', ok: true, nodes: [{firmware: 'bios', up: true, hostname: 'pantry'}]});
	const [node] = nodesOf(run);
	expect(Object.keys(node!.milestones)).toEqual(milestones);
	expect(node!.memory.totalKiB).toBeGreaterThan(400_000);
	expect(node!.root.type).toBe('tmpfs');
	expect(node!.interfaces.find(({name}) => name === 'eth0')!.address).toMatch(/^192\.168\.24\.1\d\d\/24$/);
	expect(node!.devices).toBeGreaterThan(50);
	expect(existsSync(path.join(home, 'logs/rambox/rehearsal'))).toBe(false);
});

test('a list of drivers without the node\'s card: exit 4, how far it came and why it went no further', async () => {
	const run = await ramstrap(['rehearse', 'rambox', '--set', 'kernel.drivers=[e1000]', '--set', 'name=bare'], {home});
	expect(run.exitCode).toBe(4);
	expect(run.stdout).toContain('failed: The node reports: no driver for a network card: 1af4:1000');
	expect(run.stdout).toMatch(/reached {2}dhcp .* init /);
	expect(run.stdout).toContain('→ No driver');
	expect(readFileSync(path.join(home, 'logs/bare/rehearsal', 'dnsmasq.log'), 'utf8')).toContain('DHCPACK');
});

test('too little memory is refused with the numbers, before any machine starts', async () => {
	const run = await ramstrap(['rehearse', 'rambox', '--memory', '96'], {home});
	expect(run.exitCode).toBe(2);
	expect(run.stderr).toMatch(/^A node with 96 MiB of memory cannot boot this: it needs 1\d\d MiB\.\n {2}\d+ MiB the running kernel\n/);
	expect(run.stdout).not.toContain('52:54:00');
});

test('a machine with Secure Boot on is refused what it would not start, before anything is built', async () => {
	const loader = await ramstrap(['rehearse', 'rambox', '--firmware', 'secure'], {home});
	expect([loader.exitCode, loader.stderr]).toEqual([2, '--firmware secure boots machines with Secure Boot on, which do not start iPXE: it is not signed.\n  → --set server.uefi=grub   gives them signed loaders']);
	const card = await ramstrap(['rehearse', 'rambox', '--firmware', 'secure', '--set', 'server.uefi=grub', '--card', 'e1000'], {home});
	expect([card.exitCode, card.stderr]).toEqual([2, '--firmware secure does not work with --card e1000, whose driver is not signed.\n  → --card virtio-net-pci']);
});

test('two machines that boot over HTTP, one with files of its own; --keep keeps what was served and said', async () => {
	const run = await ramstrap(['rehearse', 'rambox', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}', '--set', 'name=kept', '--set', 'server.timeout=0', ...pantry(), '--firmware', 'http', '--nodes', '2', '--keep', '--json'], {home});
	expect(run.exitCode, run.stderr).toBe(0);
	expect(run.events.at(-1)).toMatchObject({ok: true, nodes: [{firmware: 'uefi', up: true, hostname: 'pantry'}, {firmware: 'uefi', up: true, hostname: 'rambox'}]});
	expect(new Set(nodesOf(run).map(({mac}) => mac)).size).toBe(2);
	const folder = path.join(home, 'logs/kept/rehearsal');
	expect(readFileSync(path.join(folder, 'services/dnsmasq/dnsmasq.conf'), 'utf8')).toContain('ipxe.efi');
	expect(readFileSync(path.join(folder, 'http.log'), 'utf8')).toMatch(/GET \/ipxe\.efi 200.*GET \/kept\/initrd 200/s);
});
