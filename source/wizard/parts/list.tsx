import {Box, Text} from 'ink';
import {columnsOf, padTo} from '../../report/wrap.ts';
import {useKeys} from './keys.ts';
import {accent, pointer, warning} from './theme.ts';
import {visible, walk, type Row} from './walk.ts';

type Props = {
	rows: readonly Row[];
	/** Key of the row that has the focus. */
	at: string;
	height: number;
	width: number;
	onMove: (key: string) => void;
	onTake?: (key: string) => void;
	/** Where notes stand, if that is not for the rows to say. */
	labelWidth?: number;
	/** Keys that are meant for something else on the screen. */
	isDeaf?: (key: string) => boolean;
};

/** A list of any length in the lines there are: only what can be seen is drawn, so 200 rows cost as little as 10. */
export function List({rows, at, height, width, onMove, onTake, isDeaf, labelWidth = columnFor(rows, width)}: Props) {
	const focus = Math.max(0, rows.findIndex(({key}) => key === at));
	const overflows = rows.length > height;
	const {from, to} = visible(rows.length, focus, overflows ? height - 1 : height);
	useKeys(pressed => {
		if (isDeaf?.(pressed)) {
			return;
		}

		const {at: next, taken} = walk(rows, at, pressed, Math.max(1, height - 2));
		if (next !== at) {
			onMove(next);
		}

		if (taken) {
			onTake?.(next);
		}
	});
	return (
		<Box flexDirection='column' height={height} width={width}>
			{withHeading(rows, from, to, focus).map(row => (
				<RowLine key={row.key} row={row} isFocused={row.key === rows[focus]?.key} labelWidth={labelWidth} />
			))}
			{overflows && <Counter rows={rows} focus={focus} to={to}/>}
		</Box>
	);
}

/** In the middle of a group its heading takes the place of the first row, so that one always sees where one is. */
function withHeading(rows: readonly Row[], from: number, to: number, focus: number): Row[] {
	const [first, ...others] = rows.slice(from, to);
	const heading = rows.slice(0, from).findLast(({kind}) => kind === 'heading');
	// Alone it would say nothing.
	const isAlone = others[0]?.kind === 'heading';
	return !isAlone && first && heading?.label && first.kind !== 'heading' && focus > from
		? [heading, ...others]
		: rows.slice(from, to);
}

function RowLine({row, isFocused, labelWidth}: {row: Row; isFocused: boolean; labelWidth: number}) {
	if (row.kind === 'heading') {
		return <Text bold wrap='truncate-end'>{row.label || ' '}</Text>;
	}

	const label = row.note === undefined ? row.label : padTo(row.label, labelWidth);
	const colour = isFocused ? accent : (row.kind === 'blocked' ? warning : undefined);
	return (
		<Text wrap='truncate-end'>
			<Text
				bold={isFocused}
				dimColor={!isFocused && row.kind === 'answer'}
				color={colour}
			>{`${isFocused ? pointer : ' '} ${label}`}</Text>
			{row.note !== undefined && (
				<Text dimColor={!isFocused && (row.kind !== 'answer' || row.isUsual === true)}>
					{`${row.isChanged ? '* ' : '  '}${row.note}`}
				</Text>
			)}
		</Text>
	);
}

function Counter({rows, focus, to}: {rows: readonly Row[]; focus: number; to: number}) {
	const stops = rows.filter(({kind}) => kind !== 'heading');
	const place = stops.indexOf(rows[focus]!) + 1;
	return <Text dimColor>{`  ${place}/${stops.length}${to < rows.length ? '  more below' : ''}`}</Text>;
}

/** Notes stand in one column, as near as the longest label lets them, yet with room of their own. */
function columnFor(rows: readonly Row[], width: number): number {
	const longest = Math.max(0, ...rows.filter(({note}) => note !== undefined).map(({label}) => columnsOf(label)));
	return Math.min(longest, Math.floor(width / 2));
}
