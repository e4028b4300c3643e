import {Box, Text} from 'ink';
import {useMemo} from 'react';
import type {KernelRow} from '../../kernel/menu.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {notSaved} from '../kernel-flow.ts';
import {
	countText,
	effectLine,
	effectText,
	filterRows,
	focusedRow,
	focusMark,
	listRows,
	titleOf,
} from '../kernel-list.ts';
import {FilterLine, listKeys} from '../parts/filter-line.tsx';
import {Frame} from '../parts/frame.tsx';
import {useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import {isChanged, isDirect, isReviewed, newRecipe, recipeIn, type Flow} from '../state.ts';
import {stepText} from '../steps.ts';
import {actOn, hintsFor} from './kernel-keys.ts';
import type {ScreenProps} from './screen-props.ts';

/** The options of a kernel of one's own: a checklist of bundles and single ones. */
export function KernelScreen({flow, props, size, dispatch, part}: ScreenProps & {part?: KernelRow['kind']}) {
	const {width, body, isWide} = layoutFor(size);
	const {filter} = flow;
	const recipe = recipeIn(flow);
	const rows = useMemo(() => props.kernel.rows(recipe), [props, recipe]);
	const found = useMemo(() => filterRows(rows, filter?.text ?? ''), [rows, filter?.text]);
	const lines = useMemo(() => listRows(found), [found]);
	const counts = useMemo(
		() => countText(recipe, rows, props.kernel.lastSize(recipe.name) ?? props.kernel.lastSize(flow.draft), width),
		[props, recipe, rows, flow.draft, width],
	);
	const row = focusedRow(found, {mark: flow.marks[focusMark(flow)], part, text: filter?.text});
	useKeys(key => {
		actOn(key, {flow, row, rows, dispatch});
	});
	const isDeaf = (key: string) => key === 'enter' || (filter?.isOpen === true && !listKeys.has(key));
	const filterLine = filter && (
		<FilterLine
			text={filter.text}
			isOpen={filter.isOpen}
			width={width}
			matches={`${found.length} of ${rows.length} match`}
			onType={text => {
				dispatch({do: 'filter', filter: {text, isOpen: true}});
				dispatch({do: 'mark', screen: focusMark(flow), at: ''});
			}}
		/>
	);
	// In a small window every line counts: what is looked for takes the place of what was chosen.
	const head = body > 12
		? [
			<Text key='title' bold>
				Kernel options
			</Text>,
			<Text key='counts' dimColor wrap='truncate-end'>
				{counts}
			</Text>,
			<Box key='filter' height={1}>
				{filterLine}
			</Box>,
		]
		: [
			<Box key='filter' height={1}>
				{filterLine ?? (
					<Text dimColor wrap='truncate-end'>
						{counts}
					</Text>
				)}
			</Box>,
		];
	return (
		<Frame
			size={size}
			{...placeOf(flow, recipe)}
			help={helpFor(flow, row, rows, isWide ? Infinity : width)}
			hints={hintsFor(flow)}
		>
			{head}
			{lines.length === 0 ? (
				<Text>{nothing}</Text>
			) : (
				<List
					rows={lines}
					at={row?.id ?? ''}
					width={width}
					height={body - head.length}
					labelWidth={labelWidth}
					isDeaf={isDeaf}
					onMove={at => {
						dispatch({do: 'mark', screen: focusMark(flow), at});
					}}
				/>
			)}
		</Frame>
	);
}

const nothing = 'No matches in this list. The whole tree (Esc, then t) has every option.';

/** A mark and a name; the few that are longer push their title aside. */
const labelWidth = 26;

function placeOf(flow: Flow, {name}: Recipe): {title: string; place: string} {
	if (isDirect(flow) || isReviewed(flow)) {
		return {title: name, place: isDirect(flow) && isChanged(flow) ? 'kernel, not saved' : 'kernel'};
	}

	return {title: flow.draft === newRecipe ? 'New recipe' : flow.draft, place: stepText(flow, {at: 'kernel'})};
}

function titleOfProblem(problem: string, row: KernelRow | undefined): string {
	if (problem === notSaved) {
		return '! Not saved';
	}

	return row?.locked !== undefined && problem.includes(row.locked) ? '! Locked' : '! The tree was not opened';
}

function helpFor(
	flow: Flow,
	row: KernelRow | undefined,
	rows: readonly KernelRow[],
	width: number,
): {title: string; text: string} {
	if (flow.problem) {
		return {
			title: titleOfProblem(flow.problem, row),
			text: flow.problem,
		};
	}

	if (!row) {
		return {title: 'Filter',
			text: 'Every word must occur in the name, title, reason or explanation. Esc clears the filter.'};
	}

	const effect = effectText(recipeIn(flow), row, rows);
	return {title: titleOf(row), text: [...(effect ? [effectLine(effect, width)] : []), row.help].join('\n')};
}
