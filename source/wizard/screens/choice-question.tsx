import {Box, Text, usePaste} from 'ink';
import {answerText, type Question} from '../../recipe/questions.ts';
import {paste} from '../parts/edit.ts';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import {Menu} from '../parts/menu.tsx';
import type {Row} from '../parts/walk.ts';
import {clip, wrap} from '../parts/wrap.ts';
import {isReviewed, recipeIn} from '../state.ts';
import type {QuestionProps} from './screen-props.ts';

/** A letter, a digit or a sign, and not the key that helps. */
const isTyped = (key: string): boolean => key !== '?' && [...key].length === 1 && key !== ' ';

/** Not a possible value of a field. */
const own = '*own*';

/** One of several. What is not one of a fixed number can also be typed: the last row leads to a field. */
export function ChoiceQuestion({flow, size, dispatch, question, title, place}: QuestionProps) {
	const {width, body} = layoutFor(size);
	const present = answerText(recipeIn(flow), question.id);
	const rows = rowsFor(question, present);
	const hasOwn = rows.at(-1)?.key === own;
	const Choices = hasOwn ? List : Menu;
	// Where nothing is there yet, what is offered comes before what is typed.
	const first = present === '' ? rows[0]!.key : own;
	const chosen = rows.some(({key}) => key === present) ? present : first;
	const screen = `question:${question.id}`;
	const at = flow.marks[screen] ?? chosen;
	const about = clip(wrap(question.help, width), body > 24 ? 6 : 2, width);
	const take = (text: string, to: 'next' | 'review') => {
		dispatch(
			text === own ? {do: 'edit', id: question.id, typing: true} : {do: 'answer', id: question.id, text, to},
		);
	};

	const isOwn = at === own;
	const type = (text: string) => {
		// A password is typed where nobody sees it, and kept nowhere.
		if (question.kind !== 'password') {
			dispatch({do: 'type', id: question.id, text});
		}

		take(own, 'next');
	};

	usePaste(text => {
		if (hasOwn) {
			type(paste({text: '', cursor: 0}, text).text);
		}
	});
	useKeys(key => {
		const isNumber = hasOwn && question.kind === 'number' && /^\d$/.test(key);
		if (isNumber || (isOwn && isTyped(key))) {
			// Whoever is asked to type types: no letter helps; a digit is that number, not a row.
			type(key);
		} else if (hasOwn && /^[1-9]$/.test(key)) {
			const row = rows.at(Number(key) - 1);
			if (row) {
				take(row.key, 'next');
			}
		} else if (isBack(key)) {
			dispatch({do: 'back'});
		} else if (isHelp(key)) {
			dispatch({do: 'help'});
		} else if (key === 'tab') {
			take(at, 'review');
		}
	});
	return (
		<Frame
			size={size}
			title={title}
			place={place}
			help={helpFor(question, at, flow.problem)}
			hints={hintsFor(isReviewed(flow))}
		>
			<Text bold>{question.title}</Text>
			{about.map(line => <Text key={line} dimColor wrap='truncate-end'>{line}</Text>)}
			<Box height={1}/>
			<Choices
				rows={rows}
				at={at}
				width={width}
				height={body - 2 - about.length}
				isDeaf={key => isOwn && isTyped(key)}
				onMove={key => {
					dispatch({do: 'mark', screen, at: key});
				}}
				onTake={key => {
					take(key, 'next');
				}}
			/>
		</Frame>
	);
}

function rowsFor({kind, choices}: Question, present: string): Row[] {
	const rows = choices.map(({value, label}) => ({key: value, label, ...(value === present && {note: '(current)'})}));
	const isOwn = rows.every(({key}) => key !== present);
	return kind === 'choice'
		? rows
		: [
			...rows,
			{
				key: own,
				label: `${ownLabels[kind]}…`,
				...(isOwn && {note: `(current: ${kind === 'password' ? 'set' : present || 'none'})`}),
			},
		];
}

const ownLabels: Record<Question['kind'], string> = {
	choice: 'Other',
	text: 'Other',
	number: 'Other',
	list: 'My own list',
	password: 'A password',
};

const ownHelp: Record<Question['kind'], string> = {
	choice: 'Type the name.', text: 'Type the name.', number: 'Type the number.',
	list: 'Type the names, separated by spaces.',
	password: 'Type the password twice. The recipe stores only its hash; the password cannot be recovered from it.',
};

function helpFor({choices, kind}: Question, at: string, problem?: string): {title: string; text: string} {
	if (problem) {
		return {title: '! These settings conflict', text: problem};
	}

	const choice = choices.find(({value}) => value === at);
	return choice ? {title: choice.label, text: choice.help} : {title: ownLabels[kind], text: ownHelp[kind]};
}

export function hintsFor(isEdit: boolean) {
	const common = [['↑↓', 'move'], ['enter', isEdit ? 'accept' : 'next'], ['?', 'help'], ['esc', 'back']] as const;
	return isEdit ? common : [...common, ['tab', 'skip to review'] as const];
}
