import {createWriteStream} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {finished} from 'node:stream/promises';
import {join} from 'node:path';
import {consoleReader} from './console-text.ts';
import {startQemu} from './qemu.ts';
import {readConsoleLine, type Sighting} from './sightings.ts';
import {trackNode} from './tracker.ts';
import type {LabEvent, LabMachine, LabSpec, NodeResult} from './types.ts';

/** Switches a virtual machine on and follows it until it is up or lost; then it is switched off. */
export function startNode({mac, firmware, memory, argv}: LabMachine, {spec, emit}: {spec: LabSpec; emit: (event: LabEvent) => void}): Node {
	const started = performance.now();
	const seconds = () => Math.round(performance.now() - started) / 1000;
	const over = Promise.withResolvers<{reason: string; ended?: true}>();
	const tracker = trackNode({
		mac, spec, emit, seconds,
		onSettled(reason) {
			over.resolve({reason});
		},
	});
	const serial = openConsole(join(spec.folder, `console-${mac.replaceAll(':', '-')}.log`), seconds, line => {
		emit({event: 'console', node: mac, line});
		const sighting = readConsoleLine(mac, line);
		if (sighting) {
			tracker.see(sighting);
		}
	});
	const qemu = startQemu(argv, serial.push);
	const timer = setTimeout(over.resolve, spec.timeout * 1000, {reason: `It was not up after ${spec.timeout} seconds.`});
	void qemu.gone.then(reason => {
		over.resolve({reason, ended: true});
	});

	const finish = async (): Promise<NodeResult> => {
		const {reason, ended = false} = await over.promise;
		clearTimeout(timer);
		const result = {mac, firmware, seconds: seconds(), console: serial.path};
		qemu.off();
		await qemu.gone;
		const tail = await serial.close();
		const {milestones, state, hardware} = tracker.progress();
		return tracker.isUp()
			? {...result, up: true, seconds: Math.max(...Object.values(milestones)), milestones, ...state, ...await keepHardware(hardware, {mac, folder: spec.reports})}
			: {...result, up: false, milestones, silence: tracker.silence({reason, tail, memory, ended})};
	};

	const result = finish();
	return {
		see: tracker.see,
		result,
		async off() {
			over.resolve({reason: 'It was switched off.'});
			await result;
		},
	};
}

export type Node = {see: (sighting: Sighting) => void; result: Promise<NodeResult>; off(): Promise<void>};

/** A list that cannot be written is no reason to call a node lost. Nothing that a terminal would obey gets into it. */
async function keepHardware(body: string | undefined, {mac, folder}: {mac: string; folder: string}): Promise<{hardware?: string}> {
	if (body === undefined) {
		return {};
	}

	const path = join(folder, `hardware-${mac.replaceAll(':', '-')}.txt`);
	const text = `# What ${mac} has said of its hardware: drivers in use, then every modalias.\n${body.replaceAll(/[^\n\x20-\x7E]/g, '').trimEnd()}\n`;
	return writeFile(path, text).then(() => ({hardware: path}), () => ({}));
}

/** The serial console: cleaned, written down with the seconds, and its last lines remembered. */
function openConsole(path: string, seconds: () => number, onLine: (line: string) => void) {
	const log = createWriteStream(path);
	const tail: string[] = [];
	const reader = consoleReader(line => {
		log.write(`${seconds().toFixed(1).padStart(6)} ${line}\n`);
		tail.push(line);
		tail.splice(0, tail.length - tailLength);
		onLine(line);
	});
	return {
		path,
		push: reader.push,
		async close() {
			reader.end();
			await finished(log.end());
			return tail;
		},
	};
}

const tailLength = 10;
