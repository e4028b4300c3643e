import {Box, Text} from 'ink';
import {smallest, type Size} from '../parts/layout.ts';

/** Listens to nothing: a key must not act on what cannot be seen. */
export function TooSmallScreen({size: {columns, rows}, note}: {size: Size; note?: string | undefined}) {
	return (
		<Box width={columns} height={rows} flexDirection='column' alignItems='center' justifyContent='center'>
			<Text wrap='truncate-end'>{`needs ${smallest.columns}x${smallest.rows}, now ${columns}x${rows}`}</Text>
			{note !== undefined && <Text wrap='truncate-end'>{note}</Text>}
		</Box>
	);
}
