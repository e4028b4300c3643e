import {uefiFirst} from './boot-services.ts';
import type {Loaders} from './types.ts';

/** What somebody else's DHCP server must say so that nodes boot here. */
export type Directions = {
	/** Address of this machine. */
	server: string;
	/** Beginning of its URLs. */
	web: string;
	/** Subnet of the nodes, as `a.b.c.d/n`. */
	subnet: string;
} & Loaders;

export type DhcpProduct = {
	/** As its maker writes it. */
	name: string;
	/** Where it is entered. */
	place: string;
	lines: string[];
	/** What it cannot do, and what to do instead. */
	limit?: string;
};

/**
The very lines for each product. All say the same: iPXE, which names itself in option 77, gets our script; firmware gets
the loader for its architecture (option 93); UEFI that boots from HTTP gets a URL, and its class back. A server that
cannot tell iPXE from firmware would hand iPXE itself again, for ever.
*/
export function externalDhcp(directions: Directions): DhcpProduct[] {
	return [dnsmasq, openWrt, kea, iscDhcpd, opnSense, pfSense, mikroTik, uniFi].map(describe => describe(directions));
}

const script = ({web}: Directions): string => `${web}/boot.ipxe`;
const uefiFile = ({uefi, web}: Directions): string => uefiFirst(uefi, web).uefi;
const httpLoader = ({uefi, web}: Directions): string => uefiFirst(uefi, web).http;
const biosFile = ({bios}: Directions): string => bios === 'ipxe' ? 'undionly.kpxe' : 'lpxelinux.0';

/** PXELINUX goes on by itself: a ROM that is iPXE may load it, too. */
const biosTags = ({bios}: Directions): string => bios === 'ipxe' ? 'tag:bios,tag:!ipxe' : 'tag:bios';

function dnsmasqLines(directions: Directions): string[] {
	const {server, bios} = directions;
	return [
		'dhcp-match=set:bios,option:client-arch,0',
		'dhcp-match=set:uefi,option:client-arch,7',
		'dhcp-match=set:uefi,option:client-arch,9',
		'dhcp-match=set:uefi-http,option:client-arch,16',
		'dhcp-userclass=set:ipxe,iPXE',
		`dhcp-boot=${biosTags(directions)},${biosFile(directions)},,${server}`,
		`dhcp-boot=tag:uefi,tag:!ipxe,${uefiFile(directions)},,${server}`,
		`dhcp-boot=tag:uefi-http,tag:!ipxe,${httpLoader(directions)},,${server}`,
		'dhcp-option-force=tag:uefi-http,tag:!ipxe,option:vendor-class,HTTPClient',
		...(bios === 'ipxe' ? [`dhcp-boot=tag:bios,tag:ipxe,${script(directions)},,${server}`] : []),
		`dhcp-boot=tag:uefi,tag:ipxe,${script(directions)},,${server}`,
		`dhcp-boot=tag:uefi-http,tag:ipxe,${script(directions)},,${server}`,
	];
}

const dnsmasq = (directions: Directions): DhcpProduct => ({
	name: 'dnsmasq', place: 'a file in /etc/dnsmasq.d, then: systemctl restart dnsmasq',
	lines: dnsmasqLines(directions),
});

const openWrt = (directions: Directions): DhcpProduct => ({
	name: 'OpenWrt', place: '/etc/dnsmasq.conf, at its end, then: service dnsmasq restart',
	lines: dnsmasqLines(directions),
});

function kea(directions: Directions): DhcpProduct {
	const {server, bios} = directions;
	const isIpxe = 'substring(option[77].hex,0,4) == \'iPXE\'';
	const classes = [
		{
			name: 'ramstrap-ipxe',
			test: bios === 'ipxe' ? isIpxe : `${isIpxe} and not (option[93].hex == 0x0000)`,
			'next-server': server,
			'boot-file-name': script(directions),
		},
		{
			name: 'ramstrap-bios',
			test: `${bios === 'ipxe' ? `not (${isIpxe}) and ` : ''}option[93].hex == 0x0000`,
			'next-server': server,
			'boot-file-name': biosFile(directions),
		},
		{
			name: 'ramstrap-uefi',
			test: `not (${isIpxe}) and (option[93].hex == 0x0007 or option[93].hex == 0x0009)`,
			'next-server': server,
			'boot-file-name': uefiFile(directions),
		},
		{
			name: 'ramstrap-uefi-http',
			test: `not (${isIpxe}) and option[93].hex == 0x0010`,
			'boot-file-name': httpLoader(directions),
			'option-data': [{name: 'vendor-class-identifier', data: 'HTTPClient', 'always-send': true}],
		},
	];
	return {
		name: 'Kea', place: '"Dhcp4" in /etc/kea/kea-dhcp4.conf, then: systemctl restart kea-dhcp4-server',
		lines: [
			'"client-classes": [',
			...classes.map((one, index) => `  ${JSON.stringify(one)}${index < classes.length - 1 ? ',' : ''}`),
			']',
		],
	};
}

