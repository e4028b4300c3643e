import {Box, Text} from 'ink';
import {useState} from 'react';
import {Header} from '../parts/header.tsx';
import {HintBar} from '../parts/hint-bar.tsx';
import {isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor, margin, smallest, type Size} from '../parts/layout.ts';
import {accent, pointer, warning} from '../parts/theme.ts';
import {visible, walk, type Row} from '../parts/walk.ts';
import {wrap} from '../parts/wrap.ts';
import {AdoptScreen} from './adopt-screen.tsx';
import {Page} from './page-screen.tsx';
import {servingHelp} from './serving-help.ts';
import {TooSmallScreen} from './too-small-screen.tsx';

/** All that is shown of a boot server at work. */
export type ServingView = {
	/** `rambox on eth1, 192.168.24.1`. */
	title: string;
	/** `3 nodes: 2 up, 1 on its way; 58 MB`. */
	totals: string;
	head: string;
	rows: readonly ServedNode[];
	/** What the services wrote last, newest at the end. */
	log: readonly string[];
	/** All that is known of a machine now, line by line. */
	about: (mac: string) => readonly string[];
	/** A name for the next machine that is adopted, and why a name does not do. */
	freeName: string;
	nameProblem: (mac: string, name: string) => string | undefined;
};

type ServedNode = {
	mac: string;
	line: string;
	below: readonly string[];
	standing: keyof typeof colours;
	/** Whether the recipe knows it. */
	isKnown: boolean;
	/** It has been up with `boot: once`, so it boots from its disk until it may boot over the network again. */
	hasBootedOnce: boolean;
};

/** What can be done while one serves. */
export type ServingActions = {
	onStop: (reason: undefined) => void;
	onAdopt: (mac: string, name: string) => void;
	/** Wake-on-LAN. */
	onWake: (mac: string) => void;
	/** A machine that has booted once boots over the network at its next start. */
	onBootAgain: (mac: string) => void;
	/** Machines boot the previous version from their next start on. */
	onRollback: () => void;
};

const colours = {
	up: 'green',
	'on its way': accent,
	silent: warning,
	failed: 'red',
	'turned away': warning,
	'not seen': undefined,
	'from disk': undefined,
} as const;

/** What stands before the list of machines. */
type Over = {is: 'help'; top: number} | {is: 'node'; mac: string; top: number} | {is: 'naming'; mac: string};

type Props = {view: ServingView; size: Size} & ServingActions;

/** The machines, one of them opened, or what is asked about one. */
export function ServingScreen({view, size, ...actions}: Props) {
	const [over, setOver] = useState<Over>();
	const [at, setAt] = useState('');
	useKeys(key => {
		if (key === 'ctrl-c') {
			actions.onStop(undefined);
		}
	});
	if (size.columns < smallest.columns || size.rows < smallest.rows) {
		return <TooSmallScreen size={size}/>;
	}

	const back = () => {
		setOver(undefined);
	};

	if (over?.is === 'naming') {
		return (
			<AdoptScreen
				size={size}
				mac={over.mac}
				proposed={view.freeName}
				problemOf={name => view.nameProblem(over.mac, name)}
				onBack={back}
				onName={name => {
					actions.onAdopt(over.mac, name);
					back();
				}}
			/>
		);
	}

	if (over) {
		const [title, text] = over.is === 'help'
			? ['Help', servingHelp]
			: [over.mac, view.about(over.mac).join('\n')];
		return <Page size={size} title={title} text={text} top={over.top} onBack={back} onScroll={top => {
			setOver({...over, top});
		}}/>;
	}

	return <Nodes view={view} size={size} at={at} onMove={setAt} onOpen={setOver} {...actions}/>;
}

type NodesProps = Props & {at: string; onMove: (mac: string) => void; onOpen: (over: Over) => void};

