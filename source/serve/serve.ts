import {readFileSync} from 'node:fs';
import {UserError, exitCodes} from '../errors.ts';
import {whyNotListening} from '../report/system-error.ts';
import {bootFileAt} from '../publish/site.ts';
import {startHttpServer, type Find, type HttpServer} from '../run/http-server.ts';
import type {Service} from '../services/types.ts';
import type {Milestone} from '../strategies/types.ts';
import {dnsmasqReader, readReport, readRequest, type BootFileAt, type Sighting} from '../boots/sightings.ts';
import {addBytes, isCredible, seeBoot, type Boots} from '../boots/boots.ts';
import type {ServeHelper} from './root-helper.ts';
import {reportLine, requestLine, shortLine} from './log-line.ts';

export type ServeRequest = {
	/** Already asked what it sees. */
	helper: Pick<ServeHelper, 'order' | 'stop'>;
	/** Registers who hears the lines of the root helper's services. */
	lines: (hear: (service: string, line: string) => void) => void;
	/** Is given every line, and the same for a person where it is worth it. */
	onLine: (line: string, short: string | undefined) => void;
	/** What the root helper is to start. */
	services: readonly Service[];
	/** Where HTTP is served, and what. */
	http: {address: string; port: number; find: Find};
	/** Absolute path for what the root helper's services read, which the users they become must be able to. */
	folder: string;
	signal: AbortSignal;
	onEvent: (event: ServeEvent) => void;
	/** Is given all machines whenever something was seen of one. */
	onNodes: (nodes: Boots) => void;
};

export type ServeEvent =
	| {event: 'serving'}
	| {event: 'milestone'; node: string; name: Milestone; seconds: number};

/** Holds the services until it is told to stop: HTTP in this process, the rest in the root helper. */
export async function serve({
	helper,
	services,
	lines,
	http,
	folder,
	signal,
	onLine,
	onEvent,
	onNodes,
}: ServeRequest): Promise<void> {
	let boots: Boots = new Map();
	// However much is seen, it is drawn and written down ten times a second.
	let telling: NodeJS.Timeout | undefined;
	const tellNodes = () => {
		telling ??= setTimeout(() => {
			telling = undefined;
			onNodes(boots);
		}, 100);
	};

	const see = (sighting: Sighting | undefined) => {
		if (!sighting) {
			return;
		}

		const before = boots;
		boots = seeBoot(boots, sighting, {now: Date.now(), macOf: neighbour});
		tellNodes();
		for (const event of newMilestones(before, boots)) {
			onEvent(event);
		}
	};

	const readDnsmasq = dnsmasqReader();
	lines((service, line) => {
		onLine(line, shortLine(service, line));
		see(readDnsmasq(line));
	});
	const server = await startHttp(http, {
		onRequest(request) {
			onLine(JSON.stringify(request), requestLine(request));
			see(readRequest(request, fileOf));
		},
		onReport(report) {
			const credible = isCredible(report, boots, neighbour);
			// Whoever makes reports up would also fill the log.
			const {body, ...head} = report;
			onLine(
				credible
					? JSON.stringify(report)
					: `${JSON.stringify(head)} (ignored because that address does not belong to this machine; `
						+ `${body.length} characters omitted)`,
				credible ? reportLine(report) : undefined,
			);
			see(credible ? readReport(report) : undefined);
		},
	});
	const meter = setInterval(() => {
		for (const traffic of server.progress()) {
			boots = addBytes(boots, {...traffic, now: Date.now()});
		}

		onNodes(boots);
	}, 500);
	try {
		signal.throwIfAborted();
		await helper.order({do: 'start', services: [...services], folder});
		signal.throwIfAborted();
		onEvent({event: 'serving'});
		const stopped = new Promise<void>(resolve => {
			signal.addEventListener('abort', () => {
				resolve();
			}, {once: true});
		});
		await Promise.race([stopped, helper.order({do: 'watch'})]);
	} finally {
		clearInterval(meter);
		clearTimeout(telling);
		onNodes(boots);
		await helper.stop();
		await server.close();
	}
}

async function startHttp(
	{address, port, find}: ServeRequest['http'],
	listener: Parameters<typeof startHttpServer>[2],
): Promise<HttpServer> {
	try {
		return await startHttpServer({address, port}, find, listener);
	} catch (error) {
		throw new UserError(
			`The HTTP server cannot listen on ${address}:${port}: ${whyNotListening(error)}.`,
			[`ss -ltnp sport = :${port}   shows which program does`],
			exitCodes.notReady,
		);
	}
}

const fileOf: BootFileAt = path => {
	const found = bootFileAt(path);
	return found && {file: found.file, version: `${found.recipe}/${found.version}`};
};

function newMilestones(before: Boots, after: Boots): ServeEvent[] {
	return after
		.entries()
		.filter(([node, boot]) => before.get(node) !== boot)
		.flatMap(([node, {began, progress: {milestones}}]) => {
			const known = before.get(node);
			const old = known?.began === began ? known.progress.milestones : {};
			return Object.entries(milestones)
				.filter(([name]) => !Object.hasOwn(old, name))
				.map(([name, seconds]): ServeEvent => ({
					event: 'milestone',
					node,
					name: name as Milestone,
					seconds,
				}));
		})
		.toArray();
}

/** Who has an address on this wire, from the kernel's table: it has just answered one who has. */
function neighbour(address: string): string | undefined {
	const rows = readFileSync('/proc/net/arp', 'utf8').split('\n').slice(1).map(row => row.split(/\s+/));
	const mac = rows.find(([its]) => its === address)?.[3];
	return mac === '00:00:00:00:00:00' ? undefined : mac;
}
