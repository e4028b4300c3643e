import {rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {serveOrders, type Carrying} from '../helper/serve-orders.ts';
import {probeDhcp} from '../host/dhcp-probe.ts';
import {readFirewall} from '../host/firewall.ts';
import {readPorts} from '../host/network.ts';
import {removeEmptied} from '../run/run-folder.ts';
import {startServices, type RunningServices} from '../run/supervisor.ts';
import {serveProtocol, type NetworkProbe, type ServeEvent, type ServeOrder} from './root-helper.ts';

type Started = {services: RunningServices; folder: string};

/** The hidden command `helper serve`: what runs as root. Told to stop, it stops what it started. */
export async function serveRootHelper(input: Readable, output: Writable): Promise<void> {
	const running: Started[] = [];
	try {
		await serveOrders({input, output}, serveProtocol, async (order, carrying) =>
			carryOut(order, running, carrying),
		);
	} finally {
		for (const {services, folder} of running.toReversed()) {
			await services.stop();
			await removeFolder(folder);
		}
	}
}

async function carryOut(order: ServeOrder, running: Started[], carrying: Carrying<ServeEvent>): Promise<unknown> {
	switch (order.do) {
		case 'probe-network': {
			return probeNetwork(order, carrying.signal);
		}

		case 'start': {
			running.push(await start(order, carrying));
			return undefined;
		}

		case 'watch': {
			return Promise.race([aborted(carrying.signal), ...running.map(async ({services}) => services.died)]);
		}

		case 'write': {
			if (!running.some(({folder}) => folder === order.folder)) {
				throw new TypeError(`nothing runs in ${order.folder}`);
			}

			return writeFile(path.join(order.folder, order.path), order.text);
		}
	}
}

async function start({services, folder}: OrderOf<'start'>, {emit, signal}: Carrying<ServeEvent>): Promise<Started> {
	// What a former one left, its leases above all, does not count.
	await rm(folder, {recursive: true, force: true});
	try {
		return {folder, services: await startServices(services, {
			folder, signal,
			onLine(service, line) {
				emit({event: 'line', service, line});
			},
		})};
	} catch (error) {
		await removeFolder(folder);
		throw error;
	}
}

type OrderOf<Name extends ServeOrder['do']> = Extract<ServeOrder, {do: Name}>;

async function aborted(signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		signal.addEventListener('abort', () => {
			resolve();
		}, {once: true});
	});
}

/** And what it lies in, as far as nobody else serves from there. */
async function removeFolder(folder: string): Promise<void> {
	await rm(folder, {recursive: true, force: true});
	await removeEmptied(path.dirname(folder));
}

/** Who answers on the network, which ports are taken, and what the firewall keeps closed. */
export async function probeNetwork(
	{interface: name, address, mac, ports}: OrderOf<'probe-network'>,
	signal?: AbortSignal,
): Promise<NetworkProbe> {
	const [answers, taken, firewall] = await Promise.all([
		probeDhcp({address, mac, seconds: 5, signal}).catch((error: unknown) => ({unknown: whyNot(error)})),
		readPorts(),
		readFirewall([...ports, probed], name),
	]);
	const closed = firewall.closed.filter(port => port !== probed);
	// Offers come to a port that nobody here opened a connection from: a firewall takes them for strangers.
	const isDeaf = closed.length < firewall.closed.length && Array.isArray(answers) && answers.length === 0;
	return {
		answers: isDeaf ? {unknown: `the firewall (${firewall.kind}) blocks the answers (UDP 68)`} : answers,
		ports: taken,
		firewall: {...firewall, closed},
	};
}

/** Where answers of DHCP servers arrive. */
const probed = '68/udp';

function whyNot(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	const known: Record<string, string> = {
		EACCES: 'only root may check (UDP 68)',
		EPERM: 'only root may check (UDP 68)',
		EADDRINUSE: 'the DHCP client of this machine uses UDP 68 exclusively',
		ENETUNREACH: 'the interface is not connected to a network',
	};
	return known[code ?? ''] ?? message;
}
