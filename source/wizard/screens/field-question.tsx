import {Box, Text} from 'ink';
import {answerText, type Question} from '../../recipe/questions.ts';
import {Field} from '../parts/field.tsx';
import {Frame} from '../parts/frame.tsx';
import type {Hint} from '../parts/hint-bar.tsx';
import {layoutFor} from '../parts/layout.ts';
import {clip, wrap} from '../parts/wrap.ts';
import {isReviewed, recipeIn} from '../state.ts';
import type {QuestionProps} from './screen-props.ts';

/** Something to type. What is wrong with it stands below until it is changed. */
export function FieldQuestion({flow, size, dispatch, question, title, place}: QuestionProps) {
	const {id} = question;
	const {width, body} = layoutFor(size);
	const about = clip(wrap(question.help, width), body > 12 ? 3 : 2, width);
	const text = flow.typed[id] ?? answerText(recipeIn(flow), id);
	const accept = (to: 'next' | 'review') => (typed: string) => {
		dispatch({do: 'answer', id, text: typed, to});
	};

	const onKey = (key: string) => {
		if (key === 'tab') {
			accept('review')(text);
		} else {
			dispatch({do: key === '?' || key === 'function' ? 'help' : 'back'});
		}
	};

	return (
		<Frame size={size} title={title} place={place} help={{title: 'Your answer', text: question.kind === 'password' ? '' : asks[question.kind]}} hints={hintsFor(isReviewed(flow))}>
			<Text bold>{question.title}</Text>
			{about.map(line => <Text key={line} dimColor wrap='truncate-end'>{line}</Text>)}
			<Box height={1}/>
			<Field text={text} width={width} onEnter={accept('next')} onKey={onKey} onType={typed => {
				dispatch({do: 'type', id, text: typed});
			}}/>
			{flow.problem && <Box flexDirection='column'>{wrap(`! ${flow.problem}`, width).map(line => <Text key={line} color='red'>{line}</Text>)}</Box>}
		</Frame>
	);
}

const usual = 'Left empty, it becomes the default, where there is one.';

const asks: Record<Exclude<Question['kind'], 'password'>, string> = {
	choice: usual,
	text: usual,
	number: `A number. ${usual}`,
	list: `One or more, with spaces between them. ${usual}`,
};

export function hintsFor(isEdit: boolean): Hint[] {
	const common: Hint[] = [['enter', isEdit ? 'take it' : 'next'], ['esc', 'back'], ['F1', 'help'], ['ctrl-u', 'clear']];
	return isEdit ? common : [...common, ['tab', 'skip to review']];
}
