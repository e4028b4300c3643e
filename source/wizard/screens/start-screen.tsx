import {Text} from 'ink';
import {listKeys} from '../parts/filter-line.tsx';
import {Finder, finderHints} from '../parts/finder.tsx';
import {Frame} from '../parts/frame.tsx';
import {isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import type {Hint} from '../parts/hint-bar.tsx';
import {List} from '../parts/list.tsx';
import {unsavedIn, type Filter} from '../state.ts';
import type {Action} from '../flow.ts';
import type {ListedRecipe} from '../types.ts';
import type {ScreenProps} from './screen-props.ts';
import {startHelp, startRows} from './start-rows.ts';
import {usesOf} from './uses.ts';

const headline = 'Boot machines without a disk from this machine.';

/** Where everything begins: a new recipe, or one that is there. */
export function StartScreen({flow, props, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const facts = body >= 14 ? props.facts.slice(0, 2) : [];
	const rows = startRows(flow);
	const {filter} = flow;
	const found = rows.filter(({key}) => key !== 'none');
	const marked = rows.find(({key}) => key === flow.marks.start) ?? rows.find(({kind}) => kind !== 'heading')!;
	const at = marked.key;
	const focused = flow.recipes.find(({name}) => at === `recipe:${name}`);
	// What can be done at once, with a recipe that is as it was saved.
	const uses = focused && !(focused.recipe && Object.hasOwn(unsavedIn(flow), focused.name)) ? usesOf(focused) : [];
	const move = (key: string) => {
		dispatch({do: 'mark', screen: 'start', at: key});
	};

	const find = (wanted?: Filter) => {
		dispatch({do: 'filter', ...(wanted && {filter: wanted})});
	};

	useKeys(key => {
		const use = uses.find(({letter}) => letter === key);
		if (filter && key === 'escape') {
			// What was found is what the keys are meant for.
			move(at);
			find();
		} else if (!filter) {
			const taken = use?.does ?? actionOf(key, uses.length > 0 ? focused : undefined);
			if (taken) {
				dispatch(taken);
			}
		}
	});
	return (
		<Frame
			size={size}
			title={props.version}
			place=''
			help={flow.note ?? startHelp(at, flow)}
			hints={filter ? finderHints('open') : [
				['↑↓', 'move'],
				['enter', 'open'],
				...hintsOn(uses.length > 0 ? focused : undefined),
				['/', 'find'],
				['?', 'help'],
				['q', 'quit'],
			]}
		>
			<Text bold>{headline}</Text>
			{facts.map(fact => <Text key={fact} dimColor wrap='truncate-end'>{fact}</Text>)}
			<Finder text={filter?.text} width={width} found={found.length} onType={text => {
				find({text, isOpen: true});
			}}/>
			<List
				rows={rows}
				at={at}
				width={width}
				height={body - 2 - facts.length}
				isDeaf={key => filter !== undefined && key !== 'enter' && !listKeys.has(key)}
				onMove={move}
				onTake={key => {
					if (filter) {
						find();
						move(key);
					}

					take(key, dispatch);
				}}
			/>
		</Frame>
	);
}

function hintsOn(focused: ListedRecipe | undefined): Hint[] {
	if (!focused) {
		return [];
	}

	return focused.recipe ? [['r', 'rehearse'], ['s', 'serve'], ['m', 'more']] : [['e', 'edit'], ['m', 'more']];
}

/** What a key does that is no row's. */
function actionOf(key: string, focused: ListedRecipe | undefined): Action | undefined {
	if (isHelp(key)) {
		return {do: 'help'};
	}

	switch (key) {
		case 'm': {
			return focused && {do: 'uses', name: focused.name};
		}

		case '/': {
			return {do: 'filter', filter: {text: '', isOpen: true}};
		}

		case 'q': {
			return {do: 'quit'};
		}

		case 'escape': {
			// There is nothing to go back to. Whoever presses it once too often must not be thrown out.
			return {do: 'mark', screen: 'start', at: 'quit'};
		}

		default: {
			return undefined;
		}
	}
}

function take(key: string, dispatch: ScreenProps['dispatch']): void {
	switch (key) {
		case 'new': {
			dispatch({do: 'begin'});
			break;
		}

		case 'afresh': {
			dispatch({do: 'afresh'});
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
