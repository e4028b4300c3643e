import {Box, Text} from 'ink';
import {Frame} from '../parts/frame.tsx';
import {isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {Row} from '../parts/walk.ts';
import {newRecipe, unsavedIn, type Flow} from '../state.ts';
import type {ListedRecipe} from '../types.ts';
import type {ScreenProps} from './screen-props.ts';

const headline = 'Boot machines without a disk from this machine.';

/** Where everything begins: a new recipe, or one that is there. */
export function StartScreen({flow, props, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const facts = body >= 14 ? props.facts.slice(0, 2) : [];
	const rows = rowsFor(flow);
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
			help={flow.note ?? helpFor(at, flow)}
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

function rowsFor(flow: Flow): Row[] {
	const {recipes} = flow;
	const {[newRecipe]: begun, ...unsaved} = unsavedIn(flow);
	return [
		begun
			? {key: 'new', label: `Continue: ${begun.name}`, note: 'a new recipe, not saved yet'}
			: {key: 'new', label: 'New recipe', note: 'a few questions, each with a default answer'},
		...(recipes.length > 0 ? [gap('recipes')] : []),
		...recipes.map(recipe => recipeRow(recipe, Object.hasOwn(unsaved, recipe.name))),
		gap('more'),
		{key: 'doctor', label: 'Check this machine', note: 'what is installed, what is missing'},
		{key: 'quit', label: 'Quit'},
	];
}

const gap = (name: string): Row => ({key: `gap-${name}`, label: '', kind: 'heading'});

function recipeRow({name, where, title, use, problem}: ListedRecipe, isChanged: boolean): Row {
	const note = problem ? '! cannot be read' : (isChanged ? 'changed, not saved' : use ?? title);
	return {
		key: `recipe:${name}`,
		label: name,
		note: where === 'saved' ? `yours: ${note}` : note,
		...(problem && {kind: 'blocked'}),
	};
}

function helpFor(at: string, flow: Flow): {title: string; text: string} {
	const {recipes} = flow;
	const begun = unsavedIn(flow)[newRecipe];
	if (at === 'new' && begun) {
		return {title: begun.name, text: keptAnswers};
	}

	const recipe = recipes.find(({name}) => at === `recipe:${name}`);
	return recipe
		? {title: recipe.name, text: recipe.problem ?? [recipe.title, recipe.use, opening].filter(Boolean).join('\n')}
		: (help[at] ?? help.new!);
}

const keptAnswers =
	'What you answered is kept. Enter opens the review, where it can be saved, built or discarded.';
const opening = 'Enter opens the review: change answers, read every command, build, rehearse.';

/** Keys that do at once what the review has a row for, with a recipe that is as it was saved. */
const atOnce = {b: 'run', r: 'rehearse', s: 'serve'} as const;

const help: Record<string, {title: string; text: string}> = {
	new: {
		title: 'New recipe',
		text: 'A recipe describes how a machine without a disk boots: its system, its kernel, its network. You answer '
			+ 'questions and review the answers; nothing is built before that. ramstrap then boots the result in '
			+ 'virtual machines, apart from your network.',
	},
	doctor: {title: 'Check this machine',
		text: 'Lists the programs, files and permissions needed to build and rehearse a recipe, and how to get the '
			+ 'missing ones. Changes nothing.'},
	quit: {title: 'Quit', text: 'Nothing on this machine was changed.'},
};

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
