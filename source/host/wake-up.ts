import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';

/**
What a network card waits for while its machine is off: six bytes of ones, then its address sixteen times (AMD, "Magic
Packet Technology", 1995). 102 bytes, wherever they stand in a frame.
@param mac `52:54:00:12:34:56`
*/
export function wakeUpPacket(mac: string): Buffer {
	const address = Buffer.from(mac.replaceAll(':', ''), 'hex');
	return Buffer.concat([Buffer.alloc(6, 0xFF), ...Array.from({length: 16}, () => address)]);
}

/**
Wakes machines by a broadcast on one network. Three times: nobody says that it came, and a card that is half asleep
loses the first.
@param from IPv4 address of this machine on that network; a packet from there leaves there, whatever the routes say
@throws the error of the socket
*/
export async function wakeUp(macs: readonly string[], from: string): Promise<void> {
	const socket = createSocket('udp4');
	try {
		socket.bind(0, from);
		await once(socket, 'listening');
		socket.setBroadcast(true);
		for (const pause of [0, 100, 100]) {
			await sleep(pause);
			for (const mac of macs) {
				await new Promise<void>((resolve, reject) => {
					socket.send(wakeUpPacket(mac), discardPort, '255.255.255.255', error => {
						if (error) {
							reject(error);
						} else {
							resolve();
						}
					});
				});
			}
		}
	} finally {
		socket.close();
	}
}

/** Whoever is awake drops what comes there (RFC 863). */
const discardPort = 9;
