import {Box, Text} from 'ink';
import {exitCodes} from '../../errors.ts';
import {nameOf} from '../outcome.ts';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import {warning} from '../parts/theme.ts';
import {wrap} from '../parts/wrap.ts';
import type {Outcome} from '../types.ts';
import {doneRows} from './done-rows.ts';
import type {ScreenProps} from './screen-props.ts';

/** As one would type it. */
function commandOf(outcome: Outcome): string {
	const name = nameOf(outcome);
	return `ramstrap ${outcome.do === 'go' ? 'rehearse' : outcome.do}${name === undefined ? '' : ` ${name}`}`;
}

/** What came of it, in its last lines, and what can come next. */
export function DoneScreen({flow, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const {headline, lines, exitCode, outcome} = flow.done!;
	const rows = doneRows(flow);
	const at = rows.find(({key}) => key === flow.marks.done) ?? rows[0]!;
	const room = Math.max(0, body - rows.length - 3);
	const listRoom = Math.min(rows.length, body - 1);
	const isGood = exitCode === exitCodes.done;
	const said = wrap(lines.filter(line => !line.startsWith('Next: ')).join('\n').trim(), width);
	// Of what failed the end says why; of what went well the beginning says what it is.
	const start = said.length > room ? [...said.slice(0, Math.max(0, room - 1)), '…'].slice(0, room) : said;
	const shown = room === 0 ? [] : (isGood ? start : said.slice(-room));
	useKeys(key => {
		if (isHelp(key)) {
			dispatch({do: 'help'});
		} else if (isBack(key)) {
			dispatch({do: 'back'});
		} else if (key === 'q') {
			dispatch({do: 'quit'});
		} else if (key === 'l' && rows.some(row => row.key === 'log')) {
			dispatch({do: 'show', page: 'log'});
		}
	});
	return (
		<Frame
			size={size}
			title={nameOf(outcome) ?? 'This machine'}
			place={commandOf(outcome)}
			help={{title: at.label, text: at.help}}
			hints={[
				['↑↓', 'move'],
				['enter', 'choose'],
				...(rows.some(({key}) => key === 'log') ? [['l', 'log']] as const : []),
				['esc', 'back'],
				['?', 'help'],
				['q', 'quit'],
			]}
		>
			{isGood
				? <Text bold>{headline}</Text>
				: <Text bold color={warning}>{`! ${headline}`}</Text>}
			<Box flexDirection='column' height={Math.max(0, body - listRoom - 1)} overflow='hidden'>
				{shown.map((line, index) => (
					<Text key={`${index} ${line}`} dimColor wrap='truncate-end'>{line || ' '}</Text>
				))}
			</Box>
			<List rows={rows} at={at.key} width={width} height={listRoom} onMove={key => {
				dispatch({do: 'mark', screen: 'done', at: key});
			}} onTake={key => {
				dispatch(rows.find(row => row.key === key)!.does);
			}}/>
		</Frame>
	);
}
