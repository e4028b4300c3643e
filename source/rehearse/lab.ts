import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {makeFolder} from '../files/make-folder.ts';
import {openSideFile, type SideFile} from '../files/side-file.ts';
import type {HttpRequest} from '../run/http-server.ts';
import {startServices, type RunningServices} from '../run/supervisor.ts';
import {cleanLine} from '../boots/console-text.ts';
import {readDnsmasqLine, readReport, readRequest, type BootFileAt, type Sighting} from '../boots/sightings.ts';
import {startNode, type Node} from './node.ts';
import type {LabEvent, LabSpec, NodeResult} from './types.ts';
import {ipv6Router, layWires} from './wires.ts';

/**
The rehearsal itself, from inside its namespaces: wires, services, machines, until every node is up or lost. What it
finds out it says by `emit`.
@returns what became of each machine
@throws where the private test network failed: nothing is known about the nodes then
*/
export async function runLab(
	spec: LabSpec,
	emit: (event: LabEvent) => void,
	signal: AbortSignal,
): Promise<NodeResult[]> {
	const nodes: Node[] = [];
	const see = (sighting: Sighting | undefined) => {
		if (sighting) {
			for (const node of nodes) {
				node.see(sighting);
			}
		}
	};

	const fileAt: BootFileAt = path =>
		path === spec.boot.kernel ? {file: 'kernel'} : (path === spec.boot.initrd ? {file: 'initrd'} : undefined);
	makeFolder(spec.folder);
	await layWires(spec.network, spec.machines.map(({tap}) => tap));
	const router = await ipv6Router(spec.network);
	const warn = (message: string) => {
		emit({event: 'warning', message});
	};

	const log = makeLogs(spec.folder, warn);
	const services = await startServices([...spec.services, ...(router ? [router] : [])], {
		folder: join(spec.folder, 'services'),
		signal,
		onLine(service, line) {
			log(service, cleanLine(line));
			see(readDnsmasqLine(line));
		},
		onRequest(request) {
			log('http', describeRequest(request));
			for (const node of nodes) {
				node.answered(request);
			}

			see(readRequest(request, fileAt));
		},
		onReport(report) {
			see(readReport(report));
		},
	});
	for (const {id} of spec.services) {
		emit({event: 'service', id, state: 'ready'});
	}

	const aborted = new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => {
			reject(new Error('The private test network was stopped.'));
		}, {once: true});
	});
	try {
		const alone = Promise.withResolvers<void>();
		nodes.push(...spec.machines.map(machine => startNode(machine, {spec, emit, alone: alone.promise})));
		const results = Promise.all(nodes.map(async node => {
			const result = await node.result;
			emit({event: 'node', result});
			return result;
		}));
		const left = spec.alone === undefined
			? undefined
			: leaveAlone(nodes, services, spec.alone, signal).then(alone.resolve);
		const [ended] = await Promise.race([Promise.all([results, left]), services.died, aborted]);
		return ended;
	} finally {
		await Promise.all(nodes.map(async node => node.off()));
		await services.stop();
	}
}

/** Once it is known of every node whether it is up: ends all services, and waits. */
async function leaveAlone(
	nodes: readonly Node[],
	services: RunningServices,
	seconds: number,
	signal: AbortSignal,
): Promise<void> {
	const up = await Promise.all(nodes.map(async ({settled}) => settled));
	if (!up.includes(true)) {
		return;
	}

	await services.stop();
	await sleep(seconds * 1000, undefined, {signal});
}

function makeLogs(folder: string, warn: (message: string) => void): (name: string, line: string) => void {
	const logs = new Map<string, SideFile>();
	return (name, line) => {
		const log = logs.get(name) ?? openSideFile(join(folder, `${name}.log`), warn);
		logs.set(name, log);
		log.write(line + '\n');
	};
}

function describeRequest({client, method, path, status, bytes, complete, seconds}: HttpRequest): string {
	return cleanLine(
		`${new Date().toISOString()} ${client} ${method} ${path} `
		+ `${status} ${bytes}${complete ? '' : ' (cut)'} ${seconds.toFixed(3)}s`,
	);
}
