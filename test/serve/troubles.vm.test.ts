import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, inject, test} from 'vitest';
import {networkLab, node, type NetworkLab, type Started} from './network-lab.ts';

// Machines that do not come up, each for a reason of its own, and what is said of them.

const mac = (number: number): string => `52:54:00:00:26:0${number}`;
const pinned = [6, 7].map(number => `{mac: "${mac(number)}", name: pinned-${number}}`).join(', ');
const words = ['--set', 'name=troubled', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}', '--set', 'server.timeout=1', '--set', 'node.words=[norandmaps, no_timer_check]', '--set', `nodes=[${pinned}]`];
let lab: NetworkLab;
let server: Started | undefined;
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-troubles-'));
	lab = await networkLab();
	await lab.host('guest', '192.168.24.9/24');
	// A switch whose ports will take their time, 50 seconds; and what another VLAN is to a machine: another network.
	await lab.run(`ip link add slow type bridge forward_delay 2500; ip link add up0 type veth peer name up1; ip link set up0 master lan up; ip link set up1 master slow up; ip link set slow up
		ip link add vlan7 type bridge; ip link set vlan7 up`);
	server = lab.start([process.execPath, path.resolve('dist/ramstrap.cjs'), 'serve', 'rambox', '--interface', 'lan', '--mode', 'full', '--json', ...words], {RAMSTRAP_HOME: inject('builtHome')});
	await server.until(/"event":"serving"/);
	await lab.run(`nft add table inet lab; nft 'add chain inet lab in { type filter hook input priority 0; }'
		nft add rule inet lab in ether saddr ${mac(4)} tcp dport 80 drop
		nft add rule inet lab in ether saddr ${mac(5)} udp dport 69 drop`);
});
afterAll(async () => {
	try {
		expect(await server?.stop()).toBe(0);
	} finally {
		await lab.stop();
		rmSync(folder, {recursive: true});
	}
});

/** What is said of a machine that has fallen silent, or was never heard of; the likeliest cause first. */
async function causes(number: number, standing: 'silent' | 'not seen', cause: RegExp): Promise<string[]> {
	const line = await server!.until(new RegExp(String.raw`"event":"trouble","node":"${mac(number)}","standing":"${standing}","says":\[(?:"silent for \d+ s",)?"→ ${cause.source}`), 200);
	return (JSON.parse(line) as {says: string[]}).says.filter(says => says.startsWith('→'));
}

test('nothing is heard of a known machine, or it cannot fetch what it asks for', async () => {
	const disk = path.join(folder, 'disk');
	// A boot sector that boots: it writes a line feed to the serial port, which ends the firmware's line, and halts.
	const sector = Buffer.alloc(512 * 2048);
	sector.set([0xBA, 0xF8, 0x03, 0xB0, 0x0A, 0xEE, 0xFA, 0xF4, 0xEB, 0xFD], 0);
	sector.set([0x55, 0xAA], 510);
	writeFileSync(disk, sector);
	const machines = await Promise.all([
		node(lab, {tap: 'trouble6', mac: mac(6), firmware: 'bios', words: ['-drive', `file=${disk},format=raw,if=ide`, '-boot', 'c']}),
		node(lab, {tap: 'trouble7', mac: mac(7), firmware: 'bios', bridge: 'vlan7'}),
		node(lab, {tap: 'trouble4', mac: mac(4), firmware: 'bios'}),
		node(lab, {tap: 'trouble5', mac: mac(5), firmware: 'uefi'}),
	]);
	// What they try in vain they would try for ever.
	for (const [index, line] of [[1, /net0: .* \(open\)/], [2, /^Filename: http/], [3, /NBP filename is/]] as const) {
		await machines[index].until(line);
		machines[index].pause();
	}

	// Of who says nothing, nothing can be told apart: all that it may be is said.
	for (const number of [6, 7]) {
		expect((await causes(number, 'not seen', /The node is off, boots from its disk first/))[1]).toContain('wrong VLAN');
	}

	await machines[0].until(/Booting from Hard Disk/);
	await causes(4, 'silent', /The loader runs but does not get its menu: a firewall/);
	await causes(5, 'silent', /The node did not download the loader: a firewall.* UDP 69/);
	await Promise.all(machines.map(async machine => machine.stop('SIGKILL')));
});

test('a port that is slow after the link came up anew keeps the running system from its address', async () => {
	const machine = await node(lab, {tap: 'trouble8', mac: mac(8), firmware: 'bios', bridge: 'slow'});
	const log = path.join(inject('builtHome'), 'logs/troubled/serve.log');
	const address = /192[\d.]+/.exec(await machine.until(/^net0: 192/, 60))![0];
	await expect.poll(() => readFileSync(log, 'utf8').split('\n').some(line => line.includes(`"${address}"`) && line.includes('/initrd"'))).toBe(true);
	await lab.run('ip link set slow type bridge stp_state 1; ip link set trouble8 down; ip link set trouble8 up');
	await causes(8, 'silent', /The driver resets the link, and the switch blocks traffic for 30 seconds/);
	// BR_STATE_FORWARDING of linux/if_bridge.h is 3.
	expect(['1', '2']).toContain(await lab.run('cat /sys/class/net/trouble8/brport/state'));
	await machine.stop('SIGKILL');
});

test('before the kernel speaks: a card without a driver, too little memory, Secure Boot', async () => {
	const machines = await Promise.all([
		node(lab, {tap: 'trouble1', mac: mac(1), firmware: 'bios', card: 'e1000'}),
		node(lab, {tap: 'trouble2', mac: mac(2), firmware: 'bios', memory: 56}),
		node(lab, {tap: 'trouble3', mac: mac(3), firmware: 'secure-boot'}),
	]);
	await machines[2].until(/Access Denied/);
	machines[2].pause();
	const [noDriver] = await Promise.all([
		causes(1, 'silent', /No driver: this kernel has none for the node's network card \(PCI 8086:100e\)/),
		causes(2, 'silent', /Too little memory: the node has 56 MiB, and the recipe needs up to \d+\./),
		causes(3, 'silent', /The loader was downloaded but did not start: Secure Boot rejects it/),
	]);
	expect(noDriver).toHaveLength(1);
	await Promise.all(machines.map(async machine => machine.stop('SIGKILL')));
});
