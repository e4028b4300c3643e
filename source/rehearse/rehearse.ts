import {rm} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {makeFolder} from '../files/make-folder.ts';
import {nodeOf} from '../recipe/nodes.ts';
import type {BootNetwork, Service} from '../services/types.ts';
import type {Firmware, Milestone} from '../strategies/types.ts';
import {startLab, type LabOptions} from './lab-child.ts';
import {nodeMacs, qemuArguments} from './machine.ts';
import type {Accelerator, Card, LabSpec, RehearsalResult} from './types.ts';

/**
Boots virtual machines over exactly the services given, in a network of their own, and says how far each came.
Throws when the lab could not be held, or `signal.reason` when it was stopped; a node that does not come up is a result.
Its folder is removed when all nodes came up, unless it is to be kept.
*/
export async function rehearse(request: RehearsalRequest): Promise<RehearsalResult> {
	request.signal?.throwIfAborted();
	const folder = resolve(request.folder);
	// Anew: what an earlier rehearsal kept, its leases above all, must not speak in this one.
	await rm(folder, {recursive: true, force: true});
	makeFolder(folder);
	const nodes = await startLab(labSpec(request, folder), request);
	const ok = nodes.length === request.nodes && nodes.every(({up}) => up);
	if (ok && !request.keep) {
		await rm(folder, {recursive: true, force: true});
	}

	return {ok, nodes};
}

export type RehearsalRequest = {
	/** Name of the recipe; the made-up addresses of the nodes come from it. */
	recipe: string;
	/** Its `interface` is the name the bridge in the lab gets. */
	network: BootNetwork;
	services: Service[];
	/** URL paths of what the nodes boot. */
	boot: {kernel: string; initrd?: string | undefined};
	/** Of the strategy, in order. */
	milestones: readonly Milestone[];
	nodes: number;
	firmware: Firmware;
	/** Its firmware starts only what is signed. */
	secureBoot?: boolean | undefined;
	/** It boots over HTTP from the beginning, not by PXE. */
	httpBoot?: boolean | undefined;
	/** MiB of each node of which nothing else is known. */
	memory: number;
	card?: Card;
	accelerator: Accelerator;
	/** Absolute paths. */
	qemu: string;
	ovmf?: {code: string; vars: string};
	/** Seconds a node may take. */
	timeout: number;
	/** For consoles and logs. Beside it the hardware of the nodes is kept. */
	folder: string;
	keep: boolean;
	/** Seconds that nodes which are up must live on without any service. */
	alone?: number;
} & LabOptions;

/** Of its machines, in order. */
export const macsOf = ({recipe, nodes, network}: RehearsalRequest): string[] =>
	nodeMacs(recipe, nodes, network.nodes.map(({mac}) => mac));

function labSpec(request: RehearsalRequest, folder: string): LabSpec {
	const {
		network, services, boot, milestones, timeout, firmware, memory, secureBoot, httpBoot, card = 'virtio-net-pci',
		accelerator, qemu, ovmf, alone,
	} = request;
	return {
		network, services, boot, milestones, timeout, alone, folder, reports: dirname(folder),
		machines: macsOf(request).map((mac, index) => {
			const tap = `tap${index}`;
			const own = nodeOf(network.nodes, mac)?.memory ?? memory;
			return {
				mac,
				firmware,
				...(secureBoot && {secureBoot}),
				memory: own,
				tap,
				argv: qemuArguments({
					qemu, firmware, secureBoot, httpBoot, ovmf, accelerator, memory: own, tap, mac, card,
				}),
			};
		}),
	};
}
