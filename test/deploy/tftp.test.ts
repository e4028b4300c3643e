import {createSocket, type Socket} from 'node:dgram';
import {once} from 'node:events';
import {afterEach, expect, test} from 'vitest';
import {fetchByTftp} from '../../source/deploy/tftp.ts';

let server: Socket;
afterEach(() => {
	server.close();
});

/** A server that sends each block twice: the network may do so. */
async function serverOf(content: Buffer): Promise<number> {
	server = createSocket('udp4');
	server.on('message', (packet, {port, address}) => {
		const number = packet.readUInt16BE(0) === 1 ? 1 : packet.readUInt16BE(2) + 1;
		const block = content.subarray((number - 1) * 512, number * 512);
		if ((number - 1) * 512 > content.length) {
			return;
		}

		const answer = packet.toString().includes('missing') ? Buffer.from('\0\u0005\0\u0001file not found\0') : Buffer.concat([Buffer.from([0, 3, Math.floor(number / 256), number % 256]), block]);
		for (let times = 0; times < 2; times++) {
			server.send(answer, port, address);
		}
	});
	server.bind(0, '127.0.0.1');
	await once(server, 'listening');
	return server.address().port;
}

test.each([0, 100, 512, 513, 100_000])('%d bytes', async size => {
	const content = Buffer.from(Array.from({length: size}, (_, index) => index % 251));
	expect(await fetchByTftp({server: '127.0.0.1', name: 'loader', port: await serverOf(content)})).toEqual(content);
});

test('the server\'s own words, and silence', async () => {
	const port = await serverOf(Buffer.alloc(0));
	await expect(fetchByTftp({server: '127.0.0.1', name: 'missing', port})).rejects.toThrow('file not found');
	server.removeAllListeners('message');
	await expect(fetchByTftp({server: '127.0.0.1', name: 'loader', port, patience: 0.2})).rejects.toThrow('no answer for 0.2 seconds');
});
