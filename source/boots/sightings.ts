import type {HttpRequest} from '../run/http-server.ts';
import type {NodeReport} from '../run/http-report.ts';
import type {Milestone} from '../strategies/types.ts';
import {architectures} from '../services/architectures.ts';
import {isTestDownload} from '../services/test-download.ts';
import {cleanLine} from './console-text.ts';

/** One thing that was seen of one node, wherever it was seen. `who`: the node's MAC or its IPv4 address. */
export type Sighting = {who: string} & (
	| {saw: 'lease'; address: string}
	| {saw: 'discover'}
	/** It asked, and gets no answer on purpose: it is not among the known machines. */
	| {saw: 'refused'}
	/** It asked, and there is no address left. */
	| {saw: 'range-used-up'}
	/** It wanted the address it was offered, and another machine was faster. */
	| {saw: 'outrun'}
	/** What its firmware is, and whether it is iPXE that asks for an address. */
	| {saw: 'firmware'; firmware: 'bios' | 'uefi'; isIpxe: boolean}
	/** `signed`: one that starts with Secure Boot on. */
	| {saw: 'loader'; firmware?: 'bios' | 'uefi'; signed?: true}
	/** What the loader goes on with: it runs. */
	| {saw: 'menu'}
	| {saw: 'missing-file'; path: string}
	/** `version`: which one, where there are several; `card` and `memory`, in MiB: what iPXE knows of the machine. */
	| {saw: 'kernel'; version?: string; card?: string; memory?: number}
	| {saw: 'initrd'}
	/** The kernel says its first words. */
	| {saw: 'linux'}
	| {saw: 'milestone'; name: Milestone; body?: string}
	/** It tests its hardware: how far it is. */
	| {saw: 'testing'; sentence: string}
	/** It says what is in it. */
	| {saw: 'hardware'; body: string}
	/** It says itself that it is lost. */
	| {saw: 'failure'; sentence: string}
);

/** Reads the lines of one dnsmasq, one after the other: the tags of a packet stand below the line that has its MAC. */
export function dnsmasqReader(): (line: string) => Sighting | undefined {
	let last: {packet: string; mac: string} | undefined;
	return line => {
		const [, packet, rest = ''] = /dnsmasq-dhcp\S* (\d+) (.*)$/.exec(line) ?? [];
		const mac = /^(?:DHCP(?:DISCOVER|REQUEST)|PXE)\(.*((?:[\da-f]{2}:){5}[\da-f]{2})/.exec(rest)?.[1];
		if (packet !== undefined && mac !== undefined) {
			last = {packet, mac};
		}

		const tags = rest.startsWith('tags: ') && packet === last?.packet ? rest.slice(6).split(', ') : [];
		const firmware = architectures.find(({tag}) => tag !== undefined && tags.includes(tag))?.tag;
		return firmware ? {
			who: last!.mac,
			saw: 'firmware',
			firmware: firmware === 'bios' ? firmware : 'uefi',
			isIpxe: tags.includes('ipxe'),
		} : readDnsmasqLine(line);
	};
}

/** Dnsmasq with `log-dhcp`; the forms are those of its log_packet() and tftp.c. */
export function readDnsmasqLine(line: string): Sighting | undefined {
	const [, turned, why] =
		/\b(?:DHCPDISCOVER|PXE)\([^)]*\) (?:[\d.]+ )?((?:[\da-f]{2}:){5}[\da-f]{2}) (?:proxy-)?(ignored|no address available)\b/.exec(line) ?? [];
	if (turned) {
		return {who: turned, saw: why === 'ignored' ? 'refused' : 'range-used-up'};
	}

	// An offer keeps no address: of machines that start at the same time two may be offered the same one
	// (find_lease in dnsmasq's rfc2131.c).
	const outrun = /\bDHCPNAK\([^)]*\) [\d.]+ ((?:[\da-f]{2}:){5}[\da-f]{2}) address in use\b/.exec(line)?.[1];
	if (outrun) {
		return {who: outrun, saw: 'outrun'};
	}

	const [, verb, address, mac] =
		/\bDHCP(DISCOVER|ACK)\([^)]*\) (?:([\d.]+) )?((?:[\da-f]{2}:){5}[\da-f]{2})/.exec(line) ?? [];
	if (mac) {
		return verb === 'ACK' && address ? {who: mac, saw: 'lease', address} : {who: mac, saw: 'discover'};
	}

	// Beside another DHCP server we are asked what to boot, and only later by whom who has an address.
	const asked = /\bPXE\([^)]*\) (?:[\d.]+ )?((?:[\da-f]{2}:){5}[\da-f]{2})/.exec(line)?.[1];
	if (asked) {
		return {who: asked, saw: 'discover'};
	}

	const [, sent, to] = /\btftp\S* sent (\S.*) to ([\d.]+)$/.exec(line) ?? [];
	if (sent && to) {
		return readLoader(to, sent);
	}

	const [, path, client] = /\btftp\S* file (\S.*) not found for ([\d.]+)$/.exec(line) ?? [];
	return path && client && !asksInVain.test(path) ? {who: client, saw: 'missing-file', path} : undefined;
}

