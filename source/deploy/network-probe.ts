import type {NetworkProbe} from '../serve/root-helper.ts';
import type {Port} from '../services/types.ts';
import type {Journal} from './types.ts';

/**
What is around without what we ourselves deployed there earlier: neither our own server's answers nor our own ports are
in the way of a new deployment.
*/
export function withoutOurs(seen: NetworkProbe, journal: Journal | undefined): NetworkProbe {
	if (!journal) {
		return seen;
	}

	const {address: own, interface: name} = journal;
	return {
		...seen,
		answers: 'unknown' in seen.answers ? seen.answers : seen.answers.filter(({server}) => server !== own),
		ports: seen.ports.filter(({address, interface: its}) => address !== own && its !== name),
	};
}

/**
The kernel's NFS server, which shows no program, and the rpcbind beside it may serve others already: a folder more is no
second server.
*/
export function withoutNfs(seen: NetworkProbe): NetworkProbe {
	return {
		...seen,
		ports: seen.ports.filter(({number, program}) => number !== 111 && !(number === 2049 && program === undefined)),
	};
}

/** Of the kernel's NFS server. */
export const nfsPorts = (version: string): Port[] => [
	{protocol: 'tcp', number: 2049, use: 'NFS'},
	...(version === 'v3'
		? [
			{protocol: 'tcp' as const, number: 111, use: 'ports of the NFS server'},
			{protocol: 'udp' as const, number: 111, use: 'ports of the NFS server'},
		]
		: []),
];

/**
What the firewall is to let in: what it does not yet, and what it does because of us. Of a rule file of the machine's
own (nftables) nothing is changed.
*/
export function openingsFor(
	ports: readonly Port[],
	{firewall: {kind, closed}}: NetworkProbe,
	{interface: name, journal}: {interface: string; journal: Journal | undefined},
): Array<{firewall: 'firewalld' | 'ufw'; port: string}> {
	const wanted = ports.map(({protocol, number}) => `${number}/${protocol}`);
	const opened = (journal?.entries ?? []).flatMap(({change}) =>
		change.kind === 'opening' && change.interface === name && wanted.includes(change.port)
			? [{firewall: change.firewall, port: change.port}]
			: [],
	);
	const shut =
		kind === 'firewalld' || kind === 'ufw'
			? wanted
				.filter(port => closed.includes(port) && !opened.some(one => one.port === port))
				.map(port => ({firewall: kind, port}))
			: [];
	return [...opened, ...shut];
}
