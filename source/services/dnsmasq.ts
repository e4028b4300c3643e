import {toNumber} from '../recipe/network.ts';
import {architectures} from './architectures.ts';
import type {BiosLoader, BootNetwork, Dhcp, KnownNode, Service} from './types.ts';

/** DHCP as the network has it, and TFTP for the first stage, by one dnsmasq. */
export function dnsmasqService(network: BootNetwork, first: FirstStage): Service {
	const {mode} = network.dhcp;
	return {
		id: 'dnsmasq',
		// Dnsmasq overlooks names that begin with a dot; the file is there for its folder.
		files: {
			...(mode !== 'external' && {'hosts/.keep': ''}),
			'dnsmasq.conf': renderDnsmasq(network, first),
			...Object.fromEntries(Object.entries(first.texts).map(([path, text]) => [`tftp/${path}`, text])),
		},
		copies: Object.fromEntries(Object.entries(first.loaders).map(([name, path]) => [`tftp/${name}`, path])),
		process: {
			kind: 'program',
			// --no-daemon rather than --keep-in-foreground: the latter drops groups, which a user namespace
			// forbids (user_namespaces(7), setgroups).
			argv: [
				'dnsmasq',
				network.lab ? '--no-daemon' : '--keep-in-foreground',
				...(network.lab ? [] : ['--log-facility=-']),
				'--conf-file={folder}/dnsmasq.conf',
			],
			ready: 'dnsmasq-tftp.*TFTP root is',
		},
		ports: [
			...(mode === 'external' ? [] : [{protocol: 'udp' as const, number: 67, use: 'DHCP'}]),
			{protocol: 'udp', number: 69, use: 'TFTP'},
			...(mode === 'proxy'
				? [{protocol: 'udp' as const, number: 4011, use: 'network boot of UEFI machines'}]
				: []),
		],
	};
}

export type FirstStage = {
	/** URL of the script an iPXE that is already running goes on with. */
	script: string;
	bios: BiosLoader;
	/** URL below which pxelinux finds its own files. */
	pxelinux: string;
	/** Name of what UEFI machines load; and its URL for those that boot from HTTP. */
	uefi: string;
	http: string;
	/** What TFTP gives out: name → absolute path. */
	loaders: Record<string, string>;
	/** What else it gives out: name → text. */
	texts: Record<string, string>;
};

/** The whole configuration; dnsmasq reads no other. */
export function renderDnsmasq(network: BootNetwork, first: FirstStage): string {
	const {dhcp} = network;
	return lines([
		`# ${dhcp.mode === 'external' ? 'TFTP' : 'DHCP and TFTP'} for nodes without a disk. `
		+ 'Rendered by ramstrap; edit the recipe instead.',
		'# No DNS.',
		'port=0',
		`interface=${network.interface}`,
		'bind-interfaces',
		...(network.lab ? ['user=root'] : []),
		'pid-file=',
		'',
		...(dhcp.mode === 'external' ? [] : [
			...addresses(network),
			'log-dhcp',
			'',
			'# Which firmware is asking (option 93), and whether it is iPXE already (option 77).',
			...architectures
				.filter(({tag}) => tag)
				.map(({code, tag}) => `dhcp-match=set:${tag},option:client-arch,${code}`),
			'dhcp-userclass=set:ipxe,iPXE',
			'',
			'# What it loads first.',
			...(dhcp.mode === 'full' ? firstStage(first) : proxiedFirstStage(first, network)),
			'',
		]),
		'# Only the loaders; everything else goes over HTTP.',
		`enable-tftp=${network.interface}`,
		'tftp-root={folder}/tftp',
	]);
}

