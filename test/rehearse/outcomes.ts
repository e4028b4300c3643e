/* eslint-disable @typescript-eslint/no-unsafe-assignment -- expect's matchers are of type any */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'vitest';
import {rehearse} from '../../source/rehearse/rehearse.ts';
import type {NodeResult} from '../../source/rehearse/types.ts';
import type {Service} from '../../source/services/types.ts';
import {requestOf, type System} from './small-system.ts';

/**
Rehearses; what became of every node by its name. Those that say what is wrong have said the same on their console.
*/
export async function outcomes(...request: Parameters<typeof requestOf>): Promise<Record<string, NodeResult>> {
	const {nodes} = await rehearse(await requestOf(...request));
	const names = Object.keys(request[1].nodes);
	for (const {silence, console: file} of nodes) {
		if (silence?.reason.startsWith('The node reports: ') && !silence.reason.includes('Kernel panic')) {
			expect(readFileSync(file, 'utf8')).toContain(`ramstrap: failed: ${silence.reason.slice('The node reports: '.length)}`);
		}
	}

	return Object.fromEntries(names.map((name, index) => [name, nodes[index]!]));
}

/** A node that came as far as `last`, says this sentence, and is explained by this one cause. */
export const says = (last: string, sentence: RegExp, cause: RegExp) => ({
	up: false,
	silence: {last, reason: expect.stringMatching(new RegExp(`^The node reports: ${sentence.source}$`)), causes: [expect.stringMatching(cause)], tail: expect.any(Array)},
});

/** Gives out the image of a system in the ways of bad-server.ts, on port 8081. */
export const badServer = (system: System): Service => ({
	id: 'bad', files: {}, copies: {}, ports: [],
	process: {kind: 'program', argv: [process.execPath, path.join(import.meta.dirname, 'bad-server.ts'), '192.168.24.1', path.dirname(system.file(system.image))], ready: 'serves badly'},
});
