import {Box, Text} from 'ink';
import {columnsOf, cutTo} from '../../report/wrap.ts';
import {margin} from './layout.ts';
import {rule} from './theme.ts';
import {clip, wrap} from './wrap.ts';

type Props = {columns: number; width: number; lines: number; title: string; text: string};

/** Always there, always about what has the focus. */
export function HelpPane({columns, width, lines, title, text}: Props) {
	const shown = clip(wrap(text, width), lines, width);
	const heading = columnsOf(title) > width ? `${cutTo(title, width - 1)}…` : title;
	const isProblem = heading.startsWith('!');
	return (
		<Box flexDirection='column' height={lines + 1} flexShrink={0}>
			<Text>
				<Text dimColor>{` ${rule} `}</Text>
				<Text bold={isProblem} {...(isProblem && {color: 'red'})}>
					{heading}
				</Text>
				<Text dimColor>{` ${rule.repeat(Math.max(0, columns - columnsOf(heading) - 5))}`}</Text>
			</Text>
			<Box flexDirection='column' marginLeft={margin}>
				{shown.map((line, index) => <Text key={index} wrap='truncate-end'>{line || ' '}</Text>)}
			</Box>
		</Box>
	);
}
