import {createHash} from 'node:crypto';
import {get} from 'node:http';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';

// So many nodes at once, as far as the network sees them: node test/serve/many-clients.ts <server> <count> <JSON: [{wait, path, bytes, sha256}]>
// Each waits, fetches, waits, fetches; what it gets must be what is asked for, to the byte. Prints the seconds after
// which each had all.

const [server, count, plan] = process.argv.slice(2) as [string, string, string];
const fetches = JSON.parse(plan) as Array<{wait: number; path: string; bytes: number; sha256: string}>;
const began = performance.now();
const seconds = await Promise.all(Array.from({length: Number(count)}, async (_, number) => {
	for (const {wait, path, bytes, sha256} of fetches) {
		await sleep(wait * 1000);
		const got = await download(`${server}${path}`, addressOf(number));
		if (got.bytes !== bytes || got.sha256 !== sha256) {
			throw new Error(`client ${number}: ${got.bytes} of ${bytes} bytes of ${path}, whose SHA-256 is ${got.sha256}`);
		}
	}

	return (performance.now() - began) / 1000;
}));
console.log(JSON.stringify(seconds.toSorted((one, other) => one - other)));

/** From so many addresses that none has more connections than one may have. */
function addressOf(number: number): string {
	return `192.168.24.${10 + (number % 16)}`;
}

async function download(url: string, localAddress: string): Promise<{bytes: number; sha256: string}> {
	return new Promise((resolve, reject) => {
		let bytes = 0;
		const hash = createHash('sha256');
		const request = get(url, {agent: false, localAddress}, response => {
			response.on('data', (part: Buffer) => {
				bytes += part.length;
				hash.update(part);
			});
			response.on('end', () => {
				resolve({bytes, sha256: hash.digest('hex')});
			});
			response.on('error', reject);
		});
		request.on('error', reject);
	});
}
