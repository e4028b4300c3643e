import {once} from 'node:events';
import {Agent, request, type IncomingMessage} from 'node:http';
import {connect} from 'node:net';
import process from 'node:process';
import {text} from 'node:stream/consumers';

// One machine against a server, http://<address>: thousands of reports of machines that do not exist, as long as reports may
// be, and images that are asked for and not taken.

const base = new URL(process.argv[2]!);
const machines = 5000;
const agent = new Agent({keepAlive: true, maxSockets: 20});

async function ask(path: string, body?: Buffer): Promise<string> {
	const asked = request(new URL(path, base), {method: body ? 'POST' : 'GET', agent: body ? agent : false});
	asked.end(body);
	const [answer] = await once(asked, 'response') as [IncomingMessage];
	return text(answer);
}

const image = (await ask('/boot.ipxe')).split(/\s/).find(word => word.endsWith('/initrd'))!;
const slow = await Promise.all(Array.from({length: 150}, async () => {
	const socket = connect(Number(base.port || 80), base.hostname);
	await once(socket, 'connect');
	socket.write(`GET ${new URL(image, base).pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
	return socket;
}));

const body = Buffer.alloc(60_000, 'a');
const forged = Array.from({length: machines}, (_, index) => index.toString(16).padStart(4, '0'));
await Promise.all(Array.from({length: 20}, async () => {
	for (let number = forged.pop(); number !== undefined; number = forged.pop()) {
		await ask(`/report/hardware?mac=52:54:01:00:${number.slice(0, 2)}:${number.slice(2)}`, body);
	}
}));
for (const socket of slow) {
	socket.destroy();
}

agent.destroy();
