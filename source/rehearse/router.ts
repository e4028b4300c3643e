import {externalDhcp, type Directions} from '../services/external-dhcp.ts';
import type {BootNetwork, Service} from '../services/types.ts';
import {prefixLength} from './wires.ts';

/**
The router of the imaginary network, where the recipe leaves DHCP to one: a dnsmasq in a network namespace of its own,
at the other end of a cable that is plugged into the bridge. As a router at home does, it hands out addresses and knows
nothing of network boot; with `directions` it was told, in the very lines that are for a person to enter.
*/
export function routerService(
	{interface: bridge, netmask}: BootNetwork,
	{address, range, directions}: Router,
): Service {
	return {
		id: 'router',
		files: {
			'dnsmasq.conf': [
				'port=0',
				'interface=wan0',
				'bind-interfaces',
				'user=root',
				'pid-file=',
				'no-ping',
				'log-dhcp',
				'dhcp-authoritative',
				'dhcp-leasefile={folder}/leases',
				`dhcp-range=${range.from},${range.to},${netmask},1h`,
				...(directions ? externalDhcp(directions)[0]!.lines : []),
				'',
			].join('\n'),
			start: [
				'set -e',
				'ip link add lan0 type veth peer name wan0 address 02:52:41:4d:00:02',
				`ip link set lan0 master ${bridge} up`,
				'unshare --net sh "{folder}/inside" &',
				'child=$!',
				'trap "kill $child" TERM INT',
				// Until it has a namespace of its own the cable would be handed to ourselves.
				'until [ "$(readlink /proc/$child/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done',
				'ip link set wan0 netns $child',
				'wait $child',
				'',
			].join('\n'),
			inside: [
				'set -e',
				'for try in 1 2 3 4 5 6 7 8 9 10; do ip link show wan0 >/dev/null 2>&1 && break; sleep 0.1; done',
				'ip link set lo up',
				`ip address add ${address}/${prefixLength(netmask)} dev wan0`,
				'ip link set wan0 up',
				'exec dnsmasq --no-daemon --conf-file={folder}/dnsmasq.conf',
				'',
			].join('\n'),
		},
		copies: {},
		ports: [],
		process: {kind: 'program', argv: ['sh', '{folder}/start'], ready: 'DHCP, IP range'},
	};
}

export type Router = {
	address: string;
	range: {from: string; to: string};
	/** What somebody has entered there. */
	directions?: Directions;
};
