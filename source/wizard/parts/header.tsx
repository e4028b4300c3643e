import {Box, Text} from 'ink';
import {margin} from './layout.ts';
import {accent, rule} from './theme.ts';

/** What is worked on, and where in it we are. */
export function Header({columns, title, place}: {columns: number; title: string; place: string}) {
	return (
		<Box flexDirection='column' height={2} flexShrink={0}>
			<Box marginX={margin} justifyContent='space-between'>
				<Text wrap='truncate-end'><Text bold color={accent}>ramstrap</Text>{`  ${title}`}</Text>
				<Box flexShrink={0} marginLeft={1}><Text dimColor>{place}</Text></Box>
			</Box>
			<Text dimColor>{' ' + rule.repeat(columns - 2)}</Text>
		</Box>
	);
}
