import type {HttpRequest} from '../run/http-server.ts';
import type {NodeReport} from '../run/http-report.ts';
import type {Milestone} from '../strategies/types.ts';
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
	| {saw: 'loader'}
	| {saw: 'missing-file'; path: string}
	/** `version`: which one, where there are several. */
	| {saw: 'kernel'; version?: string}
	| {saw: 'initrd'}
	/** The kernel says its first words. */
	| {saw: 'linux'}
	| {saw: 'milestone'; name: Milestone; body?: string}
	/** It says what is in it. */
	| {saw: 'hardware'; body: string}
	/** It says itself that it is lost. */
	| {saw: 'failure'; sentence: string}
);

/** Dnsmasq with `log-dhcp`; the forms are those of its log_packet() and tftp.c. */
export function readDnsmasqLine(line: string): Sighting | undefined {
	const [, turned, why] = /\b(?:DHCPDISCOVER|PXE)\([^)]*\) (?:[\d.]+ )?((?:[\da-f]{2}:){5}[\da-f]{2}) (?:proxy-)?(ignored|no address available)\b/.exec(line) ?? [];
	if (turned) {
		return {who: turned, saw: why === 'ignored' ? 'refused' : 'range-used-up'};
	}

	// An offer keeps no address: of machines that start at the same time two may be offered the same one (find_lease in dnsmasq's rfc2131.c).
	const outrun = /\bDHCPNAK\([^)]*\) [\d.]+ ((?:[\da-f]{2}:){5}[\da-f]{2}) address in use\b/.exec(line)?.[1];
	if (outrun) {
		return {who: outrun, saw: 'outrun'};
	}

	const [, verb, address, mac] = /\bDHCP(DISCOVER|ACK)\([^)]*\) (?:([\d.]+) )?((?:[\da-f]{2}:){5}[\da-f]{2})/.exec(line) ?? [];
	if (mac) {
		return verb === 'ACK' && address ? {who: mac, saw: 'lease', address} : {who: mac, saw: 'discover'};
	}

	// Beside another DHCP server we are asked what to boot, and only later by whom who has an address.
	const asked = /\bPXE\([^)]*\) (?:[\d.]+ )?((?:[\da-f]{2}:){5}[\da-f]{2})/.exec(line)?.[1];
	if (asked) {
		return {who: asked, saw: 'discover'};
	}

	const sent = /\btftp\S* sent \S.* to ([\d.]+)$/.exec(line)?.[1];
	if (sent) {
		return {who: sent, saw: 'loader'};
	}

	const [, path, client] = /\btftp\S* file (\S.*) not found for ([\d.]+)$/.exec(line) ?? [];
	return path && client ? {who: client, saw: 'missing-file', path} : undefined;
}

/** What a URL path is of a boot, if it is any. */
export type BootFileAt = (path: string) => {file: 'kernel' | 'initrd'; version?: string} | undefined;

/** A file counts once all of it was fetched. */
export function readRequest({client, method, path, status, complete}: HttpRequest, bootFileAt: BootFileAt): Sighting | undefined {
	if (method !== 'GET') {
		return undefined;
	}

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
		return file === 'kernel' ? {who: client, saw: file, ...(version !== undefined && {version})} : {who: client, saw: file};
	}

	return /\.ipxe$|\/pxelinux\.cfg\//.test(path) ? {who: client, saw: 'loader'} : undefined;
}

/** A clean line of a node's console. */
export function readConsoleLine(mac: string, line: string): Sighting | undefined {
	const [, milestone] = /\bramstrap: (init|network|image|verified|root|up)(?: \S+)?$/.exec(line) ?? [];
	if (milestone) {
		return {who: mac, saw: 'milestone', name: milestone as Milestone};
	}

	const [whole, own] = /\bramstrap: failed: (.+)$/.exec(line) ?? /(?<=\bramstrap: )a shell was asked for$/.exec(line) ?? /Kernel panic - not syncing: .+$/.exec(line) ?? [];
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

	return milestone === 'hardware' ? {who: mac, saw: 'hardware', body} : {who: mac, saw: 'milestone', name: milestone as Milestone, body};
}
