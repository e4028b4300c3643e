import {createWriteStream} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describeError, UserError} from '../errors.ts';
import type {HttpRequest} from '../run/http-server.ts';
import {startServices, type RunningServices} from '../run/supervisor.ts';
import {cleanLine} from './console-text.ts';
import {startNode, type Node} from './node.ts';
import {readDnsmasqLine, readReport, readRequest, type BootFileAt, type Sighting} from './sightings.ts';
import type {LabEvent, LabSpec} from './types.ts';
import {ipv6Router, layWires} from './wires.ts';

/**
The rehearsal itself, from inside its namespaces: wires, services, machines, until every node is up or lost.
What it finds out it says by `emit`; it throws nothing.
*/
export async function runLab(spec: LabSpec, emit: (event: LabEvent) => void, signal: AbortSignal): Promise<void> {
	try {
		await hold(spec, emit, signal);
	} catch (error) {
		if (!signal.aborted) {
			const [message = 'The lab failed.', ...more] = describeError(error).lines;
			emit({event: 'problem', message: error instanceof UserError ? message : [message, ...more].join('\n'), hints: error instanceof UserError ? error.hints : []});
		}
	}

	emit({event: 'end'});
}

async function hold(spec: LabSpec, emit: (event: LabEvent) => void, signal: AbortSignal): Promise<void> {
	const nodes: Node[] = [];
	const see = (sighting: Sighting | undefined) => {
		if (sighting) {
			for (const node of nodes) {
				node.see(sighting);
			}
		}
	};

	const fileAt: BootFileAt = path => path === spec.boot.kernel ? {file: 'kernel'} : (path === spec.boot.initrd ? {file: 'initrd'} : undefined);
	await mkdir(spec.folder, {recursive: true});
	await layWires(spec.network, spec.machines.map(({tap}) => tap));
	const router = await ipv6Router(spec.network);
	const log = await openLogs(spec.folder);
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
			reject(new Error('The lab was told to stop.'));
		}, {once: true});
	});
	try {
		const alone = Promise.withResolvers<void>();
		nodes.push(...spec.machines.map(machine => startNode(machine, {spec, emit, alone: alone.promise})));
		const results = nodes.map(async node => {
			emit({event: 'node', result: await node.result});
		});
		const ended = Promise.all([...results, spec.alone === undefined ? undefined : leaveAlone(nodes, services, spec.alone, signal).then(alone.resolve)]);
		await Promise.race([ended, services.died, aborted]);
	} finally {
		await Promise.all(nodes.map(async node => node.off()));
		await services.stop();
	}
}

/** Once it is known of every node whether it is up: ends all services, and waits. */
async function leaveAlone(nodes: readonly Node[], services: RunningServices, seconds: number, signal: AbortSignal): Promise<void> {
	const up = await Promise.all(nodes.map(async ({settled}) => settled));
	if (!up.includes(true)) {
		return;
	}

	await services.stop();
	await sleep(seconds * 1000, undefined, {signal});
}

async function openLogs(folder: string): Promise<(name: string, line: string) => void> {
	const logs = new Map<string, ReturnType<typeof createWriteStream>>();
	return (name, line) => {
		// A log that cannot be written (a full disk) must not end the rehearsal.
		const log = logs.get(name) ?? createWriteStream(join(folder, `${name}.log`)).on('error', () => undefined);
		logs.set(name, log);
		log.write(line + '\n');
	};
}

function describeRequest({client, method, path, status, bytes, complete, seconds}: HttpRequest): string {
	return cleanLine(`${new Date().toISOString()} ${client} ${method} ${path} ${status} ${bytes}${complete ? '' : ' (cut)'} ${seconds.toFixed(3)}s`);
}
