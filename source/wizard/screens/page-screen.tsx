import {Box, Text} from 'ink';
import {useMemo} from 'react';
import {Header} from '../parts/header.tsx';
import {HintBar} from '../parts/hint-bar.tsx';
import {isBack, useKeys} from '../parts/keys.ts';
import {layoutFor, margin, type Size} from '../parts/layout.ts';
import {scroll} from '../parts/scroll.ts';
import {wrap} from '../parts/wrap.ts';
import {recipeIn, type PageName} from '../state.ts';
import {pages} from './pages.ts';
import type {ScreenProps} from './screen-props.ts';

/** Text to read: the plan, what this machine misses, the memory that nodes need. It gets the whole window. */
export function PageScreen({flow, props, size, dispatch, page}: ScreenProps & {page: PageName}) {
	const recipe = recipeIn(flow);
	// Nothing else of the flow changes while one reads.
	const text = useMemo(() => pages[page].text(flow, props), [page, props]);
	const screen = `${page}:${flow.draft}`;
	const title = pages[page].title(recipe);
	// Of a log the end is what matters.
	const place = Number(flow.marks[screen] ?? (page === 'log' ? Number.MAX_SAFE_INTEGER : 0));
	return <Page size={size} title={title} text={text} top={place} onBack={() => {
		dispatch({do: 'back'});
	}} onScroll={top => {
		dispatch({do: 'mark', screen, at: String(top)});
	}}/>;
}

type PageProps = {
	size: Size;
	title: string;
	text: string;
	top: number;
	/** More keys than every page has. */
	more?: ReadonlyArray<[key: string, does: string]>;
	onBack: () => void;
	/** `isEnd`: the last line is on the screen. */
	onScroll: (top: number, isEnd: boolean) => void;
	/** Keys that mean nothing on other pages. */
	onKey?: (key: string) => void;
};

export function Page({size, title, text, top, more = [], onBack, onScroll, onKey}: PageProps) {
	const {gap} = layoutFor(size);
	const height = size.rows - 3 - (2 * gap);
	const lines = useMemo(() => wrap(text.trimEnd(), size.columns - (2 * margin)), [text, size.columns]);
	// After a resize the old place may lie behind the end.
	const from = scroll(top, '', lines.length, height);
	const to = Math.min(lines.length, from + height);
	useKeys(key => {
		if (isBack(key) || ['q', 'enter', '?'].includes(key)) {
			onBack();
		} else {
			const next = scroll(from, key, lines.length, height);
			onScroll(next, next + height >= lines.length);
			onKey?.(key);
		}
	});
	return (
		<Box flexDirection='column' width={size.columns} height={size.rows}>
			<Header columns={size.columns} title={title} place={`${from + 1}-${to} of ${lines.length}`}/>
			<Box flexDirection='column' marginY={gap} marginLeft={margin} height={height} overflow='hidden'>
				{lines.slice(from, to).map((line, index) => (
					<Text key={from + index} wrap='truncate-end'>
						{line || ' '}
					</Text>
				))}
			</Box>
			<HintBar
				width={size.columns - 2 * margin}
				hints={[
					['↑↓', 'scroll'],
					['esc', 'back'],
					['PgUp PgDn', 'page'],
					['Home End', 'ends'],
					...more,
				]}
			/>
		</Box>
	);
}
