import {createHash} from 'node:crypto';
import type {Step} from '../steps/types.ts';

/**
Names what a step would make: the SHA-256 of what it does, of what it reads and of what the steps before it are.
Titles and reasons are left out: better words build nothing anew.
@param inputs SHA-256 of each file in `step.reads`
@param needs fingerprint of each step in `step.needs`
*/
export function fingerprint(step: Step, inputs: readonly string[], needs: readonly string[]): string {
	const {id, actions, reads, makes} = step;
	return createHash('sha256')
		.update(JSON.stringify({id, actions, reads, makes, inputs, needs}))
		.digest('hex');
}