/** What loaders ask for and do well without: shim, GRUB, and PXELINUX on its way from its own names to `default`. */
const asksInVain = /\/(?:revocations_\w+|shim_certificate_\d)\.efi$|\/\w+-efi\/\w+\.lst$|\/pxelinux\.cfg\/(?!default$)/;

/** What a URL path is of a boot, if it is any. */
export type BootFileAt = (path: string) => {file: 'kernel' | 'initrd'; version?: string} | undefined;

/** A file counts once all of it was fetched. */
export function readRequest(
	{client, method, path: asked, status, complete}: HttpRequest,
	bootFileAt: BootFileAt,
): Sighting | undefined {
	if (method !== 'GET' || isTestDownload(asked)) {
		return undefined;
	}

	const [path = '', query = ''] = asked.split('?', 2);
	const found = bootFileAt(path);
	if (status === 404) {
		// Loaders ask for many names that need not exist; only what the menus point to must.
		return found && {who: client, saw: 'missing-file', path};
	}

	if (!complete || status >= 300) {
		return undefined;
	}

	if (found) {
		const {file, version} = found;
		return file === 'kernel'
			? {who: client, saw: file, ...(version !== undefined && {version}), ...readMachine(query)}
			: {who: client, saw: file};
	}

	return path.endsWith('.efi') || menus.test(path) ? readLoader(client, path) : undefined;
}

/** Of iPXE, of PXELINUX, and of GRUB. */
const menus = /\.ipxe$|\/pxelinux\.cfg\/|\/grub\/menu\.cfg$|\.grub$/;

/** By whichever protocol it came. */
function readLoader(who: string, path: string): Sighting {
	if (menus.test(path)) {
		return {who, saw: 'menu'};
	}

	const firmware = path.endsWith('.efi')
		? 'uefi'
		: (/\/(?:undionly\.kpxe|l?pxelinux\.0)/.test(path) ? 'bios' : undefined);
	return {who, saw: 'loader', ...(firmware && {firmware}), ...(/\/shim\w*\.efi$/.test(path) && {signed: true})};
}

/** The query that our menu for iPXE sends along; what iPXE does not know is empty there. */
function readMachine(query: string): {card?: string; memory?: number} {
	const parameters = new URLSearchParams(query);
	const [, vendor, device] = /^01([\da-f]{4})([\da-f]{4})$/.exec(parameters.get('card') ?? '') ?? [];
	const memory = sumOfSlots(parameters.get('memory') ?? '');
	return {...(vendor !== undefined && {card: `${vendor}:${device}`}), ...(memory !== undefined && {memory})};
}

/**
SMBIOS 3.7, 7.18.5: the size of one memory device, in MiB, or in KiB with the highest bit; 0 is an empty slot. FFFF is
one whose size nobody knows, 7FFF one of 32 GiB or more. In the order of its bytes.
*/
function sumOfSlots(text: string): number | undefined {
	const sizes = text.split('-').filter(Boolean).map(slot => Number.parseInt(slot.slice(2) + slot.slice(0, 2), 16));
	const total = sizes.reduce((sum, size) => sum + (size >= 0x80_00 ? Math.floor((size - 0x80_00) / 1024) : size), 0);
	return total === 0 || sizes.some(size => size === 0xFF_FF || Number.isNaN(size)) ? undefined : total;
}

/** A clean line of a node's console. */
export function readConsoleLine(mac: string, line: string): Sighting | undefined {
	const [, milestone] = /\bramstrap: (init|network|image|verified|root|up)(?: \S+)?$/.exec(line) ?? [];
	if (milestone) {
		return {who: mac, saw: 'milestone', name: milestone as Milestone};
	}

	const [whole, own] = /\bramstrap: failed: (.+)$/.exec(line)
		?? /(?<=\bramstrap: )a shell was requested$/.exec(line)
		?? /(?<=^error: )bad shim signature/.exec(line)
		?? /VFS: Unable to mount root fs via NFS|Kernel panic - not syncing: .+$/.exec(line)
		?? [];
	const sentence = own ?? whole;
	if (sentence !== undefined) {
		return {who: mac, saw: 'failure', sentence};
	}

	return /\bLinux version \d/.test(line) ? {who: mac, saw: 'linux'} : undefined;
}

export function readReport({mac, milestone, body}: NodeReport): Sighting {
	if (milestone === 'failed') {
		return {who: mac, saw: 'failure', sentence: cleanLine(body)};
	}

	if (milestone === 'testing') {
		return {who: mac, saw: 'testing', sentence: cleanLine(body)};
	}

	return milestone === 'hardware'
		? {who: mac, saw: 'hardware', body}
		: {who: mac, saw: 'milestone', name: milestone as Milestone, body};
}
