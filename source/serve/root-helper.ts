import * as z from 'zod';
import {asRootOptions} from '../helper/as-root.ts';
import type {Protocol} from '../helper/protocol.ts';
import {startHelper, type Helper} from '../helper/start-helper.ts';
import type {Answer} from '../host/dhcp-probe.ts';
import type {Firewall} from '../host/firewall.ts';
import type {ListeningPort} from '../host/types.ts';
import type {Service} from '../services/types.ts';

const text = z.string();

/** `ports` as `69/udp`. */
export const probeOrder = z.strictObject({
	do: z.literal('probe-network'), interface: text, address: text, mac: text, ports: z.array(text),
});

export type NetworkProbe = {answers: readonly Answer[] | {unknown: string}; ports: ListeningPort[]; firewall: Firewall};

const offer = z.object({
	server: text, address: text.optional(), boot: z.object({server: text.optional(), file: text.optional()}).optional(),
	pxe: z.boolean(), seconds: z.number(),
});

export const probeSchema: z.ZodType<NetworkProbe> = z.object({
	answers: z.union([z.array(offer), z.object({unknown: text})]),
	ports: z.array(z.object({
		protocol: z.enum(['udp', 'tcp']), address: text, interface: text.optional(),
		number: z.int(), program: text.optional(),
	})),
	firewall: z.object({kind: z.enum(['none', 'firewalld', 'ufw', 'nftables']), closed: z.array(text)}),
});

/** What the root helper can be told. */
export type ServeOrder =
	| z.infer<typeof probeOrder>
	/** Answered when all of them serve. */
	| {do: 'start'; services: Service[]; folder: string}
	/** Never answered: it fails when one of those that were started ends by itself. */
	| {do: 'watch'}
	/** A file of a service that runs; `path` below the folder that it was started with. */
	| {do: 'write'; folder: string; path: string; text: string};

/** A line of a service that it holds. */
export type ServeEvent = {event: 'line'; service: string; line: string};

export type ServeAnswers = {'probe-network': NetworkProbe; start: undefined; watch: undefined; write: undefined};

/** The part of serving that runs as root: asks the network, and holds the programs that need low ports. */
export type ServeHelper = Helper<ServeOrder, ServeAnswers>;

const files = z.record(text, text);
const service: z.ZodType<Service> = z.object({
	id: text, files, copies: files,
	process: z.discriminatedUnion('kind', [
		z.object({kind: z.literal('program'), argv: z.array(text), ready: text, refused: text.optional()}),
		z.object({
			kind: z.literal('http'), site: z.object({address: text, port: z.int(), texts: files, files}),
		}),
	]),
	ports: z.array(z.object({protocol: z.enum(['udp', 'tcp']), number: z.int(), use: text})),
});

export const serveProtocol: Protocol<ServeOrder, ServeEvent, ServeAnswers> = {
	orders: z.discriminatedUnion('do', [
		probeOrder,
		z.strictObject({do: z.literal('start'), services: z.array(service), folder: text}),
		z.strictObject({do: z.literal('watch')}),
		z.strictObject({do: z.literal('write'), folder: text, path: text, text}),
	]),
	events: z.strictObject({event: z.literal('line'), service: text, line: text}),
	answers: {'probe-network': probeSchema, start: z.undefined(), watch: z.undefined(), write: z.undefined()},
};

/**
The first process of a namespace: when it ends, however, the kernel ends all that it started. A program that gave up
root no longer hears of its parent's death (prctl(2), PR_SET_PDEATHSIG).
*/
const alone = ['setpriv', '--pdeathsig', 'TERM', '--', 'unshare', '--fork', '--pid', '--kill-child', '--'];

/**
Starts ourselves again as root.
@param self program and arguments, the hidden command included
*/
export function startServeHelper({self, asRoot, onLine}: {
	self: string[];
	asRoot: boolean;
	onLine: (service: string, line: string) => void;
}): ServeHelper {
	const prompt = 'Root is needed to open the ports. Password for %p: ';
	const options = asRootOptions([...alone, ...self], {asRoot, prompt});
	return startHelper({...options, patience: 5000}, serveProtocol, ({service: id, line}) => {
		onLine(id, line);
	});
}
