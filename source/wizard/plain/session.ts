import {describeError} from '../../errors.ts';
import {reduce, type Action} from '../flow.ts';
import {formerIn, isChanged, isDirect, recipeIn, screenIn, startFlow, unsavedIn, type Flow} from '../state.ts';
import type {Ended, WizardProps} from '../types.ts';
import {askedFirst} from '../use-flow.ts';
import {Lines, type PlainTerminal} from './lines.ts';
import type {PlainScreen} from './plain-parts.ts';
import {plainScreen} from './plain-screen.ts';

/**
The same questions as numbered lines, for screen readers and for terminals that cannot do more. Ends as the wizard does;
the end of the input is leaving it.
*/
export async function runPlain(known: WizardProps | Promise<WizardProps>, terminal: PlainTerminal): Promise<Ended> {
	const props = await known;
	const lines = new Lines(terminal);
	try {
		lines.write([
			'Answer by the number of a line. b: back. ?: help. q: quit.',
			'At a question an empty line keeps what is there, and - is the default.',
		]);
		return await answerAll(props, lines);
	} finally {
		lines.close();
	}
}

async function answerAll(props: WizardProps, lines: Lines): Promise<Ended> {
	let flow = startFlow(props);
	let isListing = false;
	let isSaid = false;
	while (flow.outcome === undefined) {
		const screen = plainScreen({flow, props, isListing});
		// After help or a wrong number the question is not read out once more.
		if (!isSaid) {
			lines.write(['', ...screen.lines, ...screen.rows.map(({label}, index) => `${index + 1}. ${label}`)]);
		}

		const chosen = await choose(screen, {lines, props, flow, isListing});
		isSaid = chosen === undefined;
		// Until one goes back: whoever changes one answer may change the next.
		isListing = chosen === 'answers' || (isListing && !isLeaving(chosen, flow));
		flow = chosen === undefined || chosen === 'answers' ? flow : await act(chosen, {flow, props, lines});
		props.keepDrafts(unsavedIn(flow));
	}

	return {outcome: flow.outcome, flow};
}

const isLeaving = (chosen: Chosen | undefined, flow: Flow): boolean =>
	screenIn(flow).at === 'start' || (typeof chosen === 'object' && chosen.do === 'mark');

type Asking = {lines: Lines; props: WizardProps; flow: Flow; isListing: boolean};

/** What the next line means; nothing where it is asked for again. */
async function choose(screen: PlainScreen, {lines, props, flow, isListing}: Asking): Promise<Chosen | undefined> {
	const {rows, typed, help} = screen;
	if (typed?.isSecret) {
		return password(typed, lines, props);
	}

	const line = await lines.next('> ');
	const text = line?.trim();
	switch (text) {
		case undefined:
		case 'q': {
			return {do: 'quit'};
		}

		case '?': {
			lines.write(['', help]);
			return undefined;
		}

		case 'b': {
			// Out of the list of answers into the review; at the start there is nothing to go back to.
			return isListing ? {do: 'mark', screen: 'plain', at: ''} : {do: 'back'};
		}

		default: {
			const row = /^\d+$/.test(text) ? rows[Number(text) - 1] : undefined;
			if (row) {
				return row.does;
			}

			const isTyped = rows.length === 0 || text === '' || text === '-';
			if (isTyped && typed) {
				return typed.take(text);
			}

			lines.write([rows.length === 0 && screenIn(flow).at !== 'question'
				? 'b goes back.'
				: `! ${text === '' ? 'An empty line' : text} is not a number from 1 to ${rows.length}.`]);
			return undefined;
		}
	}
}

type Chosen = PlainScreen['rows'][number]['does'];

/** Typed twice; an empty one keeps what is there. */
async function password({take}: Typed, lines: Lines, props: WizardProps): Promise<Chosen | undefined> {
	const first = await lines.next('Password, not shown: ', true);
	if (first === undefined || first === 'q') {
		return {do: 'quit'};
	}

	// Nobody's password is one letter.
	if (first === 'b') {
		return {do: 'back'};
	}

	if (first === '' || first === '-') {
		return take(first);
	}

	const again = await lines.next('Once more: ', true);
	if (again !== first) {
		lines.write(['! The passwords differ.']);
		return undefined;
	}

	try {
		return take(props.hashPassword(first));
	} catch (error) {
		lines.write(describeError(error).lines);
		return undefined;
	}
}

type Typed = NonNullable<PlainScreen['typed']>;

async function act(
	chosen: Exclude<Chosen, 'answers'>,
	{flow, props, lines}: Omit<Asking, 'isListing'>,
): Promise<Flow> {
	const action: Action = typeof chosen === 'string'
		? (chosen === 'save' ? await saved(flow, props) : {do: chosen})
		: chosen;
	if (['quit', 'back'].includes(action.do) && isDirect(flow) && isChanged(flow)) {
		const isKept = await lines.isYes('Save the changes?');
		return reduce(flow, isKept ? {do: 'done', to: 'review'} : {do: 'quit'});
	}

	const question = questionBefore(action);
	if (question === undefined) {
		return reduce(flow, action);
	}

	if (!await lines.isYes(question)) {
		return {...flow, note: undefined, problem: undefined};
	}

	const once = reduce(flow, action);
	return once.sure === undefined ? once : reduce(once, action);
}

const questions: Readonly<Record<string, string>> = {
	go: 'Start now?', use: 'Start now?', discard: 'Discard the answers?', without: 'Remove it?',
};

/** Numbers of rows change; what starts something or throws answers away is asked for. */
function questionBefore(action: Action): string | undefined {
	if (action.do === 'use' && ['edit', 'status'].includes(action.what)) {
		return undefined;
	}

	const title = askedFirst(action)?.note?.title;
	return title === undefined
		? questions[action.do]
		: title.slice(0, title.indexOf('?') + 1);
}

async function saved(flow: Flow, props: WizardProps): Promise<Action> {
	try {
		return {do: 'saved', ...await props.save(recipeIn(flow), formerIn(flow))};
	} catch (error) {
		return {do: 'failed', problem: describeError(error).lines.map(line => line.trim()).join('\n')};
	}
}
