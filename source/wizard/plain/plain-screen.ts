import {answerText} from '../../recipe/questions.ts';
import {memoryText, sizeText} from '../../report/size.ts';
import {purposes} from '../../purpose/purposes.ts';
import type {Action} from '../flow.ts';
import {adviceIn} from '../purpose-flow.ts';
import {aboutScreen} from '../screens/help-text.ts';
import {pages} from '../screens/pages.ts';
import {nodeAnswerRows, nodeRows} from '../screens/node-rows.ts';
import {doneRows} from '../screens/done-rows.ts';
import {startRows} from '../screens/start-rows.ts';
import {usesOf} from '../screens/uses.ts';
import {questionIn, recipeIn, screenIn, type Flow, type Screen} from '../state.ts';
import {namingIn} from '../use-flow.ts';
import {labelled, type Known, type Plain, type PlainScreen} from './plain-parts.ts';
import {aboutReview, reviewScreen} from './plain-review.ts';

/** @param isListing whether the review lists all answers */
export function plainScreen({flow, props, isListing}: Known): PlainScreen {
	const screen = screenIn(flow);
	const said = [
		...(flow.note ? [`${flow.note.title}: ${flow.note.text}`] : []),
		...(flow.problem === undefined ? [] : [`! ${flow.problem}`]),
	];
	const plain = screenFor(screen, {flow, props, isListing});
	const help = screen.at === 'review' ? aboutReview : aboutScreen({flow, props}, screen);
	return {...plain, lines: [...said, ...plain.lines], help};
}

function screenFor(screen: Screen, known: Known): Plain {
	const {flow, props} = known;
	switch (screen.at) {
		case 'start': {
			return {lines: [`ramstrap ${props.version}`, ...props.facts], rows: startRows(flow)
				.filter(({kind}) => kind !== 'heading')
				.map(({key, label, note, kind}) => kind === 'blocked'
					? {label: `${label}: ${problemOf(flow, label)}`, does: {do: 'uses', name: label}}
					: {label: labelled(label, note), does: startAction(key)})};
		}

		case 'purpose': {
			return {lines: ['What is the machine for?'], rows: [
				...purposes.map(({name, title}) => ({label: title, does: {do: 'purpose', name, to: 'next'} as const})),
				{label: 'I know what I want: asks every question', does: {do: 'purpose', to: 'next'}},
			]};
		}

		case 'keeps': {
			const keeps = flow.wish?.keeps ?? false;
			const [yes, no] = ['Yes, at power off', 'No, keep it on this server'];
			return {lines: ['May the machine lose what it writes?', `Now: ${keeps ? no : yes}`], rows: [
				{label: yes, does: {do: 'keeps', keeps: false, to: 'next'}},
				{label: no, does: {do: 'keeps', keeps: true, to: 'next'}},
			], typed: {present: '', isSecret: false, take: () => ({do: 'keeps', keeps, to: 'next'})}};
		}

		case 'advice': {
			return adviceScreen(flow);
		}

		case 'question': {
			return questionScreen(flow, screen);
		}

		case 'kernel': {
			return kernelScreen(known);
		}

		case 'review': {
			return reviewScreen(known);
		}

		case 'page': {
			const {title, text} = pages[screen.page];
			return {
				// Bars are read out as one sign after the other.
				lines: [title(recipeIn(flow)), '', ...text(flow, props).replaceAll(/[█░]/g, '').split('\n')],
				rows: [{label: 'Back', does: {do: 'back'}}],
			};
		}

		case 'done': {
			return {lines: [flow.done!.headline], rows: doneRows(flow).map(({label, does}) => ({label, does}))};
		}

		case 'uses': {
			const listed = flow.recipes.find(({name}) => name === screen.name)!;
			return {
				lines: [`What to do with ${screen.name}`],
				rows: usesOf(listed).map(({label, does}) => ({label: label.slice(3), does})),
			};
		}

		case 'nodes': {
			return {
				lines: ['Known nodes'],
				rows: nodeRows(recipeIn(flow)).map(({label, note, does}) => ({label: labelled(label, note), does})),
			};
		}

		case 'node': {
			return {
				lines: [`Known node ${screen.index + 1}`],
				rows: nodeAnswerRows(recipeIn(flow), screen.index)
					.map(({label, note, does}) => ({label: labelled(label, note), does})),
			};
		}

		case 'copy':
		case 'rename': {
			const {title, text} = namingIn(flow)!;
			return {lines: [title, `Empty: ${text}`], rows: [], typed: {
				present: text, isSecret: false, take: typed => ({do: 'named', text: typed || text}),
			}};
		}

		case 'help': {
			return {lines: [], rows: [{label: 'Back', does: {do: 'back'}}]};
		}
	}
}

