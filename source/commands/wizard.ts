import {draftStore, type DraftStore} from '../draft-store.ts';
import {Cancelled, exitCodes} from '../errors.ts';
import {listText} from '../recipe/problem.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {flowAfter} from '../wizard/state.ts';
import type {After, Ended, Outcome, WizardProps} from '../wizard/types.ts';
import type {Context} from '../context.ts';
import {ask} from './ask.ts';
import {gatherProps} from './wizard-props.ts';

/**
Asks, does what was answered, says what came of it and asks on, until somebody quits: what is done is what `run` and
`rehearse` do. Returns the exit code of what was done last.
*/
export async function wizard(context: Context, terminal: Terminal): Promise<number> {
	const drafts = draftStore(context.folders.recipes);
	let last: {ended: Ended; after: After} | undefined;
	for (;;) {
		const ended = await answer(last, context, {terminal, drafts});
		const {outcome} = ended;
		// The other two never come out of the wizard as such.
		if (isEnd(outcome)) {
			const text = keptText(drafts);
			if (text !== undefined) {
				context.out(text);
			}

			return last && 'done' in last.after ? last.after.done.exitCode : exitCodes.done;
		}

		const {act} = await import('./wizard-act.ts');
		last = {ended, after: await act(outcome, {context, terminal, drafts})};
	}
}

const isEnd = (outcome: Outcome): outcome is Extract<Outcome, {do: 'quit' | 'save' | 'tree'}> =>
	['quit', 'save', 'tree'].includes(outcome.do);

type Session = {terminal: Terminal; drafts: DraftStore};

async function answer(
	last: {ended: Ended; after: After} | undefined,
	context: Context,
	{terminal, drafts}: Session,
): Promise<Ended> {
	const gather = async (): Promise<WizardProps> => {
		const props = {...await gatherProps(context, terminal.env), drafts: drafts.read(), keepDrafts: drafts.keep};
		return last ? {...props, resume: flowAfter(last.ended.flow, props, last.after)} : props;
	};

	try {
		return await ask(gather(), context, {...terminal, signal: context.signal});
	} catch (error) {
		throw error instanceof Cancelled
			? new Cancelled(error.signal, `You left the wizard. ${keptText(drafts) ?? 'Nothing was changed.'}`)
			: error;
	}
}

/** What was answered and is in no recipe yet. */
function keptText(drafts: DraftStore): string | undefined {
	const names = Object.values(drafts.kept()).map(({name}) => name);
	return names.length > 0 ? `Not saved, and kept for the next start: ${listText(names, 'and')}.` : undefined;
}