/** One line per machine, with what is wrong below it; the log takes what is left of the window. */
function Nodes({view, size, at, onMove, onOpen, onStop, onWake, onBootAgain, onRollback}: NodesProps) {
	// What was pressed once and waits for the second time.
	const [sure, setSure] = useState<Asked>();
	const {gap} = layoutFor(size);
	const width = size.columns - (2 * margin);
	const room = size.rows - 4 - (2 * gap);
	const focused = view.rows.find(({mac}) => mac === at) ?? view.rows[0];
	const lines = linesOf(view, width);
	// At least a third of the window is for nodes; the log shrinks first.
	const nodesRoom = Math.min(lines.length, Math.max(Math.floor(room / 3), room - Math.min(view.log.length, 6) - 1));
	const focus = Math.max(0, lines.findIndex(({key}) => key === focused?.mac));
	const {from, to} = visible(lines.length, focus, nodesRoom);
	const logRoom = Math.max(0, room - nodesRoom - 1);
	const stranger = focused?.isKnown === false ? focused : view.rows.find(({isKnown}) => !isKnown);
	const busy = view.rows.filter(({standing}) => standing === 'on its way').length;
	// What is done when the key is pressed twice.
	const asked: Partial<Record<string, () => void>> = {
		u: onRollback,
		...(busy > 0 && {
			q() {
				onStop(undefined);
			},
		}),
		...(focused?.hasBootedOnce && {
			n() {
				onBootAgain(focused.mac);
			},
		}),
	} satisfies Partial<Record<Asked, () => void>>;
	useKeys(key => {
		setSure(undefined);
		const act = asked[key];
		if (act && sure === key) {
			act();
		} else if (act) {
			setSure(key as Asked);
		} else if (key === 'q') {
			onStop(undefined);
		} else if (key === 'w' && focused) {
			onWake(focused.mac);
		} else if (isHelp(key)) {
			onOpen({is: 'help', top: 0});
		} else if (key === 'a' && stranger) {
			onOpen({is: 'naming', mac: stranger.mac});
		} else if (focused) {
			const {at: next, taken} = walk(rowsOf(view), focused.mac, key, Math.max(1, nodesRoom - 1));
			onMove(next);
			if (taken) {
				onOpen({is: 'node', mac: next, top: 0});
			}
		}
	});
	return (
		<Box flexDirection='column' width={size.columns} height={size.rows}>
			<Header columns={size.columns} title={view.title} place={view.totals}/>
			<Box flexDirection='column' marginTop={gap} width={size.columns} height={room + 1} overflow='hidden'>
				<Text dimColor wrap='truncate-end'>{`${' '.repeat(margin)}${view.head}`}</Text>
				{lines.slice(from, to).map(({key, text, colour}) => (
					<Text key={key} wrap='truncate-end' {...(colour && {color: colour})}>
						{`${key === focused?.mac ? pointer : ' '} ${text}`}
					</Text>
				))}
				<Box height={1} marginLeft={margin}>
					{sure && <Text bold color={warning}>{askedAgain(sure, busy)}</Text>}
				</Box>
				{view.log.slice(-logRoom || view.log.length).map((text, index) => (
					<Text key={`log ${index}`} dimColor wrap='truncate-end'>{`${' '.repeat(margin)}${text}`}</Text>
				))}
			</Box>
			<Box height={gap}/>
			<HintBar
				width={width}
				hints={[
					...(focused ? [['enter', 'open'] as const] : []),
					...(stranger ? [['a', 'adopt'] as const] : []),
					...(focused?.hasBootedOnce ? [['n', 'network boot'] as const] : []),
					['q', 'stop serving'],
					...(focused ? [['w', 'wake'] as const] : []),
					['u', 'roll back'],
					['↑↓', 'move'],
					['?', 'help'],
				]}
			/>
		</Box>
	);
}

const rowsOf = ({rows}: ServingView): Row[] => rows.map(({mac}) => ({key: mac, label: mac}));

/** Keys that are pressed twice. */
type Asked = 'q' | 'u' | 'n';

function askedAgain(key: Asked, busy: number): string {
	const machines = busy === 1 ? '1 machine is on its way' : `${busy} machines are on their way`;
	return {
		q: `! ${machines}; q again stops serving.`,
		u: 'u again: machines boot the previous version from now on.',
		n: 'n again: network boot next time; it may erase the disk.',
	}[key];
}

function linesOf({rows}: ServingView, width: number): Array<{key: string; text: string; colour: string | undefined}> {
	const nobody = wrap(
		'Start a machine and boot it from the network: often with F12 or F9 during startup, or by the '
		+ 'boot order in its firmware.',
		width - 3,
	);
	return rows.length === 0
		? nobody.map((text, index) => ({key: `nobody ${index}`, text: `   ${text}`, colour: undefined}))
		: rows.flatMap(({mac, line, below, standing}) => [
			{key: mac, text: line, colour: colours[standing]},
			...below.flatMap((text, index) =>
				wrap(text, width - 3).map((part, piece) => ({
					key: `${mac} ${index} ${piece}`,
					text: `   ${part}`,
					colour: undefined,
				})),
			),
		]);
}
