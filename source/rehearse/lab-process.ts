import type {Readable, Writable} from 'node:stream';
import {serveOrders} from '../helper/serve-orders.ts';
import {labProtocol} from './lab-protocol.ts';
import {runLab} from './lab.ts';

/** The hidden command `helper lab`: rehearses what it is told to, inside its namespaces. */
export async function serveLab(input: Readable, output: Writable): Promise<void> {
	await serveOrders({input, output}, labProtocol, async ({spec}, {emit, signal}) => runLab(spec, emit, signal));
}
