import {createInterface} from 'node:readline';
import {rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {describeError, UserError} from '../errors.ts';
import {probeDhcp} from '../host/dhcp-probe.ts';
import {readFirewall} from '../host/firewall.ts';
import {readPorts} from '../host/network.ts';
import {removeEmptied} from '../run/run-folder.ts';
import {startServices, type RunningServices} from '../run/supervisor.ts';
import type {HandEvent, HandOrder, Seen} from './hand.ts';

/**
The hidden command `hand`: the one part of serving that runs as root. One order per line comes in, events go out. The input
stays open for as long as somebody serves; its end, on purpose or because the other side died, stops what was started.
*/
export async function serveHand(input: Readable, output: Writable): Promise<void> {
	const emit = (event: HandEvent) => {
		output.write(JSON.stringify(event) + '\n');
	};

	const running: Array<{services: RunningServices; folder: string}> = [];
	try {
		for await (const line of createInterface({input})) {
			await carryOut(JSON.parse(line) as HandOrder, running, emit);
		}
	} finally {
		for (const {services, folder} of running.toReversed()) {
			await services.stop();
			await removeFolder(folder);
		}
	}
}

async function carryOut(order: HandOrder, running: Array<{services: RunningServices; folder: string}>, emit: (event: HandEvent) => void): Promise<void> {
	try {
		if (order.do === 'look') {
			emit({event: 'seen', ...await seeAround(order)});
			return;
		}

		if (order.do === 'write') {
			if (!running.some(({folder}) => folder === order.folder)) {
				throw new TypeError(`nothing runs in ${order.folder}`);
			}

			await writeFile(path.join(order.folder, order.path), order.text);
			emit({event: 'ready'});
			return;
		}

		// What a former one left, its leases above all, does not count.
		await rm(order.folder, {recursive: true, force: true});
		const services = await startServices(order.services, {
			folder: order.folder,
			onLine(service, line) {
				emit({event: 'line', service, line});
			},
		}).catch(async (error: unknown) => {
			await removeFolder(order.folder);
			throw error;
		});
		running.push({services, folder: order.folder});
		services.died.catch((error: unknown) => {
			emit(problemOf(error));
		});
		emit({event: 'ready'});
	} catch (error) {
		emit(problemOf(error));
	}
}

/** And what it lies in, as far as nobody else serves from there. */
async function removeFolder(folder: string): Promise<void> {
	await rm(folder, {recursive: true, force: true});
	await removeEmptied(path.dirname(folder));
}

/** @param ports as `69/udp` */
export async function seeAround({interface: name, address, mac, ports}: {interface: string; address: string; mac: string; ports: string[]}): Promise<Seen> {
	const [answers, taken, firewall] = await Promise.all([
		probeDhcp({address, mac, seconds: 5}).catch((error: unknown) => ({unknown: whyNot(error)})),
		readPorts(),
		readFirewall([...ports, probed], name),
	]);
	const closed = firewall.closed.filter(port => port !== probed);
	// Offers come to a port that nobody here opened a connection from: a firewall takes them for strangers.
	const isDeaf = closed.length < firewall.closed.length && Array.isArray(answers) && answers.length === 0;
	return {answers: isDeaf ? {unknown: `the firewall (${firewall.kind}) keeps the answers from us (UDP 68)`} : answers, ports: taken, firewall: {...firewall, closed}};
}

/** Where answers of DHCP servers arrive. */
const probed = '68/udp';

function whyNot(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	const known: Record<string, string> = {
		EACCES: 'only root may ask (UDP 68)', EPERM: 'only root may ask (UDP 68)',
		EADDRINUSE: 'the DHCP client of this machine keeps UDP 68 to itself', ENETUNREACH: 'the interface does not reach any network',
	};
	return known[code ?? ''] ?? message;
}

function problemOf(error: unknown): HandEvent {
	const {lines} = describeError(error);
	return error instanceof UserError ? {event: 'problem', message: error.message, hints: error.hints} : {event: 'problem', message: lines.join('\n'), hints: []};
}