function addresses({dhcp, nodes, netmask, address}: BootNetwork): string[] {
	if (dhcp.mode === 'external') {
		return [];
	}

	const known = [
		...nodes.map(node => `dhcp-host=${hostLine(node, dhcp.mode)}`),
		'# Machines that become known later.',
		'dhcp-hostsdir={folder}/hosts',
	];
	const refusal = dhcp.unknown === 'refuse' ? ['# Known machines only.', 'dhcp-ignore=tag:!known'] : [];
	if (dhcp.mode === 'proxy') {
		return [
			'# Another server gives out addresses; this one only sends boot options, and only to machines that ask '
			+ 'for them.',
			`dhcp-range=${address},proxy,${netmask}`,
			...known,
			...refusal,
		];
	}

	return [
		'# Addresses.',
		`dhcp-range=${dhcp.range.from},${dhcp.range.to},${netmask},${dhcp.lease}`,
		'# By itself it stops at 1000 leases: all of the range, and machines with addresses of their own.',
		`dhcp-lease-max=${toNumber(dhcp.range.to) - toNumber(dhcp.range.from) + 1 + Math.max(1000, nodes.length)}`,
		'# Firmware, loader and system of one machine may name it differently (option 61), '
		+ 'and would take an address each.',
		'dhcp-ignore-clid',
		...known,
		...refusal,
		...(dhcp.gateway === undefined
			? ['# No way out of this network: without a value the option is not sent.']
			: []),
		`dhcp-option=option:router${dhcp.gateway === undefined ? '' : `,${dhcp.gateway}`}`,
		...(dhcp.dns.length > 0 ? [`dhcp-option=option:dns-server,${dhcp.dns.join(',')}`] : []),
		...(dhcp.rival ? ['# Another server also gives out addresses: its leases are not denied, and addresses in use '
			+ 'are not offered.'] : [
			'dhcp-authoritative',
			'# No other server gives out addresses here. Pinging each address first would delay machines by three '
			+ 'seconds: of 20 started at once some get no address.',
			'no-ping',
		]),
		'dhcp-leasefile={folder}/leases',
	];
}

/** A known machine, as dhcp-host and the files of dhcp-hostsdir have it. */
export function hostLine({mac, address, name}: KnownNode, mode: Dhcp['mode']): string {
	return (mode === 'full' ? [mac, address, name] : [mac]).filter(Boolean).join(',');
}

function firstStage({bios, script, pxelinux, uefi: file, http}: FirstStage): string[] {
	const uefi = [
		`dhcp-boot=tag:uefi,tag:ipxe,${script}`,
		`dhcp-boot=tag:uefi,tag:!ipxe,${file}`,
		'# UEFI that boots from HTTP wants to hear the name of that in option 60, and a whole URL (UEFI 2.10, 24.7).',
		`dhcp-boot=tag:uefi-http,tag:ipxe,${script}`,
		`dhcp-boot=tag:uefi-http,tag:!ipxe,${http}`,
		'dhcp-option-force=tag:uefi-http,tag:!ipxe,option:vendor-class,HTTPClient',
	];
	const files = bios === 'ipxe'
		? [`dhcp-boot=tag:bios,tag:ipxe,${script}`, 'dhcp-boot=tag:bios,tag:!ipxe,undionly.kpxe', ...uefi]
		: [
			'dhcp-boot=tag:bios,lpxelinux.0',
			'# Path prefix of pxelinux (RFC 5071); forced, because nobody asks for it.',
			`dhcp-option-force=tag:bios,210,${pxelinux}`,
			...uefi,
		];
	return [
		...files,
		'# iPXE would wait three seconds for another server that names a file (ipxe.org/cfg/no-pxedhcp).',
		'dhcp-option-force=tag:ipxe,encap:175,176,1b',
	];
}

/**
BIOS takes the boot file out of the very offer, as PXE 2.1 has it for a discovery control of 8, and dnsmasq sends that
when no service is listed for the architecture. UEFI does not: it is sent to port 4011, and dnsmasq names the file there
if there is exactly one service for the architecture (pxe_uefi_workaround in its rfc2131.c).
*/
function proxiedFirstStage({bios, script, uefi, http}: FirstStage, {address}: BootNetwork): string[] {
	const at = (tags: string, file: string) => `dhcp-boot=${tags},${file},,${address}`;
	return [
		...(bios === 'ipxe'
			? [at('tag:bios,tag:ipxe', script), at('tag:bios,tag:!ipxe', 'undionly.kpxe')]
			: [at('tag:bios', 'lpxelinux.0')]),
		at('tag:uefi,tag:ipxe', script),
		...architectures
			.filter(({tag}) => tag === 'uefi')
			.map(({code}) => `pxe-service=tag:!ipxe,${code},"Network boot by ramstrap",${uefi}`),
		'# Firmware that boots from HTTP asks under a name of its own, and gets it back in the answer.',
		'dhcp-pxe-vendor=PXEClient,HTTPClient',
		at('tag:uefi-http,tag:ipxe', script),
		at('tag:uefi-http,tag:!ipxe', http),
	];
}

function lines(all: string[]): string {
	return all.join('\n') + '\n';
}