const problemOf = ({recipes}: Flow, name: string): string =>
	recipes.find(listed => listed.name === name)?.problem ?? '';

function startAction(key: string): Action {
	switch (key) {
		case 'new': {
			return {do: 'begin'};
		}

		case 'afresh':
		case 'doctor':
		case 'quit': {
			return {do: key};
		}

		default: {
			return {do: 'open', name: key.slice('recipe:'.length)};
		}
	}
}

function adviceScreen(flow: Flow): Plain {
	const advice = adviceIn(flow);
	const possible = advice.filter(({verdict}) => verdict !== 'no');
	const chosen = possible.find(({way}) => way.name === flow.wish?.way) ?? possible[0];
	return {
		...(chosen && {typed: {
			present: '', isSecret: false, take: (): Action => ({do: 'way', name: chosen.way.name, to: 'next'}),
		}}),
		lines: [
			'How should the machine get its system?',
			...advice.filter(({verdict}) => verdict === 'no')
				.map(({way, reason}) => `Not possible: ${way.title}. ${reason}`),
		],
		rows: possible.map(({way, verdict, reason, needs, download, onServer}) => ({
			label: `${way.title}${verdict === 'recommended' ? ' (recommended)' : ''}. ${reason} `
				+ `Needs ${memoryText(needs)}, downloads ${sizeText(download)} at every start, `
				+ `server ${onServer ? 'always' : 'only at boot'}.`,
			does: {do: 'way', name: way.name, to: 'next'},
		})),
	};
}

function questionScreen(flow: Flow, {id, typing}: {id: string; typing?: boolean}): Plain {
	const question = questionIn(flow, id)!;
	const {title, help, kind, choices} = question;
	const present = answerText(recipeIn(flow), id);
	const lines = [title, help];
	if (!typing && choices.length > 0) {
		const own = kind === 'choice' ? [] : [{label: 'Something else', does: {do: 'edit', id, typing: true} as const}];
		return {
			lines: [...lines, `Now: ${choices.find(({value}) => value === present)?.label ?? shownAs(kind, present)}`],
			rows: [
				...choices.map(choice => ({
					label: choice.label,
					does: {do: 'answer', id, text: choice.value, to: 'next'} as const,
				})),
				...own,
			],
			typed: {
				present, isSecret: false,
				take: text => ({do: 'answer', id, text: answerOf(text, present), to: 'next'}),
			},
		};
	}

	return {
		lines: [...lines, `Now: ${shownAs(kind, present)}`],
		rows: [],
		typed: {
			present, isSecret: kind === 'password',
			take: text => ({do: 'answer', id, text: answerOf(text, present), to: 'next'}),
		},
	};
}

/** An empty line keeps what is there, a hyphen goes back to the default. */
const answerOf = (text: string, present: string): string => text === '-' ? '' : text || present;

const shownAs = (kind: string, text: string): string =>
	kind === 'password' ? (text ? 'set' : 'none') : text || 'default';

function kernelScreen({flow, props}: Known): Plain {
	const all = props.kernel.rows(recipeIn(flow));
	return {
		lines: [
			'Kernel features',
			'The number of a feature turns it on or off.',
		],
		rows: [
			...all.filter(({kind}) => kind === 'bundle').map(row => ({
				label: `${row.on ? 'on' : 'off'}, ${row.name}: ${row.locked ?? row.prompt}`,
				does: {do: 'toggle', row, rows: all} as const,
			})),
			{label: 'Every option of the kernel source', does: {do: 'tree'}},
			{label: 'Done', does: {do: 'done', to: 'next'}},
		],
	};
}
