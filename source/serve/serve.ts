import {readFileSync} from 'node:fs';
import {startServices} from '../run/supervisor.ts';
import type {HttpRequest} from '../run/http-server.ts';
import type {Service} from '../services/types.ts';
import type {Milestone} from '../strategies/types.ts';
import {readDnsmasqLine, readReport, readRequest, type Sighting} from '../rehearse/sightings.ts';
import {addBytes, seeBoot, type Boots} from './boots.ts';
import type {Hand} from './hand.ts';

export type ServeRequest = {
	/** Already asked what it sees. */
	hand: Hand;
	/** Registers who hears the lines of what the hand holds. */
	lines: (hear: (service: string, line: string) => void) => void;
	services: readonly Service[];
	/** URL paths of what the nodes boot. */
	boot: {kernel: string; initrd?: string | undefined};
	milestones: readonly Milestone[];
	/** Absolute paths: for what the hand's services read, which the users they become must be able to; and for ours. */
	folders: {hand: string; own: string};
	signal: AbortSignal;
	onEvent: (event: ServeEvent) => void;
	/** Is given all machines whenever something was seen of one. */
	onNodes: (nodes: Boots) => void;
};

export type ServeEvent =
	| {event: 'serving'}
	| {event: 'milestone'; node: string; name: Milestone; seconds: number};

/** Holds the services until it is told to stop: HTTP in this process, the rest in the hand that is root. */
export async function serve({hand, services, lines, boot, milestones, folders, signal, onEvent, onNodes}: ServeRequest): Promise<void> {
	let boots: Boots = new Map();
	const see = (sighting: Sighting | undefined) => {
		if (!sighting) {
			return;
		}

		const before = boots;
		boots = seeBoot(boots, sighting, {now: Date.now(), macOf: neighbour});
		onNodes(boots);
		for (const event of newMilestones(before, boots, milestones)) {
			onEvent(event);
		}
	};

	lines((_, line) => {
		see(readDnsmasqLine(line));
	});
	const isOurs = ({process}: Service) => process.kind === 'http';
	const http = await startServices(services.filter(service => isOurs(service)), {
		folder: folders.own, signal,
		onRequest(request: HttpRequest) {
			see(readRequest(request, boot));
			boots = addBytes(boots, request);
			onNodes(boots);
		},
		onReport(report) {
			see(readReport(report));
		},
	});
	try {
		await hand.start(services.filter(service => !isOurs(service)), folders.hand);
		onEvent({event: 'serving'});
		const stopped = new Promise<void>(resolve => {
			signal.addEventListener('abort', () => {
				resolve();
			}, {once: true});
		});
		await Promise.race([stopped, hand.died, http.died]);
	} finally {
		await hand.stop();
		await http.stop();
	}
}

function newMilestones(before: Boots, after: Boots, milestones: readonly Milestone[]): ServeEvent[] {
	return [...after].flatMap(([node, {progress}]) => milestones.flatMap(name => {
		const seconds = progress.milestones[name];
		return seconds === undefined || seconds === before.get(node)?.progress.milestones[name] ? [] : [{event: 'milestone' as const, node, name, seconds}];
	}));
}

/** Who has an address on this wire, from the kernel's table: it has just answered one who has. */
function neighbour(address: string): string | undefined {
	const rows = readFileSync('/proc/net/arp', 'utf8').split('\n').slice(1).map(row => row.split(/\s+/));
	const mac = rows.find(([its]) => its === address)?.[3];
	return mac === '00:00:00:00:00:00' ? undefined : mac;
}
