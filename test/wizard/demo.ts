import process from 'node:process';
import {askYesNo} from '../../source/run/ask.ts';
import {Cancelled, describeError} from '../../source/errors.ts';
import {runWizard} from '../../source/wizard/session.tsx';
import {demoProps} from './demo-props.ts';

/**
The wizard alone, as a program: props that never change in, the outcome as a line of JSON out. With the name of a
recipe: its kernel screen only.
*/
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		stop.abort(new Cancelled(signal));
	});
}

const suspend = (): void => {
	process.kill(0, 'SIGTSTP');
};

const recipe = process.argv.slice(2).find(word => word !== '--ask');
try {
	const {outcome} = await runWizard({...demoProps, ...(recipe && {startAt: {recipe, screen: 'kernel'}})}, {stdin: process.stdin, stdout: process.stdout, env: process.env, signal: stop.signal, suspend});
	if (process.argv.includes('--ask')) {
		console.log(await askYesNo('Sure?', {input: process.stdin, output: process.stdout}) ? 'agreed' : 'declined');
	}

	console.log(JSON.stringify(outcome));
} catch (error) {
	const {lines, exitCode} = describeError(error);
	console.error(lines.join('\n'));
	process.exitCode = exitCode;
}
