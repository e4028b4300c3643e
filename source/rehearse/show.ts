import {Listr, PRESET_TIMER, type ListrTask} from 'listr2';
import type {StepBoard} from '../run/step-board.ts';
import type {Milestone} from '../strategies/types.ts';
import {macsOf, type RehearsalRequest} from './rehearse.ts';
import {firmwareText, milestoneLine} from './report.ts';
import type {LabEvent, NodeResult, RehearsalResult} from './types.ts';

/** Runs a rehearsal with one line per node that grows by its milestones. */
export async function showRehearsal(
	request: RehearsalRequest,
	{terminal, list, run}: {
		terminal: boolean;
		list?: StepBoard | undefined;
		run: (request: RehearsalRequest) => Promise<RehearsalResult>;
	},
): Promise<RehearsalResult> {
	const boards = macsOf(request).map(mac => makeBoard(mac, terminal));
	const result = run({
		...request,
		onEvent(event) {
			for (const board of boards) {
				board.hear(event);
			}
		},
	});
	// A lab that breaks ends every line; the error itself is the caller's.
	const broken = result.then(() => undefined, () => undefined);
	const tasks = boards.map(({mac, over, showOn}): ListrTask => ({
		title: `${mac}  ${firmwareText(request)}`,
		async task(_, task) {
			showOn(line => {
				task.output = line;
			});
			const node = await Promise.race([over, broken]);
			if (!node?.up) {
				throw new Error(`${mac}  ${node?.silence?.reason ?? 'the rehearsal was stopped before its end'}`);
			}

			task.title = `${mac}  ${firmwareText(request)}  ${milestoneLine(node.milestones)}`;
		},
	}));
	await new Listr<unknown, never>(tasks, {
		concurrent: true,
		exitOnError: false,
		registerSignalListeners: false,
		renderer: list?.renderer ?? (terminal ? 'default' : 'simple'),
		rendererOptions: {collapseErrors: false, timer: PRESET_TIMER, ...(list && {logger: list.logger})},
	} as never).run();
	return result;
}

/**
What one node's line is made of. A line that is drawn anew holds all milestones; where lines only follow each other,
each says one.
*/
function makeBoard(mac: string, terminal: boolean) {
	const over = Promise.withResolvers<NodeResult>();
	const milestones: Partial<Record<Milestone, number>> = {};
	let show: (line: string) => void = () => undefined;
	return {
		mac,
		over: over.promise,
		showOn(by: (line: string) => void) {
			show = by;
		},
		hear(event: LabEvent) {
			if (event.event === 'milestone' && event.node === mac) {
				milestones[event.name] = event.seconds;
				show(terminal ? milestoneLine(milestones) : `${mac}  ${milestoneLine({[event.name]: event.seconds})}`);
			} else if (event.event === 'node' && event.result.mac === mac) {
				over.resolve(event.result);
			}
		},
	};
}
