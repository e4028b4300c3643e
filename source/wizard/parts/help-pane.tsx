import {Box, Text} from 'ink';
import {columnsOf, cutTo} from '../../report/wrap.ts';
import {margin} from './layout.ts';
import {rule, upright} from './theme.ts';
import {clip, wrap} from './wrap.ts';

type Props = {columns: number; width: number; lines: number; title: string; text: string};

/** Always there, always about what has the focus. */
export function HelpPane({columns, width, lines, title, text}: Props) {
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
				<Lines text={text} width={width} lines={lines}/>
			</Box>
		</Box>
	);
}

/** The same beside the matter, behind a rule. */
export function SidePane({width, lines, title, text}: Omit<Props, 'columns'>) {
	const heading = wrap(title, width);
	const isProblem = title.startsWith('!');
	return (
		<Box height={lines + 1} flexShrink={0}>
			<Box flexDirection='column' width={1} marginX={1}>
				{Array.from({length: lines + 1}, (_, index) => <Text key={index} dimColor>{upright}</Text>)}
			</Box>
			<Box flexDirection='column' width={width}>
				{heading.map((line, index) =>
					<Text key={index} bold {...(isProblem && {color: 'red'})}>{line || ' '}</Text>)}
				<Lines text={text} width={width} lines={lines + 1 - heading.length}/>
			</Box>
		</Box>
	);
}

function Lines({text, width, lines}: {text: string; width: number; lines: number}) {
	const shown = clip(wrap(text, width), lines, width);
	return shown.map((line, index) => <Text key={index} wrap='truncate-end'>{line || ' '}</Text>);
}
