import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {runLab} from './lab.ts';
import type {LabEvent, LabSpec} from './types.ts';

/**
The hidden command `lab`. One line of JSON comes in, lines of JSON go out. The input stays open for as long
as somebody wants the lab; its end, on purpose or because its other side died, ends the lab.
*/
export async function serveLab(input: Readable, output: Writable): Promise<void> {
	const controller = new AbortController();
	const lines = createInterface({input});
	const spec = Promise.withResolvers<LabSpec | undefined>();
	lines.once('line', line => {
		spec.resolve(JSON.parse(line) as LabSpec);
	});
	lines.once('close', () => {
		spec.resolve(undefined);
		controller.abort();
	});
	const received = await spec.promise;
	if (received) {
		await runLab(received, (event: LabEvent) => {
			output.write(JSON.stringify(event) + '\n');
		}, controller.signal);
	}

	lines.close();
	input.destroy();
}
