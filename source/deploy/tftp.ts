import {createSocket} from 'node:dgram';

/**
Fetches a file over TFTP (RFC 1350), in blocks of 512 bytes, as the simplest firmware does.
@throws Error with the server's own words, or when it is silent for so many seconds
*/
export async function fetchByTftp({server, name, port = 69, patience = 5}: {
	server: string;
	name: string;
	port?: number;
	patience?: number;
}): Promise<Buffer> {
	const socket = createSocket('udp4');
	const blocks: Buffer[] = [];
	const done = Promise.withResolvers<Buffer>();
	let timer: NodeJS.Timeout | undefined;
	const wait = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			done.reject(new Error(`no answer for ${patience} seconds`));
		}, patience * 1000);
	};

	socket.on('error', done.reject);
	socket.on('message', (packet, from) => {
		const [code, number] = [packet.readUInt16BE(0), packet.readUInt16BE(2)];
		if (code === 5) {
			done.reject(new Error(packet.subarray(4).toString().split('\0', 1)[0]));
			return;
		}

		// The number of a block is 16 bits wide and begins anew after 65535.
		if (code === 3 && number === (blocks.length + 1) % 65_536) {
			blocks.push(packet.subarray(4));
			wait();
		}

		if (code === 3) {
			socket.send(Buffer.from([0, 4, packet[2]!, packet[3]!]), from.port, from.address);
		}

		if (code === 3 && packet.length < 4 + 512) {
			done.resolve(Buffer.concat(blocks));
		}
	});
	try {
		wait();
		socket.send(Buffer.from(`\0\u0001${name}\0octet\0`), port, server);
		return await done.promise;
	} finally {
		clearTimeout(timer);
		socket.close();
	}
}