function iscDhcpd(directions: Directions): DhcpProduct {
	const {server, bios} = directions;
	const isIpxe = 'exists user-class and option user-class = "iPXE"';
	return {
		name: 'ISC dhcpd', place: '/etc/dhcp/dhcpd.conf, at its end, then: systemctl restart isc-dhcp-server',
		lines: [
			'option ramstrap-arch code 93 = unsigned integer 16;',
			`next-server ${server};`,
			`if ${bios === 'ipxe' ? '' : 'option ramstrap-arch != 00:00 and '}${isIpxe} {`,
			`  filename "${script(directions)}";`,
			'} elsif option ramstrap-arch = 00:07 or option ramstrap-arch = 00:09 {',
			`  filename "${uefiFile(directions)}";`,
			'} elsif option ramstrap-arch = 00:10 {',
			'  option vendor-class-identifier "HTTPClient";',
			`  filename "${httpLoader(directions)}";`,
			'} elsif option ramstrap-arch = 00:00 {',
			`  filename "${biosFile(directions)}";`,
			'}',
		],
	};
}

const opnSense = (directions: Directions): DhcpProduct => ({
	name: 'OPNsense', place: 'Services, DHCPv4, the interface, Network booting',
	lines: [
		'Enable network booting: yes',
		`Set next-server IP: ${directions.server}`,
		`Set default bios filename: ${biosFile(directions)}`,
		`Set x64 UEFI/EBC (64-bit) filename: ${uefiFile(directions)}`,
		`Set iPXE boot filename: ${script(directions)}`,
	],
	limit: 'If it uses Kea or dnsmasq for DHCP, these fields do not exist: use the lines for Kea or dnsmasq.',
});

const pfSense = (directions: Directions): DhcpProduct => ({
	name: 'pfSense', place: 'Services, DHCP Server, the interface, Network Booting',
	lines: [
		'Enable: yes',
		`Next Server: ${directions.server}`,
		'Default BIOS File Name: lpxelinux.0',
		`UEFI HTTPBoot URL: ${httpLoader(directions)}`,
	],
	limit: 'It cannot distinguish iPXE from firmware, so BIOS machines need server.bios: pxelinux in the recipe, and '
		+ 'UEFI machines --mode proxy.',
});

function mikroTik(directions: Directions): DhcpProduct {
	const {server, bios} = directions;
	const hexDigits = (letter: string) => letter.codePointAt(0)!.toString(16).padStart(2, '0');
	const hex = (text: string) => `0x${[...text].map(letter => hexDigits(letter)).join('')}`;
	const sets = [
		{
			name: 'ramstrap-ipxe',
			file: script(directions),
			matchers: bios === 'ipxe' ? [`code=77 value=${hex('iPXE')}`] : [],
		},
		{name: 'ramstrap-bios', file: biosFile(directions), matchers: ['code=93 value=0x0000']},
		{name: 'ramstrap-uefi', file: uefiFile(directions), matchers: ['code=93 value=0x0007', 'code=93 value=0x0009']},
	].filter(({matchers}) => matchers.length > 0);
	return {
		name: 'MikroTik',
		place: 'a terminal of RouterOS 7.4 or newer; replace dhcp1 and pool1 with the names of your server and pool',
		lines: [
			`/ip dhcp-server network set [find address="${directions.subnet}"] next-server=${server}`,
			...sets.flatMap(({name, file, matchers}) => [
				`/ip dhcp-server option add name=${name} code=67 value="s'${file}'"`,
				`/ip dhcp-server option sets add name=${name} options=${name}`,
				...matchers.map((matcher, index) =>
					`/ip dhcp-server matcher add name=${name}${index === 0 ? '' : `-${index + 1}`} server=dhcp1 `
					+ `address-pool=pool1 ${matcher} option-set=${name}`),
			]),
		],
		...(bios === 'pxelinux' && {limit: 'A BIOS machine with iPXE in its ROM gets PXELINUX; for UEFI machines use '
			+ 'server.bios: ipxe or --mode proxy.'}),
	};
}

const uniFi = (directions: Directions): DhcpProduct => ({
	name: 'UniFi', place: 'Settings, Networks, the network, DHCP, Network Boot',
	lines: [`Server: ${directions.server}`, 'Filename: lpxelinux.0'],
	limit: 'It supports only one file name: this one is for BIOS machines, with server.bios: pxelinux in the recipe. '
		+ 'For UEFI machines use --mode proxy.',
});
