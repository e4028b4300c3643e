import * as z from 'zod';
import {asRootOptions} from '../helper/as-root.ts';
import type {Protocol} from '../helper/protocol.ts';
import {startHelper, type Helper} from '../helper/start-helper.ts';
import {probeOrder, probeSchema, type NetworkProbe} from '../serve/root-helper.ts';
import type {ProofResult} from './verify.ts';
import type {Change, Deployment, Item, Journal} from './types.ts';

/** What the root helper can be told. */
export type DeployOrder =
	| z.infer<typeof probeOrder>
	| {do: 'journals'}
	| {do: 'compare'; deployment: Deployment}
	| {do: 'apply'; deployment: Deployment}
	| {do: 'verify'; deployment: Deployment; mac: string; seconds: number}
	| {do: 'compare-undo'; recipe: string}
	| {do: 'undo'; recipe: string};

/** What it says meanwhile. */
export type DeployEvent =
	| {event: 'change'; change: Change; doing: 'make' | 'put back'}
	| {event: 'kept'; sentence: string}
	| {event: 'proof'; result: ProofResult};

export type DeployAnswers = {
	'probe-network': NetworkProbe; journals: Journal[]; compare: Item[]; apply: undefined;
	verify: ProofResult[]; 'compare-undo': Item[]; undo: undefined;
};

/** The part of deploying that runs as root, in a process of its own. */
export type DeployHelper = Helper<DeployOrder, DeployAnswers>;

/** As far as it can be seen whether something is one; what is in it was written by this same program. */
function shapeOf<T>(shape: z.ZodType): z.ZodType<T> {
	return z.custom<T>(value => shape.safeParse(value).success);
}

const recipe = z.string();
const change = shapeOf<Change>(z.looseObject({kind: z.string()}));
const changes = z.array(change);
const deployment = shapeOf<Deployment>(z.looseObject({recipe, changes, proofs: z.array(z.unknown())}));
const items = z.array(shapeOf<Item>(z.looseObject({change, state: z.string()})));
const proofResult = shapeOf<ProofResult>(z.looseObject({ok: z.boolean(), says: z.string()}));

export const deployProtocol: Protocol<DeployOrder, DeployEvent, DeployAnswers> = {
	orders: z.discriminatedUnion('do', [
		probeOrder,
		z.strictObject({do: z.literal('journals')}),
		z.strictObject({do: z.literal('compare'), deployment}),
		z.strictObject({do: z.literal('apply'), deployment}),
		z.strictObject({do: z.literal('verify'), deployment, mac: z.string(), seconds: z.number()}),
		z.strictObject({do: z.literal('compare-undo'), recipe}),
		z.strictObject({do: z.literal('undo'), recipe}),
	]),
	events: z.discriminatedUnion('event', [
		z.strictObject({event: z.literal('change'), change, doing: z.enum(['make', 'put back'])}),
		z.strictObject({event: z.literal('kept'), sentence: z.string()}),
		z.strictObject({event: z.literal('proof'), result: proofResult}),
	]),
	answers: {
		'probe-network': probeSchema, compare: items, apply: z.undefined(), verify: z.array(proofResult),
		'compare-undo': items, undo: z.undefined(),
		journals: z.array(shapeOf<Journal>(z.looseObject({recipe, entries: z.array(z.looseObject({change}))}))),
	},
};

/**
Starts ourselves again as root. It is never ended by force: told to stop, it ends between two changes.
@param self program and arguments, the hidden command included
*/
export function startDeployHelper({self, asRoot, onEvent}: {
	self: string[];
	asRoot: boolean;
	onEvent: (event: DeployEvent) => void;
}): DeployHelper {
	const options = asRootOptions(self, {asRoot, prompt: 'Deploying needs root. Password for %p: '});
	return startHelper(options, deployProtocol, onEvent);
}
