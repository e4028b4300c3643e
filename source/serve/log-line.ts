import {durationText} from '../report/duration.ts';
import {sizeText} from '../report/size.ts';
import {isTestDownload} from '../services/test-download.ts';
import type {HttpRequest} from '../run/http-server.ts';
import type {NodeReport} from '../run/http-report.ts';

/**
What a person wants to read of a line of a service: who it speaks to and what about. Of dnsmasq not its own number, nor
the rows in which it lists every option of every packet; of nfs-ganesha, which tells all about itself, what went wrong.
@returns nothing for a line that says nothing new
*/
export function shortLine(service: string, line: string): string | undefined {
	// `date : epoch : host : nfs-ganesha-<number>[<thread>] <function> :<component> :<level> :<text>`
	const [, component, level, event] = / : nfs-ganesha-\d+\[.*?\] \w+ :([^:]*) :([A-Z]+) :(.*)$/.exec(line) ?? [];
	if (level !== undefined) {
		const isTrouble =
			level === 'FATAL' || (['WARN', 'CRIT', 'MAJ'].includes(level) && !complaining.has(component!));
		return isTrouble ? `${service}: ${event!}` : undefined;
	}

	const text = line.replace(/^dnsmasq(?:-dhcp|-tftp)?\[\d+\]: /, '');
	if (service !== 'dnsmasq') {
		return `${service}: ${text}`;
	}

	const [, packet, rest] = /^(\d+ )?(.*)$/.exec(text)!;
	const isDetail = packet !== undefined && !/^(?:DHCP[A-Z]+|PXE)\(/.test(rest!);
	return isDetail || /^(?:started|compile time options|DHCP, sockets|TFTP root)/.test(rest!) ? undefined : rest!;
}

/**
Components of nfs-ganesha that complain at every start of what nobody here asks for: Kerberos, RADOS, a portmapper.
*/
const complaining: ReadonlySet<string> = new Set(['CONFIG', 'DISP', 'NFS CB', 'NFS STARTUP']);

/** Nothing for what a node says and downloads every few seconds while it tests itself. */
export function requestLine(request: HttpRequest): string | undefined {
	const {client, method, path: asked, status, bytes, complete, seconds} = request;
	if (status < 300 && (isTestDownload(asked) || asked.startsWith('/report/testing'))) {
		return undefined;
	}

	const path = asked.split('?', 1)[0]!;
	if (status >= 300) {
		return `${client} requested ${path}: ${status}`;
	}

	return method === 'POST'
		? `${client} reports ${path.split('/').at(-1)!}`
		: `${client} ${complete ? 'fetched' : 'broke off'} ${path}  ${sizeText(bytes)} in ${durationText(seconds, 1)}`;
}

/** What a node says of its own failure is worth a line; the rest stands in the table. */
export function reportLine({client, milestone, body}: NodeReport): string | undefined {
	return milestone === 'failed' ? `${client} failed: ${body}` : undefined;
}
