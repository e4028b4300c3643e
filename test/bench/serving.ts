import {startBoth} from '../run/against-nginx.ts';
import {median} from './measure.ts';

/** Bytes a second of our HTTP server and of nginx, by how many clients there are. */
export type Serving = Array<{clients: number; ours: number; nginx: number}>;

/** Each in turn with the other, eleven times. */
export async function measureServing(): Promise<Serving> {
	const both = await startBoth(100_000_000);
	try {
		const all: Serving = [];
		for (const clients of [1, 8, 32]) {
			const [ours, nginx]: [number[], number[]] = [[], []];
			for (let turn = 0; turn < 11; turn++) {
				ours.push(await both.throughput(both.ours, clients));
				nginx.push(await both.throughput(both.nginx, clients));
			}

			all.push({clients, ours: median(ours), nginx: median(nginx)});
		}

		return all;
	} finally {
		await both.stop();
	}
}
