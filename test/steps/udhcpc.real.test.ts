import {chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {networkLab, type NetworkLab} from '../serve/network-lab.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-udhcpc-'));
const script = `${folder}/udhcpc`;
let lab: NetworkLab;

beforeAll(async () => {
	lab = await networkLab();
	writeFileSync(`${folder}/resolv.conf`, '');
	copyFileSync('source/steps/rambox/udhcpc.sh', script);
	chmodSync(script, 0o755);
	// As on a node every program is BusyBox's; what is written to /etc stays here.
	await lab.run(`mkdir ${folder}/bin; busybox --install -s ${folder}/bin; mount --bind ${folder}/resolv.conf "$(readlink -f /etc/resolv.conf)"`);
});

afterAll(async () => {
	await lab.stop();
	rmSync(folder, {recursive: true});
});

/** The words that /init gives udhcpc to ask for more than it would by itself. */
const options = /(?: -O \d+)+/.exec(await readFile('source/steps/rambox/init.sh', 'utf8'))![0];

/** A router's DHCP server on a wire of its own, and what a node has that asked it. */
async function leaseOf(name: string, {address, pool, offers}: {address: string; pool: string; offers: string[]}) {
	const home = `${folder}/${name}`;
	await lab.run(`mkdir ${home}; ip netns add r-${name}; ip netns add n-${name}
		ip link add up-${name} netns r-${name} type veth peer name eth0 netns n-${name}
		ip -n r-${name} link set lo up; ip -n r-${name} link set up-${name} up; ip -n r-${name} address add ${address} dev up-${name}
		ip -n n-${name} link set lo up; ip -n n-${name} link set eth0 up`);
	writeFileSync(`${home}/conf`, ['port=0', `interface=up-${name}`, 'bind-interfaces', 'user=root', 'pid-file=', 'log-dhcp', 'no-ping', 'dhcp-authoritative', `dhcp-leasefile=${home}/leases`, pool, ...offers.map(offer => `dhcp-option=${offer}`), ''].join('\n'));
	const server = lab.start(['ip', 'netns', 'exec', `r-${name}`, 'dnsmasq', '--no-daemon', `--conf-file=${home}/conf`]);
	await server.until(/DHCP, /);
	// The kernel has given the card an address of the link by the time that DHCP is asked.
	const addresses = async () => (await lab.run(`ip -n n-${name} -6 address show dev eth0 scope link`)).match(/fe80:[\d:a-f]+/g) ?? [];
	await vi.waitUntil(async () => (await addresses()).length === 1, {timeout: 10_000});
	const node = `ip netns exec n-${name} env PATH=${folder}/bin`;
	const ask = async () => lab.run(`${node} udhcpc -i eth0 -n -q -f -t 5 -T 1 -s ${script}${options} >${home}/said 2>&1`);
	await ask();
	return {
		ask,
		ofLink: await addresses(),
		asked: server.lines.flatMap(line => line.split('requested options: ', 2)[1]?.split(', ') ?? []).map(option => Number(option.split(':', 1)[0])),
		routes: (await lab.run(`${node} ip route`)).trim().split('\n').map(line => line.trim()),
		resolv: await readFile(`${folder}/resolv.conf`, 'utf8'),
		mtu: (await lab.run(`${node} cat /sys/class/net/eth0/mtu`)).trim(),
		said: await readFile(`${home}/said`, 'utf8'),
		async reaches(target: string) {
			await lab.run(`${node} ping -c 1 -W 3 ${target}`);
		},
	};
}

test('a router that is on no network of the node is reached over the cable', async () => {
	const pool = 'dhcp-range=198.51.100.91,198.51.100.91,255.255.255.255,1h\nshared-network=up-vps,198.51.100.91';
	const lease = await leaseOf('vps', {address: '10.255.255.1/32', pool, offers: ['option:router,10.255.255.1', 'option:netmask,255.255.255.255']});
	expect(lease.routes).toContain('default via 10.255.255.1 dev eth0');
	expect(lease.routes).toContain('10.255.255.1 dev eth0 scope link');
	expect(lease.said).not.toContain('RTNETLINK');
	await lab.run('ip -n r-vps route add 198.51.100.91 dev up-vps; ip -n r-vps address add 203.0.113.1/32 dev lo');
	await lease.reaches('203.0.113.1');
});

