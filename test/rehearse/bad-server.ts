import {readFile} from 'node:fs/promises';
import {createServer, type RequestListener, type ServerResponse} from 'node:http';
import path from 'node:path';

// An HTTP server that goes wrong in the ways servers do: bad-server.ts <address> <folder of files>

const [address, folder] = process.argv.slice(2);
const asked = new Map<string, number>();
const half = (response: ServerResponse, bytes: Buffer, then: () => void) => {
	response.writeHead(200, {'content-length': bytes.length});
	response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
		setTimeout(then, 500);
	});
};

const ways: Record<string, (response: ServerResponse, bytes: Buffer, times: number) => void> = {
	/** Dies in the middle, always. */
	gone(response, bytes) {
		half(response, bytes, () => {
			response.destroy();
		});
	},
	/** Dies in the middle, and is there again. */
	once(response, bytes, times) {
		if (times === 1) {
			ways.gone!(response, bytes, times);
		} else {
			response.end(bytes);
		}
	},
	/** The cable is pulled: no more bytes and no end. Somebody puts it in again. */
	silent(response, bytes, times) {
		if (times === 1) {
			half(response, bytes, () => undefined);
		} else {
			response.end(bytes);
		}
	},
	/** Takes connections and closes them; when asked again the other server has started at last. */
	late(response, bytes, times) {
		response.destroy();
		if (times === 2) {
			createServer((_, other) => {
				other.end(bytes);
			}).listen(8082, address);
		}
	},
};

const answer: RequestListener = (request, response) => {
	const [, way, name] = request.url!.split('/', 3);
	const key = `${request.socket.remoteAddress} ${request.url}`;
	const times = (asked.get(key) ?? 0) + 1;
	asked.set(key, times);
	void (async () => {
		ways[way!]!(response, await readFile(path.join(folder!, name!)), times);
	})();
};

createServer(answer).listen(8081, address, () => {
	console.log('serves badly');
});
