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

/** What went well says at its beginning what it is. */
const beginningOf = (said: readonly string[], room: number): string[] =>
	said.length > room && room > 1 ? [...said.slice(0, room - 1), '…'] : said.slice(0, room);

/** What failed says at its end what to do; before that stands why. */
function endOf(said: readonly string[], why: readonly string[], room: number): string[] {
	const end = room === 0 ? [] : said.slice(-room);
	return why.length === 0 || end.includes(why[0]!) ? end : [...why, ...end.slice(why.length)].slice(0, room);
}

/** What came of it, and what can come next. */
export function DoneScreen({flow, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const {headline, why, lines, exitCode, outcome} = flow.done!;
	const rows = doneRows(flow);
	const at = rows.find(({key}) => key === flow.marks.done) ?? rows[0]!;
	const listRoom = Math.min(rows.length, body - 1);
	// Between the headline and a gap.
	const room = Math.max(0, body - listRoom - 2);
	const isGood = exitCode === exitCodes.done;
	const said = wrap(lines.filter(line => !line.startsWith('Next: ')).join('\n').trim(), width);
	const shown = isGood ? beginningOf(said, room) : endOf(said, why === undefined ? [] : wrap(why, width), room);
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