test('MTU, search list and routes are asked for and used; with routes of option 121 the router of option 3 is none', async () => {
	const lease = await leaseOf('home', {
		address: '192.168.50.1/24', pool: 'dhcp-range=192.168.50.10,192.168.50.10,255.255.255.0,1h',
		offers: ['option:router,192.168.50.99', 'option:dns-server,192.168.50.1', 'option:domain-name,one.example', 'option:domain-search,lab.example,home.example', 'option:mtu,1400', '121,10.20.0.0/16,192.168.50.7,172.20.0.0/16,0.0.0.0,0.0.0.0/0,192.168.50.2'],
	});
	expect(lease.asked).toEqual(expect.arrayContaining([26, 119, 121, 249]));
	expect(lease.mtu).toBe('1400');
	expect(lease.resolv).toBe('search lab.example home.example\nnameserver 192.168.50.1\n');
	expect(lease.routes.toSorted()).toEqual([
		'10.20.0.0/16 via 192.168.50.7 dev eth0', '172.20.0.0/16 dev eth0 scope link', '192.168.50.0/24 dev eth0 scope link  src 192.168.50.10', 'default via 192.168.50.2 dev eth0',
	]);
	// The second lease finds all that is there already.
	await lease.ask();
});

test('an ordinary network: the router, the domain and the MTU of the card, and no route more', async () => {
	const lease = await leaseOf('plain', {address: '192.168.60.1/24', pool: 'dhcp-range=192.168.60.10,192.168.60.10,255.255.255.0,1h', offers: ['option:domain-name,one.example', 'option:mtu,68']});
	expect(lease.mtu).toBe('1500');
	// Without it systemd-networkd waits, and what waits for the network, two minutes.
	expect(lease.ofLink).toHaveLength(1);
	expect(lease.resolv).toMatch(/^search one\.example\n/);
	expect(lease.routes.toSorted()).toEqual(['192.168.60.0/24 dev eth0 scope link  src 192.168.60.10', 'default via 192.168.60.1 dev eth0']);
});

test('Microsoft\'s older number for the same routes', async () => {
	const lease = await leaseOf('old', {address: '192.168.70.1/24', pool: 'dhcp-range=192.168.70.10,192.168.70.10,255.255.255.0,1h', offers: ['option:router', '249,00:c0:a8:46:03']});
	expect(lease.routes).toContain('default via 192.168.70.3 dev eth0');
});

test.each([
	['ip=192.168.80.9::192.168.80.1:255.255.255.128:desk:eth0:off:192.168.80.1:9.9.9.9', ['192.168.80.0/25 dev eth0 scope link  src 192.168.80.9', 'default via 192.168.80.1 dev eth0'], 'nameserver 192.168.80.1\nnameserver 9.9.9.9\n', 'desk'],
	['ip=192.168.80.9', ['192.168.80.0/24 dev eth0 scope link  src 192.168.80.9'], '', ''],
	['ip=192.168.80.9:::::eth0:off', ['192.168.80.0/24 dev eth0 scope link  src 192.168.80.9'], '', ''],
])('by hand, as /init takes it: %s', async (word, routes, resolv, host) => {
	const init = await readFile('source/steps/rambox/init.sh', 'utf8');
	const body = `address_by_hand() {${init.split('\naddress_by_hand() {', 2)[1]!.split('\n}\n', 1)[0]!}\n}`;
	writeFileSync(`${folder}/by-hand`, `word() { echo '${word.slice('ip='.length)}'; }\nboot_card_first() { echo eth0; }\nwait_for_link() { :; }\n${body}\naddress_by_hand && ip route && hostname\n`);
	await lab.run('ip netns add by-hand; ip -n by-hand link add eth0 type veth peer name eth1; ip -n by-hand link set eth1 up');
	const said = await lab.run(`unshare --uts ip netns exec by-hand env PATH=${folder}/bin sh ${folder}/by-hand; ip netns del by-hand`);
	const lines = said.trim().split('\n').map(line => line.trim());
	expect(lines.slice(0, -1).toSorted()).toEqual(routes);
	expect(await readFile(`${folder}/resolv.conf`, 'utf8')).toBe(resolv);
	expect(lines.at(-1)).toMatch(host === '' ? /./ : new RegExp(`^${host}$`));
});
