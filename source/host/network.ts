import {access, readFile, readdir} from 'node:fs/promises';
import {networkInterfaces} from 'node:os';
import {execa} from 'execa';
import type {Facts, Interface} from './types.ts';

/** All interfaces but the loopback, from /sys, /proc and `ip`, which may not be installed yet. */
export async function readInterfaces(): Promise<Interface[]> {
	const [names, routes, addresses] = await Promise.all([
		readdir('/sys/class/net').catch(() => []),
		readFile('/proc/net/route', 'utf8').catch(() => ''),
		readAddresses(),
	]);
	const withRoute = defaultRouteInterfaces(routes);
	return Promise.all(names.filter(name => name !== 'lo' && name !== 'bonding_masters').map(async name => ({
		name,
		mac: (await readFile(`/sys/class/net/${name}/address`, 'utf8').catch(() => '')).trim(),
		addresses: addresses.get(name)?.addresses ?? [],
		defaultRoute: withRoute.has(name),
		wireless: await access(`/sys/class/net/${name}/wireless`).then(() => true, () => false),
		leased: addresses.get(name)?.leased ?? false,
		carrier: (await readFile(`/sys/class/net/${name}/carrier`, 'utf8').catch(() => '0')).trim() === '1',
	})));
}

/**
Addresses by interface, as `a.b.c.d/n`. Node knows only those of interfaces that something is plugged
into, which will do where there is no `ip`.
*/
async function readAddresses(): Promise<Addresses> {
	const {stdout, failed} = await execa('ip', ['-oneline', 'address', 'show'], {reject: false, stderr: 'ignore'});
	return failed
		? new Map(Object.entries(networkInterfaces()).map(([name, all = []]) =>
			[name, {addresses: all.flatMap(({cidr}) => cidr ?? []), leased: false}]))
		: parseAddresses(stdout);
}

type Addresses = Map<string, Pick<Interface, 'addresses' | 'leased'>>;

/**
Lines such as `2: eth0    inet 192.168.1.7/24 brd 192.168.1.255 scope global dynamic eth0`;
what a DHCP client got is dynamic.
*/
export function parseAddresses(output: string): Addresses {
	const found: Addresses = new Map();
	for (const line of output.split('\n')) {
		const [, name, family, address] = /^\d+: (\S+)\s+(inet6?) (\S+)/.exec(line) ?? [];
		if (!name || !address) {
			continue;
		}

		const {addresses, leased} = found.get(name) ?? {addresses: [], leased: false};
		const isLeased = leased || (family === 'inet' && line.includes(' dynamic '));
		found.set(name, {addresses: [...addresses, address], leased: isLeased});
	}

	return found;
}

/** From /proc/net/route: the lines with destination and mask zero. */
export function defaultRouteInterfaces(routes: string): Set<string> {
	const lines = routes.split('\n').slice(1).map(line => line.split('\t'));
	return new Set(lines
		.filter(fields => fields[1] === '00000000' && fields[7] === '00000000')
		.map(fields => fields[0]!));
}

/** What listens here, as far as `ss` is there and lets us see. */
export async function readPorts(): Promise<Facts['ports']> {
	const {stdout} = await execa(
		'ss',
		['--no-header', '--listening', '--numeric', '--tcp', '--udp', '--processes'],
		{reject: false, stderr: 'ignore'},
	);
	return parsePorts(stdout ?? '');
}

/** Lines such as `udp UNCONN 0 0 0.0.0.0%br0:67 0.0.0.0:* users:(("dnsmasq",pid=12,fd=4))`. */
export function parsePorts(output: string): Facts['ports'] {
	return output.split('\n').flatMap(line => {
		const match = /^(?<protocol>udp|tcp)\s+\S+\s+\d+\s+\d+\s+\[?(?<address>[^\s%\]]+)\]?(?:%(?<interface>\S+?))?\]?:(?<number>\d+)\s/.exec(`${line} `)?.groups;
		if (!match) {
			return [];
		}

		const program = /users:\(\("([^"]+)"/.exec(line)?.[1];
		return [{
			protocol: match.protocol as 'udp' | 'tcp',
			address: match.address!,
			...(match.interface && {interface: match.interface}),
			number: Number(match.number),
			...(program && {program}),
		}];
	});
}
