import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Fetch} from '../plan/forecast.ts';
import {isTestDownload} from '../services/test-download.ts';
import type {HttpRequest} from '../run/http-server.ts';
import {readConsoleLine, type Sighting} from '../boots/sightings.ts';
import {consoleName, openConsole} from './console-log.ts';
import {skipIpxeBanner} from './ipxe-banner.ts';
import {makeCaller} from './prompt.ts';
import {startQemu} from './qemu.ts';
import {trackNode} from './tracker.ts';
import type {LabEvent, LabMachine, LabSpec, NodeResult} from './types.ts';

/**
Switches a virtual machine on and follows it until it is up or lost, and where the spec says so until it was alone for a
while; then it is switched off.
*/
export function startNode(
	{mac, firmware, secureBoot, memory, tap, argv}: LabMachine,
	{spec, emit, alone}: LabContext,
): Node {
	const started = performance.now();
	const seconds = () => Math.round(performance.now() - started) / 1000;
	const over = Promise.withResolvers<{reason: string; ended?: true}>();
	const switchedOff = Promise.withResolvers<void>();
	const fetches: Fetch[] = [];
	const tracker = trackNode({
		mac, spec, emit, seconds,
		onSettled(reason) {
			over.resolve({reason});
		},
	});
	const serial = openConsole(join(spec.folder, consoleName(mac)), seconds, {
		onLine(line) {
			emit({event: 'console', node: mac, line});
			const sighting = readConsoleLine(mac, line);
			if (sighting) {
				tracker.see(sighting);
			}
		},
		warn(message) {
			emit({event: 'warning', message});
		},
	});
	const type = (text: string) => {
		qemu.type(text);
	};

	const caller = makeCaller(type);
	const skipBanner = skipIpxeBanner(type);
	let spoke = 0;
	const qemu = startQemu(argv, text => {
		spoke = seconds();
		serial.push(text);
		caller.hear(text);
		skipBanner(text);
	});
	const timer = setTimeout(over.resolve, spec.timeout * 1000, {reason: `not up within ${spec.timeout} s`});
	void qemu.gone.then(reason => {
		over.resolve({reason, ended: true});
	});

	const finish = async (): Promise<NodeResult> => {
		const {reason, ended = false} = await over.promise;
		clearTimeout(timer);
		const silent = seconds() - spoke;
		const result = {
			mac, firmware, ...(secureBoot && {secureBoot}), seconds: seconds(), console: serial.path,
		};
		const wire = {
			fetches: [...fetches],
			bytes: sentTo(tap, await readFile('/proc/net/dev', 'utf8').catch(() => '')),
		};
		const life = spec.alone !== undefined && tracker.isUp()
			? {seconds: spec.alone, alive: await isAlive()}
			: undefined;
		qemu.off();
		await qemu.gone;
		const console = await serial.close();
		const {milestones, state, hardware} = tracker.progress();
		const dead = life?.alive === false ? died(life.seconds) : undefined;
		const more = life && {alone: life};
		const facts = {ending: dead ?? reason, silent, console, memory, ended};
		return !dead && tracker.isUp()
			? {
				...result,
				up: true,
				seconds: Math.max(...Object.values(milestones)),
				milestones,
				wire,
				...state,
				...more,
				...await keepHardware(hardware, {mac, folder: spec.reports}),
			}
			: {
				...result,
				up: false,
				milestones,
				...more,
				silence: tracker.silence(facts),
			};
	};

	const isAlive = async () => Promise.race([
		(async () => {
			await alone;
			return caller.isAnswered();
		})(),
		Promise.race([qemu.gone, switchedOff.promise]).then(() => false),
	]);

	const result = finish();
	return {
		see: tracker.see,
		answered({client, method, path, complete, bytes, seconds: took}) {
			const isOfBoot = tracker.progress().addresses.includes(client) && !isTestDownload(path);
			if (isOfBoot && method === 'GET' && complete && bytes > 0) {
				fetches.push({began: seconds() - took, seconds: took, bytes});
			}
		},
		settled: over.promise.then(() => tracker.isUp()),
		result,
		async off() {
			over.resolve({reason: 'The machine powered off.'});
			switchedOff.resolve();
			await result;
		},
	};
}

export type Node = {
	see: (sighting: Sighting) => void;
	/** A request was answered, its or another's. */
	answered: (request: HttpRequest) => void;
	/** Whether it is up, once that is known. */
	settled: Promise<boolean>;
	result: Promise<NodeResult>;
	off(): Promise<void>;
};

type LabContext = {
	spec: LabSpec;
	emit: (event: LabEvent) => void;
	/** Resolves when all services have been gone for as long as the spec says. */
	alone: Promise<void>;
};

const died = (seconds: number) =>
	`The node was up, but its console did not answer ${seconds} seconds after all services had stopped.`;

/**
Bytes that went out on an interface.
@param devices what /proc/net/dev says; in /sys are the interfaces of another namespace
*/
export function sentTo(name: string, devices: string): number {
	const rows = devices.split('\n').map(line => line.trim().split(/[\s:]+/));
	const [, ...fields] = rows.find(([device]) => device === name) ?? [];
	return Number(fields[8] ?? 0);
}

/** A list that cannot be written is no reason to call a node lost. Nothing that a terminal would obey gets into it. */
async function keepHardware(
	body: string | undefined,
	{mac, folder}: {mac: string; folder: string},
): Promise<{hardware?: string}> {
	if (body === undefined) {
		return {};
	}

	const path = join(folder, `hardware-${mac.replaceAll(':', '-')}.txt`);
	const printable = body.replaceAll(/[^\n\x20-\x7E]/g, '').trimEnd();
	const text = `# What ${mac} reported about its hardware: drivers in use, then every modalias.\n${printable}\n`;
	return writeFile(path, text).then(() => ({hardware: path}), () => ({}));
}
