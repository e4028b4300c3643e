import {execa} from 'execa';
import {UserError, exitCodes} from '../errors.ts';
import {inLab} from '../host/privilege.ts';
import {endGroup} from '../run/process-group.ts';
import type {LabEvent, LabSpec, NodeResult} from './types.ts';

/**
Starts ourselves again as the first process of new namespaces and follows what it says. When that process ends, the
kernel ends all others in the namespace and removes bridge and taps with it; and it ends with us, even by kill -9.
*/
export async function startLab(spec: LabSpec, {self, asRoot, signal, onEvent}: LabOptions): Promise<NodeResult[]> {
	const heard: LabEvent[] = [];
	// A group of its own: Ctrl-C in the terminal is for us, who then end the lab in good order.
	const [program, ...words] = [...inLab(asRoot), ...self] as const;
	const child = execa(program, words, {
		detached: true, reject: false, stdin: 'pipe', buffer: {stdout: false, stderr: true},
	});
	let force: NodeJS.Timeout | undefined;
	const stop = () => {
		child.stdin.end();
		force ??= setTimeout(() => {
			endGroup(child.pid!, child).catch(() => undefined);
		}, patience);
	};

	// The lab keeps its own time; this is for a lab that hangs.
	const overdue = setTimeout(stop, (spec.timeout + (spec.alone ?? 0) + 120) * 1000);
	signal?.addEventListener('abort', stop, {once: true});
	child.stdin.on('error', () => undefined);
	child.stdin.write(JSON.stringify(spec) + '\n');
	for await (const line of child.iterable()) {
		const event = JSON.parse(line) as LabEvent;
		if (event.event !== 'console') {
			heard.push(event);
		}

		onEvent?.(event);
		if (event.event === 'end') {
			stop();
		}
	}

	const {stderr} = await child;
	clearTimeout(overdue);
	clearTimeout(force);
	signal?.removeEventListener('abort', stop);
	signal?.throwIfAborted();
	return readResults(heard, spec, brokenLab(stderr, asRoot));
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

function readResults(heard: readonly LabEvent[], {machines}: LabSpec, broken: UserError): NodeResult[] {
	const problem = heard.find(event => event.event === 'problem');
	if (problem) {
		throw new UserError(problem.message, problem.hints, exitCodes.notReady);
	}

	if (heard.at(-1)?.event !== 'end') {
		throw broken;
	}

	const results = heard.filter(event => event.event === 'node').map(({result}) => result);
	return machines.flatMap(({mac}) => results.filter(result => result.mac === mac));
}

function brokenLab(stderr: string, asRoot: boolean): UserError {
	const said = stderr.trim().split('\n').slice(-10);
	return new UserError(
		['The lab of the rehearsal, a private network, could not be made or broke off.', ...said.map(line => `  │ ${line}`)].join('\n'),
		asRoot ? ['ramstrap doctor'] : ['ramstrap doctor', 'run it as root: this machine may not let a user make namespaces'],
		exitCodes.notReady,
	);
}
