import {Box, Text} from 'ink';
import {smallest, type Size} from '../parts/layout.ts';

const wanted = `${smallest.columns}x${smallest.rows}`;

/** Listens to nothing: a key must not act on what cannot be seen. */
export function TooSmallScreen({size: {columns, rows}, note}: {size: Size; note?: string | undefined}) {
	return (
		<Box width={columns} height={rows} flexDirection='column' alignItems='center' justifyContent='center'>
			<Text wrap='truncate-end'>{`The window needs ${wanted}, now ${columns}x${rows}`}</Text>
			<Text wrap='truncate-end'>Enlarge the window, or Ctrl-C.</Text>
			{note !== undefined && <Text wrap='truncate-end'>{note}</Text>}
		</Box>
	);
}
