import * as z from 'zod';
import type {Protocol} from '../helper/protocol.ts';
import {milestoneOrder} from '../strategies/types.ts';
import type {LabEvent, LabSpec, NodeResult} from './types.ts';

/** The lab has one order: all that it is to rehearse. */
export type LabOrder = {do: 'rehearse'; spec: LabSpec};

const mac = z.string();
const result = z.looseObject({mac, up: z.boolean(), milestones: z.record(z.string(), z.number())});
const resultSchema = z.custom<NodeResult>(value => result.safeParse(value).success);
const specShape = z.looseObject({
	services: z.array(z.looseObject({id: z.string()})),
	machines: z.array(z.looseObject({mac})),
});

export const labProtocol: Protocol<LabOrder, LabEvent, {rehearse: NodeResult[]}> = {
	orders: z.strictObject({
		do: z.literal('rehearse'),
		spec: z.custom<LabSpec>(value => specShape.safeParse(value).success),
	}),
	events: z.discriminatedUnion('event', [
		z.strictObject({event: z.literal('service'), id: z.string(), state: z.literal('ready')}),
		z.strictObject({event: z.literal('milestone'), node: mac, name: z.enum(milestoneOrder), seconds: z.number()}),
		z.strictObject({event: z.literal('console'), node: mac, line: z.string()}),
		z.strictObject({event: z.literal('node'), result: resultSchema}),
		z.strictObject({event: z.literal('warning'), message: z.string()}),
	]),
	answers: {rehearse: z.array(resultSchema)},
};
