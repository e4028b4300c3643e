import type {Server} from 'node:http';
import type {Socket} from 'node:net';

/**
Connections at a time. A node has one or two, a router with many nodes behind it some more; 2,000 slow ones hold 240
MiB.
*/
export const most = {ofOne: 200, ofAll: 2000};

/**
Milliseconds. A node that unpacks as it fetches stands still for seconds; who has taken nothing for so long takes no
more.
*/
const stillness = 120_000;

/**
Lets nobody keep others from being served by asking often and taking nothing: the connections of one client are counted,
and those that stand still end.
*/
export function limitConnections(server: Server, still = stillness): void {
	const open = new Map<string, number>();
	server.maxConnections = most.ofAll;
	server.setTimeout(still);
	server.on('connection', (socket: Socket) => {
		const client = clientOf(socket);
		const count = (open.get(client) ?? 0) + 1;
		if (count > most.ofOne) {
			socket.destroy();
			return;
		}

		open.set(client, count);
		socket.once('close', () => {
			const left = open.get(client)! - 1;
			if (left === 0) {
				open.delete(client);
			} else {
				open.set(client, left);
			}
		});
	});
}

/** The address of whoever is at the other end. */
export const clientOf = ({remoteAddress = ''}: Socket): string => remoteAddress.replace(/^::ffff:/, '');
