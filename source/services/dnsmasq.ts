import {architectures} from './architectures.ts';
import type {BiosLoader, BootNetwork, Service} from './types.ts';

/** DHCP for a network of our own, and TFTP for the first stage, by one dnsmasq. */
export function dnsmasqService(network: BootNetwork, first: FirstStage): Service {
	return {
		id: 'dnsmasq',
		files: {'dnsmasq.conf': renderConfiguration(network, first)},
		copies: Object.fromEntries(Object.entries(first.loaders).map(([name, path]) => [`tftp/${name}`, path])),
		process: {
			kind: 'program',
			// --no-daemon rather than --keep-in-foreground: the latter drops groups, which a user namespace forbids (user_namespaces(7), setgroups).
			argv: ['dnsmasq', '--no-daemon', '--conf-file={folder}/dnsmasq.conf'],
			ready: 'dnsmasq-tftp.*TFTP root is',
		},
		ports: [
			{protocol: 'udp', number: 67, use: 'DHCP'},
			{protocol: 'udp', number: 69, use: 'TFTP'},
		],
	};
}

export type FirstStage = {
	/** URL of the script an iPXE that is already running goes on with. */
	script: string;
	bios: BiosLoader;
	/** URL below which pxelinux finds its own files. */
	pxelinux: string;
	/** What TFTP gives out: name → absolute path. */
	loaders: Record<string, string>;
};

function renderConfiguration(network: BootNetwork, first: FirstStage): string {
	return lines([
		'# DHCP and TFTP for nodes without a disk. Rendered by ramstrap; edit the recipe instead.',
		'# No DNS.',
		'port=0',
		`interface=${network.interface}`,
		'bind-interfaces',
		'user=root',
		'pid-file=',
		'',
		'# Addresses.',
		`dhcp-range=${network.range.from},${network.range.to},${network.netmask},1h`,
		...network.nodes.map(({mac, name, address}) => `dhcp-host=${[mac, address, name].filter(Boolean).join(',')}`),
		'dhcp-authoritative',
		'# Nobody else hands out addresses here, and asking around first costs every node three seconds.',
		'no-ping',
		'dhcp-leasefile={folder}/leases',
		'log-dhcp',
		'',
		'# Which firmware is asking (option 93), and whether it is iPXE already (option 77).',
		...architectures.filter(({tag}) => tag).map(({code, tag}) => `dhcp-match=set:${tag},option:client-arch,${code}`),
		'dhcp-userclass=set:ipxe,iPXE',
		'',
		'# What it loads first.',
		...firstStage(first),
		'',
		'# Only the loaders; everything else goes over HTTP.',
		`enable-tftp=${network.interface}`,
		'tftp-root={folder}/tftp',
	]);
}

function firstStage({bios, script, pxelinux}: FirstStage): string[] {
	const uefi = [`dhcp-boot=tag:uefi,tag:ipxe,${script}`, 'dhcp-boot=tag:uefi,tag:!ipxe,ipxe.efi'];
	return bios === 'ipxe'
		? [`dhcp-boot=tag:bios,tag:ipxe,${script}`, 'dhcp-boot=tag:bios,tag:!ipxe,undionly.kpxe', ...uefi]
		: [
			'dhcp-boot=tag:bios,lpxelinux.0',
			'# Path prefix of pxelinux (RFC 5071); forced, because nobody asks for it.',
			`dhcp-option-force=tag:bios,210,${pxelinux}`,
			...uefi,
		];
}

function lines(all: string[]): string {
	return all.join('\n') + '\n';
}
