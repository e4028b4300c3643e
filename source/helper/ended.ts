import {exitCodes, UserError} from '../errors.ts';
import {howItEnded, type Ending} from '../report/how-it-ended.ts';

/** What is said where a helper ended by itself, or never began; the last that it wrote is below it. */
export function endedError(ending: Ending & {stderr: string}, {name, program, hints}: {
	/** The subject of the sentence. */
	name: string;
	/** The one that was started. */
	program: string;
	hints: readonly string[];
}): UserError {
	// A folder of PATH that may not be looked into is as good as none.
	if (program === 'sudo' && (ending.code === 'ENOENT' || ending.code === 'EACCES')) {
		return new UserError('This needs root, and sudo is not installed.', hints, exitCodes.notReady);
	}

	const how = ending.exitCode === 0 ? 'ended' : howItEnded(program, ending);
	const last = ending.stderr.trim().split('\n').filter(line => line !== '').slice(-10);
	const says = [`${name} ${how}.`, ...last.map(line => `  │ ${line}`)];
	return new UserError(says.join('\n'), hints, exitCodes.notReady);
}
