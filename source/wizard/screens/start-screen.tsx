import {Box, Text} from 'ink';
import {Frame} from '../parts/frame.tsx';
import {isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import {unsavedIn} from '../state.ts';
import type {ScreenProps} from './screen-props.ts';
import {startHelp, startRows} from './start-rows.ts';

/** Keys that do at once what the review has a row for, with a recipe that is as it was saved. */
const atOnce = {b: 'run', r: 'rehearse', s: 'serve'} as const;

const headline = 'Boot machines without a disk from this machine.';

/** Where everything begins: a new recipe, or one that is there. */
export function StartScreen({flow, props, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const facts = body >= 14 ? props.facts.slice(0, 2) : [];
	const rows = startRows(flow);
	const at = flow.marks.start ?? 'new';
	const focused = flow.recipes.find(({name}) => at === `recipe:${name}`);
	const isReady = focused?.recipe !== undefined && !Object.hasOwn(unsavedIn(flow), focused.name);
	const move = (key: string) => {
		dispatch({do: 'mark', screen: 'start', at: key});
	};

	useKeys(key => {
		if (isHelp(key)) {
			dispatch({do: 'help'});
		} else if (isReady && Object.hasOwn(atOnce, key)) {
			dispatch({do: 'open', name: focused.name});
			dispatch({do: atOnce[key as keyof typeof atOnce]});
		} else if (key === 'q') {
			dispatch({do: 'quit'});
		} else if (key === 'escape') {
			// There is nothing to go back to. Whoever presses it once too often must not be thrown out.
			move('quit');
		}
	});
	return (
		<Frame
			size={size}
			title={props.version}
			place=''
			help={flow.note ?? startHelp(at, flow)}
			hints={[
				['↑↓', 'move'],
				['enter', 'open'],
				...(isReady ? [['b', 'build'], ['r', 'rehearse'], ['s', 'serve']] as const : []),
				['?', 'help'],
				['q', 'quit'],
			]}
		>
			<Text bold>{headline}</Text>
			{facts.map(fact => <Text key={fact} dimColor wrap='truncate-end'>{fact}</Text>)}
			<Box height={1}/>
			<List rows={rows} at={at} width={width} height={body - 2 - facts.length} onMove={move} onTake={key => {
				take(key, dispatch);
			}}/>
		</Frame>
	);
}

function take(key: string, dispatch: ScreenProps['dispatch']): void {
	switch (key) {
		case 'new': {
			dispatch({do: 'begin'});
			break;
		}

		case 'doctor':
		case 'quit': {
			dispatch({do: key});
			break;
		}

		default: {
			dispatch({do: 'open', name: key.slice('recipe:'.length)});
		}
	}
}
