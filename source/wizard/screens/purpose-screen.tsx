import {Box, Text} from 'ink';
import {purposes} from '../../purpose/purposes.ts';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {Menu} from '../parts/menu.tsx';
import {clip, wrap} from '../parts/wrap.ts';
import type {Screen} from '../state.ts';
import {stepText} from '../steps.ts';
import {hintsFor} from './choice-question.tsx';
import type {ScreenProps} from './screen-props.ts';

/** What the machine is for: everything else can be proposed then. */
export function PurposeScreen(screen: ScreenProps) {
	const {flow, dispatch} = screen;
	const present = flow.wish?.purpose ?? purposes[0]!.name;
	return (
		<Choices
			{...screen}
			here={{at: 'purpose'}}
			title='What is the machine for?'
			about='ramstrap proposes the rest, and every answer can be changed.'
			rows={[
				...purposes.map(({name, title, help}) => ({key: name, label: title, help})),
				{
					key: byHand,
					label: 'I know what I want',
					help: 'Choose the strategy yourself: BusyBox in an initramfs, a system in RAM, a RAM disk or a '
						+ 'root over NFS. Asks every question.',
				},
			]}
			present={present}
			onTake={(key, to) => {
				dispatch({do: 'purpose', to, ...(key !== byHand && {name: key})});
			}}
		/>
	);
}

/** Not the name of a purpose. */
const byHand = '*by hand*';

/** Whether what a node writes must outlive its power. */
export function KeepsScreen(screen: ScreenProps) {
	const {flow, dispatch} = screen;
	return (
		<Choices
			{...screen}
			here={{at: 'keeps'}}
			title='May the machine lose what it writes?'
			about='A system in RAM starts afresh at every power on.'
			rows={[
				{
					key: 'loses',
					label: 'Yes, at power off',
					help: 'Every start is a fresh one: nothing to repair, nothing to clean up. Programs can still '
						+ 'store data elsewhere, such as on a file server.',
				},
				{
					key: 'keeps',
					label: 'No, keep it on this server',
					help: 'The machine has its root file system on this server, which must stay up while the machine '
						+ 'runs.',
				},
			]}
			present={flow.wish?.keeps ? 'keeps' : 'loses'}
			onTake={(key, to) => {
				dispatch({do: 'keeps', to, keeps: key === 'keeps'});
			}}
		/>
	);
}

type ChoicesProps = ScreenProps & {
	here: Screen;
	title: string;
	about: string;
	rows: ReadonlyArray<{key: string; label: string; help: string}>;
	present: string;
	onTake: (key: string, to: 'next' | 'review') => void;
};

function Choices({flow, size, dispatch, here, title, about, rows, present, onTake}: ChoicesProps) {
	const {width, body} = layoutFor(size);
	const at = flow.marks[here.at] ?? present;
	const row = rows.find(({key}) => key === at) ?? rows[0]!;
	const lines = clip(wrap(about, width), 2, width);
	useKeys(key => {
		if (isBack(key)) {
			dispatch({do: 'back'});
		} else if (isHelp(key)) {
			dispatch({do: 'help'});
		} else if (key === 'tab') {
			onTake(row.key, 'review');
		}
	});
	return (
		<Frame
			size={size}
			title='New recipe'
			place={stepText(flow, here)}
			help={{title: row.label, text: row.help}}
			hints={hintsFor(false)}
		>
			<Text bold>{title}</Text>
			{lines.map(line => <Text key={line} dimColor>{line}</Text>)}
			<Box height={1}/>
			<Menu rows={[...rows]} at={row.key} width={width} height={body - 2 - lines.length} onMove={key => {
				dispatch({do: 'mark', screen: here.at, at: key});
			}} onTake={key => {
				onTake(key, 'next');
			}}/>
		</Frame>
	);
}
