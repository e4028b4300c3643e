import process from 'node:process';
import {serveSettings} from './http.ts';

// What the unit of a deployed recipe runs, as one small file of its own: nothing of the wizard, the plans or the runner
// goes along.
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
	process.on(name, () => {
		stop.abort();
	});
}

await serveSettings(process.argv[2]!, {
	env: process.env, pid: process.pid, signal: stop.signal,
	out(line) {
		process.stdout.write(`${line}\n`);
	},
});
