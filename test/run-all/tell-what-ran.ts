import {afterEach} from 'vitest';
import {everStarted} from '../serve/ever-started.ts';

// A test that ran into its limit says nothing of what it waited for.
afterEach(({task}) => {
	if (task.result?.state !== 'fail') {
		return;
	}

	for (const {command, lines, child} of everStarted) {
		const end = child.exitCode ?? child.signalCode;
		console.error(`${command}: ${end === null ? 'runs' : `ended with ${end}`}; it said last:\n${lines.slice(-30).join('\n')}\n`);
	}
});
