import {Text} from 'ink';
import {useMemo} from 'react';
import type {Advice} from '../../purpose/advise.ts';
import {memoryText, sizeText} from '../../report/size.ts';
import {padTo} from '../../report/wrap.ts';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {Row} from '../parts/walk.ts';
import {adviceIn} from '../purpose-flow.ts';
import {recipeIn} from '../state.ts';
import {stepText} from '../steps.ts';
import {hintsFor} from './choice-question.tsx';
import type {ScreenProps} from './screen-props.ts';

/** All ways side by side, in numbers, the recommended one first; for each why, or why not. */
export function AdviceScreen({flow, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const {memory} = recipeIn(flow).node;
	const advice = useMemo(() => adviceIn(flow), [flow]);
	const columns = columnsFor(width);
	const rows = advice.map((one): Row => ({
		key: one.way.name,
		label: one.way.title,
		note: columns.map(column => padTo(column.of(one, memory), column.width)).join(' ').trimEnd(),
		...(one.verdict === 'no' && {kind: 'blocked'}),
	}));
	const at = rows.some(({key}) => key === flow.marks.advice) ? flow.marks.advice! : rows[0]!.key;
	const {way, reason} = advice.find(one => one.way.name === at)!;
	useKeys(key => {
		if (isBack(key)) {
			dispatch({do: 'back'});
		} else if (isHelp(key)) {
			dispatch({do: 'help'});
		} else if (key === 'tab') {
			dispatch({do: 'way', name: at, to: 'review'});
		}
	});
	return (
		<Frame
			size={size}
			title='New recipe'
			place={stepText(flow, {at: 'advice'})}
			help={{title: way.title, text: `${reason}\n${way.help}`}}
			hints={hintsFor(false)}
		>
			<Text bold>{questionFor(advice, memory)}</Text>
			<Text dimColor wrap='truncate-end'>
				{`  ${padTo('', labelWidth)}  ${columns.map(column => padTo(column.title, column.width)).join(' ')}`}
			</Text>
			<List rows={rows} at={at} width={width} labelWidth={labelWidth} height={body - 2} onMove={key => {
				dispatch({do: 'mark', screen: 'advice', at: key});
			}} onTake={key => {
				dispatch({do: 'way', name: key, to: 'next'});
			}}/>
		</Frame>
	);
}

function questionFor([first]: readonly Advice[], memory: number): string {
	return first?.verdict === 'recommended'
		? 'How should the machine get its system?'
		: `! Nothing fits into ${memoryText(memory)}. Go back for more memory or another purpose.`;
}

const labelWidth = 20;

type Column = {title: string; width: number; of: (advice: Advice, memory: number) => string};

const verdicts: Record<Advice['verdict'], string> = {recommended: 'recommended', possible: '', no: 'no'};

/** The most important first. */
const allColumns: readonly Column[] = [
	{title: '', width: 11, of: ({verdict}) => verdicts[verdict]},
	{title: 'needs', width: 8, of: ({needs}) => memoryText(needs)},
	{title: 'left', width: 8, of: ({inUse}, memory) => memoryText(Math.max(0, memory - inUse))},
	{title: 'download', width: 8, of: ({download}) => sizeText(download)},
	{title: 'start', width: 5, of: ({way}) => `${way.seconds} s`},
	{title: 'server', width: 7, of: ({onServer}) => onServer ? 'always' : 'at boot'},
];

/** As many as there is room for. */
function columnsFor(width: number): readonly Column[] {
	const room = width - labelWidth - 4;
	return allColumns.filter((_, index) =>
		allColumns.slice(0, index + 1).reduce((sum, column) => sum + column.width + 1, -1) <= room);
}
