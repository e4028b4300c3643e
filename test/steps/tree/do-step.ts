import path from 'node:path';
import {describeError} from '../../../source/errors.ts';
import {runStep} from '../../../source/run/step.ts';
import type {Step} from '../../../source/steps/types.ts';

/** Does one step in a work folder and returns the path of what it made. */
export async function doStep(step: Step, folder: string): Promise<string> {
	await runStep(step, {folder, logFolder: folder, fingerprint: 'test', signal: new AbortController().signal, onLine: () => undefined});
	return path.join(folder, step.id, step.makes[0]!);
}

/** The sentence that a person reads first when the step does not work. */
export async function refusalOf(step: Step, folder: string): Promise<string> {
	try {
		await doStep(step, folder);
	} catch (error) {
		return describeError(error).lines[0]!;
	}

	throw new Error(`${step.title} works, and should not`);
}
