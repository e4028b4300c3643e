import {Box, Text} from 'ink';
import {useState} from 'react';
import {answerText, type Question} from '../../recipe/questions.ts';
import {Field} from '../parts/field.tsx';
import {Frame} from '../parts/frame.tsx';
import type {Hint} from '../parts/hint-bar.tsx';
import {layoutFor} from '../parts/layout.ts';
import {clip, wrap} from '../parts/wrap.ts';
import {isReviewed, recipeIn} from '../state.ts';
import type {QuestionProps} from './screen-props.ts';

/** Something to type. What is wrong with it stands below until it is changed. */
export function FieldQuestion({flow, props, size, dispatch, question, title, place}: QuestionProps) {
	const {id} = question;
	const {width, body} = layoutFor(size);
	const about = clip(wrap(question.help, width), body > 24 ? 8 : (body > 12 ? 3 : 2), width);
	const text = flow.typed[id] ?? answerText(recipeIn(flow), id);
	const accept = (to: 'next' | 'review') => (typed: string) => {
		dispatch({do: 'answer', id, text: typed, to});
	};

	const [choices, setChoices] = useState<readonly string[]>([]);
	const pathKind = props.paths.has(id) ? (question.kind === 'list' ? 'paths' : 'path') : undefined;
	const complete = (kind: 'path' | 'paths') => {
		const completed = props.paths.complete(text, kind);
		setChoices(completed.choices);
		dispatch({do: 'type', id, text: completed.text});
	};

	const onKey = (key: string) => {
		if (key === 'tab' && pathKind) {
			complete(pathKind);
		} else if (key === 'tab') {
			accept('review')(text);
		} else {
			dispatch({do: key === '?' || key === 'function' ? 'help' : 'back'});
		}
	};

	return (
		<Frame
			size={size}
			title={title}
			place={place}
			help={choices.length > 0 ? manyWays(choices) : {title: 'Your answer', text: helpFor(question)}}
			hints={pathKind ? pathHints(isReviewed(flow)) : hintsFor(isReviewed(flow))}
		>
			<Text bold>{question.title}</Text>
			{about.map(line => (
				<Text key={line} dimColor wrap='truncate-end'>
					{line}
				</Text>
			))}
			<Box height={1}/>
			<Field
				text={text}
				width={width}
				onEnter={accept('next')}
				onKey={onKey}
				onType={typed => {
					setChoices([]);
					dispatch({do: 'type', id, text: typed});
				}}
			/>
			{pathKind && !flow.problem && <Text dimColor>{`  ${props.paths.about(text, pathKind)}`}</Text>}
			{flow.problem && (
				<Box flexDirection='column'>
					{wrap(`! ${flow.problem}`, width).map(line => (
						<Text key={line} color='red'>
							{line}
						</Text>
					))}
				</Box>
			)}
		</Frame>
	);
}

const manyWays = (choices: readonly string[]) =>
	({title: `${choices.length} begin like that`, text: choices.join('  ')});

/** Tab completes, as in a shell. */
const pathHints = (isEdit: boolean): Hint[] =>
	[['tab', 'complete'], ...hintsFor(isEdit).filter(([key]) => key !== 'tab')];

/** How to type this answer, and what an empty one means if the field's own text names a default. */
function helpFor({kind, help}: Question): string {
	const form = {number: 'Type a number.',
		list: 'Type one or more names, separated by spaces.'}[kind as string] ?? 'Type a value.';
	const usual = /\bDefault: (.+)$/.exec(help)?.[1];
	return usual ? `${form} If empty: ${usual}` : form;
}

export function hintsFor(isEdit: boolean): Hint[] {
	const common: Hint[] = [
		['enter', isEdit ? 'accept' : 'next'],
		['esc', 'back'],
		['F1', 'help'],
		['ctrl-u', 'clear'],
	];
	return isEdit ? common : [...common, ['tab', 'skip to review']];
}
