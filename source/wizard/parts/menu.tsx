import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import {useState} from 'react';
import {useKeys} from './keys.ts';
import {List} from './list.tsx';
import {accent, pointer} from './theme.ts';
import type {Row} from './walk.ts';

type Props = {
	rows: readonly Row[];
	at: string;
	height: number;
	width: number;
	onMove: (key: string) => void;
	onTake: (key: string) => void;
};

/**
A short menu: digits choose at once. It cannot scroll as one expects (its window turns round), so
what does not fit is a list.
*/
export function Menu({rows, at, height, width, onMove, onTake}: Props) {
	const isShort = rows.length <= Math.min(height, 9);
	const [jumps, setJumps] = useState(0);
	useKeys(key => {
		const row = {home: rows[0], end: rows.at(-1)}[key];
		if (!(isShort && row)) {
			return;
		}

		onMove(row.key);
		// SelectInput has no keys for that: it begins anew where it is to be.
		setJumps(jumps + 1);
	});
	if (!isShort) {
		return <List {...{rows, at, height, width, onMove, onTake}}/>;
	}

	return (
		<Box width={width}>
			<SelectInput
				key={jumps}
				items={rows.map(({key, label, note = ''}) => ({key, value: key, label, note}))}
				initialIndex={Math.max(0, rows.findIndex(({key}) => key === at))}
				indicatorComponent={Indicator}
				itemComponent={Item}
				onHighlight={({value}) => {
					onMove(value);
				}}
				onSelect={({value}) => {
					onTake(value);
				}}
			/>
		</Box>
	);
}

function Indicator({isSelected = false}: {isSelected?: boolean}) {
	return <Box flexShrink={0} width={2}><Text bold color={accent}>{isSelected ? pointer : ' '}</Text></Box>;
}

/** SelectInput hands over the whole item, whatever its types say. */
function Item({isSelected = false, label, note = ''}: {isSelected?: boolean; label: string; note?: string}) {
	return (
		<Text wrap='truncate-end'>
			<Text bold={isSelected} {...(isSelected && {color: accent})}>
				{label}
			</Text>
			{note && <Text dimColor>{`  ${note}`}</Text>}
		</Text>
	);
}
