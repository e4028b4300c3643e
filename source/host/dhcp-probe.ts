import {createSocket, type Socket} from 'node:dgram';
import {randomInt} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {decodeOffer, encodeDiscover, type DhcpOffer} from './dhcp-packet.ts';

/** An offer, and how long it took. */
export type Answer = DhcpOffer & {seconds: number};

/**
Asks the network who answers DHCP and network boot, as a machine does that is switched on, and takes none of the offers.
Asks again every second, for a server that was busy or a switch that opens its port late.
@param address of this machine on the network that is asked
@param mac of its card there: a server that serves known machines only knows this one, if any
@param seconds to wait for answers
@throws the error of the socket: EACCES other than as root, EADDRINUSE where a DHCP client keeps the port for itself
*/
export async function probeDhcp({address, mac, seconds = 4, signal}: {
	address: string;
	mac: string;
	seconds?: number;
	signal?: AbortSignal;
}): Promise<Answer[]> {
	const ids = Array.from({length: Math.max(1, Math.floor(seconds) - 1)}, () => randomInt(1, 2 ** 32));
	const answers = new Map<string, Answer>();
	const began = performance.now();
	// One socket that sends from the address, so that the question goes out there and nowhere else (a route for
	// 255.255.255.255 does not count then); and one that hears what comes as a broadcast, which that one does not.
	const [speaker, listener] = [openSocket(), openSocket()];
	try {
		listener.on('message', (packet, {address: from}) => {
			const offer = ids.map(id => decodeOffer(packet, {id, from})).find(Boolean);
			// Our own, where we serve already, is an answer like any other.
			if (offer && !answers.has(keyOf(offer))) {
				answers.set(keyOf(offer), {...offer, seconds: (performance.now() - began) / 1000});
			}
		});
		await bind(listener, {port: clientPort});
		await bind(speaker, {port: clientPort, address});
		speaker.setBroadcast(true);
		for (const id of ids) {
			await send(speaker, encodeDiscover({mac, id}));
			await sleep(1000, undefined, {signal});
		}

		await sleep((seconds * 1000) - (performance.now() - began), undefined, {signal});
	} finally {
		speaker.close();
		listener.close();
	}

	return answers.values().toArray();
}

const keyOf = ({server, address}: DhcpOffer): string => `${server} ${address === undefined ? 'boots' : 'addresses'}`;

const clientPort = 68;
const serverPort = 67;

function openSocket(): Socket {
	return createSocket({type: 'udp4', reuseAddr: true});
}

async function bind(socket: Socket, where: {port: number; address?: string}): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		socket.once('error', reject);
		socket.bind(where, () => {
			socket.off('error', reject);
			// Later ones are the network's, and what is not heard is not an answer.
			socket.on('error', () => undefined);
			resolve();
		});
	});
}

async function send(socket: Socket, packet: Buffer): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		socket.send(packet, serverPort, '255.255.255.255', error => {
			if (error) {
				reject(error);
			} else {
				resolve();
			}
		});
	});
}
