import {Box, Text} from 'ink';
import {columnsOf} from '../../report/wrap.ts';
import {margin} from './layout.ts';

/** A key and what it does, in a word or two. */
export type Hint = readonly [key: string, does: string];

const gap = 3;

/**
The keys that matter here, most important first. Where there is no room the last ones go, but never the one for help.
*/
export function HintBar({hints, width}: {hints: readonly Hint[]; width: number}) {
	return (
		<Box marginLeft={margin} height={1} flexShrink={0}>
			{fitting(hints, width).map(([key, does], index) => (
				<Text key={key} wrap='truncate-end'>
					{index > 0 && ' '.repeat(gap)}
					<Text bold>{key}</Text>
					<Text dimColor>{` ${does}`}</Text>
				</Text>
			))}
		</Box>
	);
}

export function fitting(hints: readonly Hint[], width: number): Hint[] {
	const help = hints.filter(([, does]) => does === 'help');
	const others = hints.filter(([, does]) => does !== 'help');
	while (others.length > 0 && widthOf([...others, ...help]) > width) {
		others.pop();
	}

	return [...others, ...help];
}

function widthOf(hints: readonly Hint[]): number {
	const gaps = gap * (hints.length - 1);
	return hints.reduce((sum, [key, does]) => sum + columnsOf(key) + 1 + columnsOf(does), gaps);
}
