import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest';
import {temporaryFolder} from '../journeys/program.ts';
import {networkLab, node, type NetworkLab, type Started} from './network-lab.ts';

// The built program, serving a network that has a router, other machines and nodes in it.

const home = inject('builtHome');
const program = path.resolve('dist/ramstrap.cjs');
const cloud = ['--set', 'name=cloud', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}', '--set', 'server.timeout=1', '--set', 'node.words=[norandmaps, no_timer_check]'];
const router = '192.168.24.254';

let lab: NetworkLab;
let dhcp: Started | undefined;

beforeAll(async () => {
	lab = await networkLab();
	await lab.host('router', `${router}/24`);
	await lab.host('guest');
});
afterAll(async () => lab.stop());

/** A router at home: it hands out addresses, and knows nothing of network boot unless it is told. */
async function routerOn(more: readonly string[] = []): Promise<void> {
	await lab.run('rm -f /run/router.leases');
	dhcp = lab.start(['ip', 'netns', 'exec', 'router', 'dnsmasq', '--no-daemon', '--conf-file=/dev/null', '--port=0', '--user=root', '--interface=eth0', '--bind-interfaces', '--pid-file=', '--no-ping', '--log-dhcp',
		'--dhcp-leasefile=/run/router.leases', '--dhcp-range=192.168.24.200,192.168.24.250,1h', ...more]);
	await dhcp.until(/DHCP, IP range/);
}

async function routerOff(): Promise<void> {
	await dhcp?.stop('SIGTERM');
	dhcp = undefined;
}

const serve = (...words: string[]): Started => lab.start([process.execPath, program, 'serve', 'rambox', '--interface', 'lan', ...cloud, ...words], {RAMSTRAP_HOME: home});
const listening = async () => lab.run('ss -Hlnu sport = 67; ss -Hlnt sport = 80; ss -Hlnu sport = 69');
const milestone = (mac: string, name: string) => new RegExp(`"event":"milestone","node":"${mac}","name":"${name}"`);

describe('beside a router', () => {
	beforeAll(async () => routerOn());
	afterAll(async () => routerOff());

	test('addresses of our own are refused, with the address of who hands them out already', async () => {
		const server = serve('--mode', 'full');
		await server.until(/192\.168\.24\.254 already gives out addresses on lan/);
		await server.until(/→ --mode proxy/);
		expect(await server.ended()).toBe(3);
	});

	test('nodes of every firmware, with Secure Boot on as well, take their address from the router and boot from us; nobody else hears of us', async () => {
		const capture = lab.start(['tcpdump', '-i', 'lan', '-n', '-v', '-l', 'udp', 'port', '67', 'and', 'src', 'host', '192.168.24.1']);
		const server = serve('--mode', 'proxy', '--json', '--set', 'name=signed', '--set', 'server.uefi=grub', '--set', 'nodes=[{mac: "52:54:00:00:24:02", name: pantry, words: [loglevel=7]}]');
		await server.until(/"event":"serving"/);
		const machines = [['52:54:00:00:24:01', 'bios'], ['52:54:00:00:24:02', 'secure-boot'], ['52:54:00:00:24:03', 'uefi-http']] as const;
		await Promise.all(machines.map(async ([mac, firmware], index) => {
			const machine = await node(lab, {tap: `tap${index}`, mac, firmware});
			await server.until(milestone(mac, 'up'), 200);
			expect(machine.lines.join('\n')).toMatch(/192\.168\.24\.2[0-5]\d/);
			expect(machine.lines.some(line => line.includes('Secure boot enabled'))).toBe(firmware === 'secure-boot');
			expect(machine.lines.some(line => /Kernel command line: .* loglevel=7 /.test(line))).toBe(firmware === 'secure-boot');
			await machine.stop('SIGKILL');
		}));

		// An ordinary machine asks, and gets an address: from the router, and only from it.
		const answers = () => capture.lines.filter(line => /Reply|BOOTP\/DHCP/.test(line)).length;
		const before = answers();
		await lab.run('ip netns exec guest busybox udhcpc -i eth0 -n -q -f -s /bin/true');
		await new Promise(resolve => {
			setTimeout(resolve, 1000);
		});
		expect(before).toBeGreaterThan(0);
		expect(answers()).toBe(before);
		expect(await server.stop()).toBe(0);
		expect(JSON.parse(server.lines.at(-1)!)).toMatchObject({event: 'result', ok: true, nodes: machines.map(() => ({up: true, bytes: expect.any(Number) as number, version: expect.stringMatching(/^signed\/[\da-f]{12}$/) as string}))});
	});
});

/** Another network, with a router of its own, that a machine has a second card in: the one that Linux finds first. */
async function otherNetwork(mac: string): Promise<{words: string[]; stop(): Promise<unknown>}> {
	await lab.run('ip link add other type bridge; ip link set other up; ip tuntap add second mode tap; ip link set second master other up; ip address add 192.168.77.1/24 dev other');
	const other = lab.start(['dnsmasq', '--no-daemon', '--conf-file=/dev/null', '--port=0', '--user=root', '--interface=other', '--bind-interfaces', '--pid-file=', '--no-ping', '--log-dhcp', '--leasefile-ro', '--dhcp-range=192.168.77.100,192.168.77.200']);
	await other.until(/DHCP, IP range/);
	const words = ['-netdev', 'tap,id=second,ifname=second,script=no,downscript=no', '-device', `virtio-net-pci,netdev=second,mac=${mac},romfile=`];
	return {words, stop: async () => other.stop('SIGTERM')};
}

