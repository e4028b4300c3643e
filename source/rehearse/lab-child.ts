import {startHelper} from '../helper/start-helper.ts';
import {inLab} from '../host/privilege.ts';
import {labProtocol} from './lab-protocol.ts';
import type {LabEvent, LabSpec, NodeResult} from './types.ts';

/**
Starts ourselves again as the first process of new namespaces and follows what it says. When that process ends, the
kernel ends all others in the namespace and removes bridge and taps with it; and it ends with us, even by kill -9.
@throws UserError the lab's own, or one that says how it ended; `signal.reason` when it was stopped
*/
export async function startLab(spec: LabSpec, {self, asRoot, signal, onEvent}: LabOptions): Promise<NodeResult[]> {
	const lab = startHelper(
		{
			argv: [...inLab(asRoot), ...self],
			isOurs: true,
			name: 'The private test network',
			patience,
			hints: [
				'ramstrap doctor',
				...(asRoot ? [] : ['run it as root: this machine may not let a user make namespaces']),
			],
		},
		labProtocol,
		event => {
			onEvent?.(event);
		},
	);
	const stop = () => {
		void lab.stop();
	};

	signal?.addEventListener('abort', stop, {once: true});
	try {
		// The lab keeps its own time; this is for a lab that hangs.
		return await lab.order({do: 'rehearse', spec}, {seconds: spec.timeout + (spec.alone ?? 0) + 120});
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	} finally {
		signal?.removeEventListener('abort', stop);
		await lab.stop();
	}
}

export type LabOptions = {
	/** How to start ourselves as the lab: program and arguments, the hidden command included. */
	self: string[];
	/** Whether we are root; otherwise a user namespace makes us so in the lab. */
	asRoot: boolean;
	signal?: AbortSignal;
	onEvent?: (event: LabEvent) => void;
};

/** Milliseconds a lab may take to end in good order. */
const patience = 5000;
