import {styleText} from 'node:util';
import {DefaultRenderer, ListrLogger, ProcessOutput} from 'listr2';

/** Where a list of steps is drawn on the terminal, and what is needed to draw something else there for a while. */
export type StepBoard = {
	renderer: typeof DefaultRenderer;
	logger: ListrLogger<never>;
	/** Whether the list is on the terminal, and not at its end. */
	isDrawn: () => boolean;
	/** Only what is drawn can be paused. */
	pause: () => void;
	resume: () => void;
};

/**
Nothing is drawn between `pause` and `resume`, not even the end of the list, which then comes with `resume`: it would
fall into whatever is on the screen by then.
@param hint stands below the list for as long as it works
*/
export function stepBoard(hint: string, output: ProcessOutput = new ProcessOutput()): StepBoard {
	const lists: DefaultRenderer[] = [];
	let isPaused = false;
	let hasEnded = false;

	class Renderer extends DefaultRenderer {
		override async render() {
			await super.render();
			lists.push(this);
		}

		override update() {
			if (!isPaused) {
				super.update();
			}
		}

		override end() {
			hasEnded = true;
			if (!isPaused) {
				super.end();
			}
		}

		override create(options?: Parameters<DefaultRenderer['create']>[0]) {
			const drawn = super.create(options);
			return hasEnded ? drawn : `${drawn}\n\n  ${styleText('dim', hint)}`;
		}
	}

	return {
		renderer: Renderer,
		logger: new ListrLogger({useIcons: true, toStderr: [], processOutput: output}),
		isDrawn: () => lists.length > 0 && !hasEnded,
		pause() {
			isPaused = true;
			output.release();
		},
		resume() {
			isPaused = false;
			// Whatever is printed comes to the list first, which is drawn around it.
			output.hijack();
			for (const list of lists) {
				list[hasEnded ? 'end' : 'update']();
			}
		},
	};
}
