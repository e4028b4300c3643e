import {execa} from 'execa';
import type {BootNetwork, Service} from '../services/types.ts';

/**
Lays the private network, in the namespace we are in: a bridge with the server's address and one tap in it for each
machine.
*/
export async function layWires(network: BootNetwork, taps: readonly string[]): Promise<void> {
	const bridge = network.interface;
	await ipBatch([
		'link set lo up',
		// An address of its own: otherwise a bridge takes the lowest of its ports, and changes it when a port comes or
		// goes.
		`link add ${bridge} address 02:52:41:4d:00:01 type bridge`,
		`address add ${network.address}/${prefixLength(network.netmask)} dev ${bridge}`,
		`link set ${bridge} up`,
		...taps.flatMap(tap => [`tuntap add ${tap} mode tap`, `link set ${tap} master ${bridge} up`]),
	]);
}

/**
The router of the imaginary network, which says that there is no way out over IPv6. iPXE asks for a router and waits
16 seconds for an answer before it goes on with IPv4. Nothing of what serves the nodes is in here.
Undefined on a machine without IPv6, where a boot just takes longer.
*/
export async function ipv6Router({interface: bridge}: BootNetwork): Promise<Service | undefined> {
	try {
		await ipBatch([`address add ${ipv6Prefix}1/64 dev ${bridge} nodad`]);
	} catch {
		return undefined;
	}

	const words = [
		'--no-daemon',
		'--conf-file=/dev/null',
		'--port=0',
		'--user=root',
		'--pid-file=',
		'--dhcp-leasefile={folder}/leases',
		`--interface=${bridge}`,
		'--bind-interfaces',
		'--enable-ra',
		`--dhcp-range=${ipv6Prefix},ra-only`,
		// The last number: lifetime as a router 0, so nobody sends anything there.
		`--ra-param=${bridge},0,0`,
	];
	return {
		id: 'ipv6-router', files: {}, copies: {},
		ports: [{protocol: 'udp', number: 547, use: 'router advertisements'}],
		process: {kind: 'program', argv: ['dnsmasq', ...words], ready: 'router advertisement enabled'},
	};
}

/** A unique local prefix (RFC 4193). */
const ipv6Prefix = 'fd72:616d:7374::';

export function prefixLength(netmask: string): number {
	return netmask
		.split('.')
		.map(part => Number(part).toString(2).replaceAll('0', '').length)
		.reduce((sum, ones) => sum + ones, 0);
}

async function ipBatch(lines: string[]): Promise<void> {
	await execa('ip', ['-batch', '-'], {input: lines.join('\n') + '\n'});
}
