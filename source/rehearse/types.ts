import type {Firmware, Milestone} from '../strategies/types.ts';
import type {BootNetwork, Service} from '../services/types.ts';
import type {Fetch} from '../plan/forecast.ts';
import type {NodeState} from '../boots/node-state.ts';

export type Accelerator = 'tcg' | 'kvm';

/** Network cards QEMU can play, each with an iPXE ROM of its own. */
export const cards = ['virtio-net-pci', 'e1000', 'e1000e', 'rtl8139'] as const;
export type Card = (typeof cards)[number];

/** All that the child process in the lab is told. */
export type LabSpec = {
	network: BootNetwork;
	services: Service[];
	machines: LabMachine[];
	/** URL paths that mean a milestone when a node has fetched them. */
	boot: {kernel: string; initrd?: string | undefined};
	/** Milestones of the strategy, in order. */
	milestones: readonly Milestone[];
	/** Where consoles and logs go. */
	folder: string;
	/** Where it is kept what nodes say of their hardware, however the rehearsal ends. */
	reports: string;
	/** Seconds, counted once everything listens. */
	timeout: number;
	/** Seconds that nodes which are up are left without any service, to see whether they live on. */
	alone?: number | undefined;
};

export type LabMachine = {
	mac: string;
	firmware: Firmware;
	secureBoot?: true;
	memory: number;
	tap: string;
	argv: string[];
};

/** What the lab says while it runs. */
export type LabEvent =
	| {event: 'service'; id: string; state: 'ready'}
	| {event: 'milestone'; node: string; name: Milestone; seconds: number}
	| {event: 'console'; node: string; line: string}
	| {event: 'node'; result: NodeResult}
	/** Nothing failed, but somebody should know. */
	| {event: 'warning'; message: string};

export type NodeResult = {
	mac: string;
	firmware: Firmware;
	/** Its firmware started only what is signed. */
	secureBoot?: true;
	up: boolean;
	/** From switching on to `up`, or to giving up. */
	seconds: number;
	milestones: Partial<Record<Milestone, number>>;
	/** Absolute path of everything its serial console showed. */
	console: string;
	/** Absolute path of the list of its hardware. */
	hardware?: string;
	/** What it got, of a node that is up: files over HTTP in order, and the bytes of all protocols. */
	wire?: {fetches: Fetch[]; bytes: number};
	/** Whether it lived on when every service had stopped; it is not `up` if not. */
	alone?: {seconds: number; alive: boolean};
	/** Of a node that did not come up. */
	silence?: Silence;
} & Partial<NodeState>;

/** Why a node is taken for lost. */
export type Silence = {
	last: Milestone | 'none';
	/** One sentence: what the node says, or what ended the waiting. */
	reason: string;
	/** The last lines of its console. */
	tail: string[];
	/** Likeliest first. */
	causes: string[];
	/** What to do then. */
	hints: string[];
};

export type RehearsalResult = {ok: boolean; nodes: NodeResult[]};
