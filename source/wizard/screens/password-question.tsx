import {Box, Text} from 'ink';
import {useState} from 'react';
import {UserError} from '../../errors.ts';
import {answerText} from '../../recipe/questions.ts';
import {Field} from '../parts/field.tsx';
import {Frame} from '../parts/frame.tsx';
import {layoutFor} from '../parts/layout.ts';
import {wrap} from '../parts/wrap.ts';
import {isReviewed, recipeIn} from '../state.ts';
import {hintsFor} from './field-question.tsx';
import type {QuestionProps} from './screen-props.ts';

/**
What is typed stays in this component, and only until it is accepted: the flow, and with it the
recipe, gets the hash alone.
*/
type PasswordInput = {text: string; first?: string; problem?: string};

/** A password, typed twice. */
export function PasswordQuestion({flow, props, size, dispatch, question, title, place}: QuestionProps) {
	const [entry, setEntry] = useState<PasswordInput>({text: ''});
	const {width} = layoutFor(size);
	const present = answerText(recipeIn(flow), question.id);
	const accept = (to: 'next' | 'review') => {
		const next = accepted(entry, present, props.hashPassword);
		if (typeof next === 'string') {
			dispatch({do: 'answer', id: question.id, text: next, to});
		} else {
			setEntry(next);
		}
	};

	const onKey = (key: string) => {
		if (key === 'tab') {
			accept('review');
		} else {
			dispatch({do: key === 'function' ? 'help' : 'back'});
		}
	};

	return (
		<Frame
			size={size}
			title={title}
			place={place}
			help={{title: 'Your answer', text: helpFor(present)}}
			hints={hintsFor(isReviewed(flow))}
		>
			<Text bold>{question.title}</Text>
			<Text dimColor>{entry.first === undefined ? 'Type the password.' : 'Type the password again.'}</Text>
			<Box height={1}/>
			<Field
				key={entry.first === undefined ? 'first' : 'again'}
				isHidden
				text={entry.text}
				width={width}
				onKey={onKey}
				onEnter={() => {
					accept('next');
				}}
				onType={text => {
					setEntry({...entry, text, problem: ''});
				}}
			/>
			{entry.problem
				&& wrap(`! ${entry.problem}`, width).map(line => (
					<Text key={line} color='red'>
						{line}
					</Text>
				))}
		</Frame>
	);
}

/** What Enter leads to: the answer, or what is to be typed next. */
function accepted(
	{text, first}: PasswordInput,
	present: string,
	hash: (password: string) => string,
): PasswordInput | string {
	if (first === undefined) {
		return text === '' ? present : {text: '', first: text};
	}

	if (first !== text) {
		return {text: '', problem: 'The passwords differ. Type the password again.'};
	}

	try {
		return hash(text);
	} catch (error) {
		if (error instanceof UserError) {
			return {text: '', problem: error.message};
		}

		throw error;
	}
}

function helpFor(present: string): string {
	return 'Root password of the node. '
		+ `${present ? 'If empty: the current password is kept.' : 'If empty: root is locked.'} The recipe stores only `
		+ 'its hash; the password cannot be recovered from it.';
}
