import {Box, Text} from 'ink';
import {useState} from 'react';
import {Header} from '../parts/header.tsx';
import {HintBar} from '../parts/hint-bar.tsx';
import {useKeys} from '../parts/keys.ts';
import {layoutFor, margin, smallest, type Size} from '../parts/layout.ts';
import {accent, warning} from '../parts/theme.ts';
import {scroll} from '../parts/scroll.ts';
import {wrap} from '../parts/wrap.ts';
import {TooSmallScreen} from './too-small-screen.tsx';

/** All that is shown of a boot server at work. */
export type ServingView = {
	/** `rambox on eth1, 192.168.24.1`. */
	title: string;
	/** `3 nodes: 2 up, 1 on its way; 58 MB`. */
	totals: string;
	head: string;
	rows: ReadonlyArray<{mac: string; line: string; below: readonly string[]; standing: keyof typeof colours}>;
	/** What the services wrote last, newest at the end. */
	log: readonly string[];
	/** The machine that can be made a known one: the first that is none. */
	stranger?: string | undefined;
};

const colours = {
	up: 'green',
	'on its way': accent,
	silent: warning,
	failed: 'red',
	'turned away': warning,
	'not seen': undefined,
} as const;

/** One line per machine, with what is wrong below it; the log takes what is left of the window. */
export function ServingScreen({
	view,
	size,
	onStop,
	onAdopt,
}: {
	view: ServingView;
	size: Size;
	onStop: (reason: undefined) => void;
	onAdopt: (mac: string) => void;
}) {
	const [top, setTop] = useState(0);
	const {gap} = layoutFor(size);
	const width = size.columns - (2 * margin);
	const room = size.rows - 4 - (2 * gap);
	const nobody = wrap(
		'Start a machine and boot it from the network: often with F12 or F9 during startup, or by the '
		+ 'boot order in its firmware.',
		width - 3,
	);
	const lines = view.rows.length === 0
		? nobody.map((text, index) => ({key: `nobody ${index}`, text: `   ${text}`, colour: undefined}))
		: view.rows.flatMap(({mac, line, below, standing}) => [
			{key: mac, text: line, colour: colours[standing]},
			...below.flatMap((text, index) =>
				wrap(text, width - 3).map((part, piece) => ({
					key: `${mac} ${index} ${piece}`,
					text: `   ${part}`,
					colour: undefined,
				})),
			),
		]);
	// At least a third of the window is for nodes; the log shrinks first.
	const nodesRoom = Math.min(lines.length, Math.max(Math.floor(room / 3), room - Math.min(view.log.length, 6) - 1));
	const from = scroll(top, '', lines.length, nodesRoom);
	const logRoom = Math.max(0, room - nodesRoom - 1);
	useKeys(key => {
		if (key === 'ctrl-c' || key === 'q') {
			onStop(undefined);
		} else if (key === 'a' && view.stranger !== undefined) {
			onAdopt(view.stranger);
		} else {
			setTop(scroll(from, key, lines.length, nodesRoom));
		}
	});
	if (size.columns < smallest.columns || size.rows < smallest.rows) {
		return <TooSmallScreen size={size}/>;
	}

	return (
		<Box flexDirection='column' width={size.columns} height={size.rows}>
			<Header columns={size.columns} title={view.title} place={view.totals}/>
			<Box
				flexDirection='column'
				marginTop={gap}
				marginLeft={margin}
				width={width}
				height={room + 1}
				overflow='hidden'
			>
				<Text dimColor wrap='truncate-end'>
					{view.head}
				</Text>
				{lines.slice(from, from + nodesRoom).map(({key, text, colour}) => (
					<Text key={key} wrap='truncate-end' {...(colour && {color: colour})}>
						{text}
					</Text>
				))}
				<Box height={1}/>
				{view.log.slice(-logRoom || view.log.length).map((text, index) => (
					<Text key={`log ${index}`} dimColor wrap='truncate-end'>
						{text}
					</Text>
				))}
			</Box>
			<Box height={gap}/>
			<HintBar
				width={width}
				hints={[
					['↑↓', 'nodes'],
					...(view.stranger === undefined ? [] : [['a', `adopt ${view.stranger}`] as const]),
					['q', 'stop serving'],
				]}
			/>
		</Box>
	);
}
