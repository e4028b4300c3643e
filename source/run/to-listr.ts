import {Listr, type ListrTask} from 'listr2';
import {durationText} from '../report/duration.ts';
import type {Step} from '../steps/types.ts';

/** What the runner does for a step, in the terms of whoever shows it. */
export type StepWork = {
	step: Step;
	/** Resolves with how it ended; rejects when it failed. */
	start(onLine: (line: string) => void): Promise<{as: 'done' | 'cached' | 'skipped'; seconds: number}>;
};

export type Display = 'terminal' | 'lines' | 'silent';

/**
The steps as a list that is shown while they work. listr2 shows; it decides nothing: order, failure and signals are the
runner's, because its own signal handler would end the program with 127.
*/
export function toListr(works: readonly StepWork[], display: Display): Listr<unknown, 'default' | 'simple' | 'silent'> {
	return new Listr<unknown, 'default' | 'simple' | 'silent'>(works.map(work => toTask(work, display)), {
		concurrent: true,
		exitOnError: false,
		registerSignalListeners: false,
		renderer: ({terminal: 'default', lines: 'simple', silent: 'silent'} as const)[display],
		rendererOptions: {collapseErrors: false, collapseSkips: false, showErrorMessage: false} as never,
	});
}

function toTask({step, start}: StepWork, display: Display): ListrTask {
	return {
		title: step.title,
		async task(_, task) {
			if (display === 'terminal' && step.needs.length > 0) {
				task.output = `waits for ${step.needs.join(', ')}`;
			}

			const ended = await start(display === 'terminal' ? throttled(line => {
				task.output = line;
			}) : () => undefined);
			if (ended.as === 'skipped') {
				task.skip('not started');
				return;
			}

			task.title = `${step.title}  ${ended.as === 'cached' ? 'unchanged' : durationText(ended.seconds, 1)}`;
		},
	};
}

/**
At most ten lines a second: a terminal cannot be read faster, and drawing 30,000 lines would cost more than the build.
*/
function throttled(show: (line: string) => void): (line: string) => void {
	let last = 0;
	return line => {
		const now = performance.now();
		if (now - last < 100) {
			return;
		}

		last = now;
		show(line);
	};
}
