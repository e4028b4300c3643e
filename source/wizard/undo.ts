import type {Action} from './flow.ts';
import {isReviewed, type Flow} from './state.ts';

/** What the review can take back. A recipe that was saved or discarded is another beginning. */
export function remembering(before: Flow, after: Flow, action: Action): Flow {
	const [former, now] = [before.drafts[before.draft], after.drafts[after.draft]];
	const isSame = former === now || after.draft !== before.draft;
	const isChange = !isSame && !['saved', 'discard', 'undo'].includes(action.do);
	if (!isChange) {
		return after;
	}

	// What was changed on the way to the review is not the review's to take back.
	return {...after, undo: isReviewed(before) ? [...after.undo, {recipe: former!, answers: before.answers}] : []};
}

/** The recipe as it was before the last change in its review. */
export function undone(flow: Flow): Flow {
	const former = flow.undo.at(-1);
	return former === undefined ? flow : {
		...flow,
		drafts: {...flow.drafts, [flow.draft]: former.recipe},
		answers: former.answers,
		undo: flow.undo.slice(0, -1),
		note: {title: 'Undone', text: 'The last change was taken back.'},
	};
}
