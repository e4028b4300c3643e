import {constants} from 'node:os';
import {describeSystemError} from './system-error.ts';

/** As execa says how a program ended. */
export type Ending = {
	signal?: string | undefined;
	exitCode?: number | undefined;
	code?: string | undefined;
	path?: string | undefined;
};

/**
What a program did, to follow its name: by a signal (sh passes that on as a code above 128), with
a code, or it never began.
*/
export function howItEnded(program: string, {signal, exitCode, code}: Ending): string {
	const ended =
		signal
		?? (exitCode !== undefined && exitCode > 128
			? Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0]
			: undefined);
	if (ended !== undefined) {
		const why = ended === 'SIGKILL' ? ': it was killed, or the machine ran out of memory (see dmesg)' : '';
		return `was ended by ${ended}${why}`;
	}

	if (exitCode !== undefined) {
		return `ended with exit code ${exitCode}`;
	}

	const known = describeSystemError({code, syscall: `spawn ${program}`});
	return `could not be started: ${known?.says ?? code ?? 'the system gives no reason'}`;
}
