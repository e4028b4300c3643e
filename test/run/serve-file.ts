import {stdin, stdout} from 'node:process';
import {findIn, startHttpServer} from '../../source/run/http-server.ts';

// A server in a process of its own, so that its memory can be measured: gives out one file until its input ends.
const {port, close} = await startHttpServer({address: '127.0.0.1', port: 0}, findIn({texts: {}, files: {'/image': process.argv[2]!}}));
stdout.write(`${port}\n`);
stdin.resume().on('end', () => {
	void close();
});
