import {Listr, ListrTaskState, type ListrTask} from 'listr2';
import {durationText} from '../report/duration.ts';
import type {Step} from '../steps/types.ts';
import type {StepBoard} from './step-board.ts';

/** What the runner does for a step, in the terms of whoever shows it. */
export type StepWork = {
	step: Step;
	/** Resolves with how it ended; rejects when it failed. `onBegin`: when what it needs is there. */
	start(follow: Follow): Promise<{as: 'done' | 'cached' | 'skipped'; seconds: number}>;
};

export type Follow = {onBegin: () => void; onLine: (line: string) => void};

/** A board is a terminal where keys are heard: it makes room when one of them asks for something else. */
export type Display = 'terminal' | 'lines' | 'silent' | StepBoard;

/**
The steps as a list that is shown while they work. listr2 shows; it decides nothing: order, failure and signals are the
runner's, because its own signal handler would end the program with 127.
*/
export function toListr(works: readonly StepWork[], display: Display): Listr<unknown, never> {
	const isDrawn = typeof display === 'object' || display === 'terminal';
	const shown = typeof display === 'object' ? display : {renderer: renderers[display]};
	const waiting: Waiting = new Map();
	return new Listr<unknown, never>(works.map(work => toTask(work, isDrawn ? waiting : undefined)), {
		concurrent: true,
		exitOnError: false,
		registerSignalListeners: false,
		renderer: shown.renderer,
		rendererOptions: {
			collapseErrors: false, collapseSkips: false, showErrorMessage: false,
			...('logger' in shown && {logger: shown.logger}),
		},
	} as never);
}

const renderers = {terminal: 'default', lines: 'simple', silent: 'silent'} as const;

/** Steps that wait, by their ids, with what is not there yet. */
type Waiting = Map<string, {needs: Set<string>; show: () => void}>;

/** @param waiting all of the list that wait; none where nothing is drawn anew */
function toTask({step, start}: StepWork, waiting: Waiting | undefined): ListrTask {
	return {
		title: step.title,
		async task(_, task) {
			const {task: drawn} = task;
			const needs = new Set(step.needs);
			if (waiting && needs.size > 0) {
				// Nothing turns beside what nobody works at.
				drawn.state$ = ListrTaskState.WAITING;
				const show = (): void => {
					task.title = `${step.title}  waits for ${[...needs].join(', ')}`;
				};

				waiting.set(step.id, {needs, show});
				show();
			}

			const onBegin = (): void => {
				if (!waiting?.delete(step.id)) {
					return;
				}

				drawn.state$ = ListrTaskState.STARTED;
				task.title = step.title;
			};

			const onLine = throttled(line => {
				task.output = line;
			});
			const ended = await start({onBegin, onLine: waiting ? onLine : () => undefined});
			onBegin();
			for (const other of waiting?.values() ?? []) {
				if (other.needs.delete(step.id)) {
					other.show();
				}
			}

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
