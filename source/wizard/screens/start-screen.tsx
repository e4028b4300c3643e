import {Box, Text} from 'ink';
import {Frame} from '../parts/frame.tsx';
import {isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {Row} from '../parts/walk.ts';
import type {ListedRecipe} from '../types.ts';
import type {ScreenProps} from './screen-props.ts';

const headline = 'Boot machines that have no disk, from this one.';

/** Where everything begins: a new recipe, or one that is there. */
export function StartScreen({flow, props, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const facts = body >= 14 ? props.facts.slice(0, 2) : [];
	const rows = rowsFor(props.recipes);
	const at = flow.marks.start ?? 'new';
	const move = (key: string) => {
		dispatch({do: 'mark', screen: 'start', at: key});
	};

	useKeys(key => {
		if (isHelp(key)) {
			dispatch({do: 'help'});
		} else if (key === 'q') {
			dispatch({do: 'quit'});
		} else if (key === 'escape') {
			// There is nothing to go back to. Whoever presses it once too often must not be thrown out.
			move('quit');
		}
	});
	return (
		<Frame size={size} title={props.version} place='' help={helpFor(at, props.recipes)} hints={[['↑↓', 'move'], ['enter', 'open'], ['?', 'help'], ['q', 'quit']]}>
			<Text bold>{headline}</Text>
			{facts.map(fact => <Text key={fact} dimColor wrap='truncate-end'>{fact}</Text>)}
			<Box height={1}/>
			<List rows={rows} at={at} width={width} height={body - 2 - facts.length} onMove={move} onTake={key => {
				take(key, dispatch);
			}}/>
		</Frame>
	);
}

function rowsFor(recipes: readonly ListedRecipe[]): Row[] {
	return [
		{key: 'new', label: 'New recipe', note: 'a few questions, each with an answer you can keep'},
		...(recipes.length > 0 ? [gap('recipes')] : []),
		...recipes.map(recipe => recipeRow(recipe)),
		gap('more'),
		{key: 'doctor', label: 'Check this machine', note: 'what it has, what it needs'},
		{key: 'quit', label: 'Quit'},
	];
}

const gap = (name: string): Row => ({key: `gap-${name}`, label: '', kind: 'heading'});

function recipeRow({name, where, title, problem}: ListedRecipe): Row {
	const note = problem ? '! cannot be read' : title;
	return {key: `recipe:${name}`, label: name, note: where === 'saved' ? `yours: ${note}` : note, ...(problem && {kind: 'blocked'})};
}

function helpFor(at: string, recipes: readonly ListedRecipe[]): {title: string; text: string} {
	const recipe = recipes.find(({name}) => at === `recipe:${name}`);
	return recipe ? {title: recipe.name, text: recipe.problem ?? `${recipe.title}\n${opening}`} : (help[at] ?? help.new!);
}

const opening = 'Enter shows all of it. There you can change it, look at every command it runs, build it and try it.';

const help: Record<string, {title: string; text: string}> = {
	new: {
		title: 'New recipe',
		text: 'A recipe says how a machine without a disk boots: what it runs, with which kernel, on which network. You answer, look it all over, and only then is anything built. It is tried in virtual machines, away from your network.',
	},
	doctor: {title: 'Check this machine', text: 'Lists the programs, files and rights that building and trying a recipe takes, and how to get those that are missing. Changes nothing.'},
	quit: {title: 'Quit', text: 'Nothing has been changed on this machine.'},
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
