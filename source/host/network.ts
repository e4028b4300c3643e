import {access, readFile, readdir} from 'node:fs/promises';
import {networkInterfaces} from 'node:os';
import {execa} from 'execa';
import type {Facts, Interface} from './types.ts';

/** All interfaces but the loopback, from /sys and /proc: `ip` may not be installed yet. */
export async function readInterfaces(): Promise<Interface[]> {
	const [names, routes, leased] = await Promise.all([readdir('/sys/class/net').catch(() => []), readFile('/proc/net/route', 'utf8').catch(() => ''), leasedInterfaces()]);
	const addresses = networkInterfaces();
	const withRoute = defaultRouteInterfaces(routes);
	return Promise.all(names.filter(name => name !== 'lo' && name !== 'bonding_masters').map(async name => ({
		name,
		mac: (await readFile(`/sys/class/net/${name}/address`, 'utf8').catch(() => '')).trim(),
		addresses: (addresses[name] ?? []).flatMap(({cidr}) => cidr ?? []),
		defaultRoute: withRoute.has(name),
		wireless: await access(`/sys/class/net/${name}/wireless`).then(() => true, () => false),
		leased: leased.has(name),
		carrier: (await readFile(`/sys/class/net/${name}/carrier`, 'utf8').catch(() => '0')).trim() === '1',
	})));
}

/** What has a DHCP client's address: `ip` calls it dynamic. */
async function leasedInterfaces(): Promise<Set<string>> {
	const {stdout} = await execa('ip', ['-oneline', '-4', 'address', 'show', 'dynamic'], {reject: false, stderr: 'ignore'});
	return new Set((stdout ?? '').split('\n').flatMap(line => /^\d+: (\S+)/.exec(line)?.[1] ?? []));
}

/** From /proc/net/route: the lines with destination and mask zero. */
export function defaultRouteInterfaces(routes: string): Set<string> {
	return new Set(routes.split('\n').slice(1).map(line => line.split('\t')).filter(fields => fields[1] === '00000000' && fields[7] === '00000000').map(fields => fields[0]!));
}

/** What listens here, as far as `ss` is there and lets us see. */
export async function readPorts(): Promise<Facts['ports']> {
	const {stdout} = await execa('ss', ['--no-header', '--listening', '--numeric', '--tcp', '--udp', '--processes'], {reject: false, stderr: 'ignore'});
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
		return [{protocol: match.protocol as 'udp' | 'tcp', address: match.address!, ...(match.interface && {interface: match.interface}), number: Number(match.number), ...(program && {program})}];
	});
}
