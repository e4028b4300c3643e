import {Box} from 'ink';
import {FilterLine} from './filter-line.tsx';
import type {Hint} from './hint-bar.tsx';

type Props = {
	/** Nothing where nothing is looked for: the line is empty then. */
	text: string | undefined;
	/** How many rows there are of it. */
	found: number;
	width: number;
	onType: (text: string) => void;
};

/** The line above a list in which one looks for rows. */
export function Finder({text, found, width, onType}: Props) {
	return (
		<Box height={1}>
			{text !== undefined
				&& <FilterLine isOpen text={text} width={width} matches={`${found} found`} onType={onType}/>}
		</Box>
	);
}

/** While one does. @param does what Enter does with the row that was found */
export const finderHints = (does: string): Hint[] =>
	[['enter', does], ['esc', 'show all'], ['↑↓', 'move'], ['ctrl-u', 'clear']];