/** A disk that a PC boots: it writes a line to its serial port, and waits. */
function bootDisk(line: string): Uint8Array {
	// Cld; ax = ds = 0; si = text; dx = COM1; until a zero: out; hlt for ever.
	const code = [0xFC, 0x31, 0xC0, 0x8E, 0xD8, 0xBE, 0x16, 0x7C, 0xBA, 0xF8, 0x03, 0xAC, 0x84, 0xC0, 0x74, 0x03, 0xEE, 0xEB, 0xF8, 0xF4, 0xEB, 0xFD];
	const disk = Buffer.alloc(1024 ** 2);
	disk.set([...code, ...Buffer.from(`\r\n${line}\r\n`)]);
	disk.set([0x55, 0xAA], 510);
	return disk;
}

test('on a network of its own known machines get their name and address, and others nothing; one with another network as well reports as the card it booted from, and boots once from here, then from its disk', async () => {
	const second = '52:54:00:00:24:10';
	// A home that is kept knows of the last time.
	rmSync(path.join(home, 'published/cloud/once'), {recursive: true, force: true});
	const other = await otherNetwork(second);
	const server = serve('--mode', 'full', '--json', '--set', 'server.unknown=refuse', '--set', 'nodes=[{mac: "52:54:00:00:24:11", name: kitchen, address: 192.168.24.50, boot: once}]');
	await server.until(/"event":"serving"/);
	const known = await node(lab, {tap: 'tap11', mac: '52:54:00:00:24:11', firmware: 'bios', first: other.words});
	const unknown = await node(lab, {tap: 'tap12', mac: '52:54:00:00:24:12', firmware: 'bios'});
	await server.until(milestone('52:54:00:00:24:11', 'up'), 120);
	expect(known.lines.join('\n')).toContain('192.168.24.50');
	expect(server.lines.filter(line => line.includes(second))).toEqual([]);
	await other.stop();
	expect(server.lines.some(line => milestone('52:54:00:00:24:12', 'dhcp').test(line))).toBe(false);
	expect(unknown.lines.join('\n')).not.toMatch(/192\.168\.24\.1\d\d/);
	await Promise.all([known.stop('SIGKILL'), unknown.stop('SIGKILL')]);

	const disk = path.join(temporaryFolder(), 'disk');
	writeFileSync(disk, bootDisk('from the disk'));
	const later = await node(lab, {tap: 'tap13', mac: '52:54:00:00:24:11', firmware: 'bios', words: ['-drive', `file=${disk},format=raw,if=virtio`, '-boot', 'order=nc']});
	await later.until(/^from the disk/);
	await later.stop('SIGKILL');
	const bootsFrom = async () => /choose --default (\S+)/.exec(await lab.run('curl --silent http://192.168.24.1/mac/52-54-00-00-24-11.ipxe'))?.[1];
	expect(await bootsFrom()).toBe('local');
	const again = lab.start([process.execPath, program, 'wake', 'kitchen', '--again'], {RAMSTRAP_HOME: home});
	expect(await again.ended(), again.lines.join('\n')).toBe(0);
	expect(again.lines[0]).toBe('kitchen boots over the network once more.');
	expect(await bootsFrom()).toBe('boot-cloud');
	expect(await server.stop()).toBe(0);
});

test('told to stop while it looks around, it publishes and starts nothing', async () => {
	const server = lab.start([process.execPath, program, 'serve', 'rambox', '--interface', 'lan', '--mode', 'full', ...cloud, '--set', 'name=stopped'], {RAMSTRAP_HOME: home});
	await server.until(/Checking the network/);
	expect(await server.stop()).toBe(130);
	expect(server.lines.join('\n')).not.toMatch(/Published|Serving/);
	expect(await listening()).toBe('');
});

test('when the root helper is killed, all that it held ends; before, programs were warned of what a person is', async () => {
	const damaged = path.join(home, 'published/damaged');
	mkdirSync(damaged, {recursive: true});
	writeFileSync(path.join(damaged, 'state.json'), '{');
	const server = serve('--mode', 'full', '--json', '--set', 'server.range=192.168.24.100-192.168.24.100', '--set', 'nodes=[{mac: "52:54:00:00:24:21"}, {mac: "52:54:00:00:24:22"}]');
	try {
		await server.until(/"event":"warning",.*"code":"range-too-small"/);
		await server.until(/"event":"warning","message":".*\/damaged\/state\.json.*"code":"published-unreadable"/);
		await server.until(/"event":"serving"/);
	} finally {
		rmSync(damaged, {recursive: true});
	}

	// Of this network only: others may be served beside it.
	await lab.run(String.raw`kill -9 $(pgrep --ns $$ --nslist net -f '^[^ ]*node .*cli\.mjs helper serve$')`);
	expect(await server.ended()).not.toBe(0);
	await expect.poll(listening, {timeout: 10_000}).toBe('');
});

test('nothing is left when it was stopped, and when it was killed', async () => {
	for (const signal of ['SIGINT', 'SIGKILL'] as const) {
		const server = serve('--mode', 'full', '--json');
		await server.until(/"event":"serving"/);
		expect(await listening()).not.toBe('');
		await server.stop(signal);
		await expect.poll(listening, {timeout: 10_000}).toBe('');
	}
});
