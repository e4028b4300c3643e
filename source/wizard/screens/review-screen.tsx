import {Text} from 'ink';
import {useMemo, useRef} from 'react';
import {describeError} from '../../errors.ts';
import type {Action} from '../flow.ts';
import {listKeys} from '../parts/filter-line.tsx';
import {Finder, finderHints} from '../parts/finder.tsx';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {Row} from '../parts/walk.ts';
import {clip, wrap} from '../parts/wrap.ts';
import {formerIn, isChanged, newRecipe, recipeIn, type Filter} from '../state.ts';
import {actionsFor} from './review-actions.ts';
import {helpFor, stillWrong} from './review-help.ts';
import {answerRows, none, problemRows} from './review-rows.ts';
import type {ScreenProps} from './screen-props.ts';

/**
The hub: every answer on one screen, each a key press away from being changed, and the only place
from which anything starts.
*/
export function ReviewScreen({flow, props, size, dispatch}: ScreenProps) {
	const {width, body} = layoutFor(size);
	const recipe = recipeIn(flow);
	const readiness = useMemo(() => props.readiness(recipe), [props, recipe]);
	const warnings = useMemo(() => props.warnings(recipe), [props, recipe]);
	const problems = useMemo(() => props.problems(recipe), [props, recipe]);
	const changed = isChanged(flow);
	const former = formerIn(flow);
	const isSaved = former?.where === 'saved';
	const isSaving = useRef(false);
	const save = async (): Promise<void> => {
		if (isSaving.current) {
			return;
		}

		isSaving.current = true;
		try {
			dispatch({do: 'saved', ...await props.save(recipe, former)});
		} catch (error) {
			dispatch({do: 'failed', problem: describeError(error).lines.map(line => line.trim()).join('\n')});
		} finally {
			isSaving.current = false;
		}
	};

	const {filter} = flow;
	const [go, ...others] = actionsFor(
		{isChanged: changed, sure: flow.sure, isSaved, name: recipe.name, former: flow.draft},
		readiness,
		warnings,
	);
	// What cannot work is seen without scrolling, in the smallest window, too.
	const actions = [go!, ...problemRows(recipe, problems), ...others];
	const answers = answerRows(recipe, filter?.text ?? '', former?.recipe);
	const found = answers.filter(row => row.kind !== 'heading' && row !== none);
	const rows = filter ? answers : [...actions, ...answers];
	const screen = `review:${flow.draft}`;
	const mark = filter ? 'found' : screen;
	const at = focusIn(rows, flow.marks[mark] ?? flow.marks[screen] ?? 'go', filter?.text ?? '');
	const summary = clip(wrap(props.summary(recipe), width), body > 12 ? 2 : 1, width);
	const find = (wanted?: Filter) => {
		dispatch({do: 'filter', ...(wanted && {filter: wanted})});
	};

	const forecast = useMemo(() => props.forecast(recipe), [props, recipe]);
	const known = {forecast, readiness: readiness.lines, warnings, problems};
	const isWarned = flow.sure === 'go' && problems.length > 0;
	useKeys(key => {
		if (filter) {
			if (key === 'escape') {
				find();
			}
		} else if (key === 's' && changed) {
			void save();
		} else {
			for (const action of actionsOf(key, at)) {
				dispatch(action);
			}
		}
	});
	return (
		<Frame
			size={size}
			title={recipe.name}
			place={placeFor(flow.draft, changed)}
			help={flow.note ?? (isWarned ? stillWrong(problems) : helpFor(at, recipe, known))}
			hints={filter ? finderHints('change') : [
				['↑↓', 'move'],
				['enter', /^(?:answer:|kernel:|problem:|nodes)/.test(at) ? 'change' : 'run'],
				['esc', 'back'],
				...(changed ? [['s', 'save'] as const] : []),
				...(flow.undo.length > 0 ? [['u', 'undo'] as const] : []),
				['/', 'find'],
				['p', 'plan'],
				['m', 'memory'],
				['?', 'help'],
			]}
		>
			<Text bold>Check the answers. Nothing is built until you start it.</Text>
			{summary.map(line => <Text key={line} dimColor>{line}</Text>)}
			<Finder text={filter?.text} width={width} found={found.length} onType={text => {
				find({text, isOpen: true});
				dispatch({do: 'mark', screen: 'found', at: ''});
			}}/>
			<List
				rows={rows}
				at={at}
				width={width}
				height={body - 2 - summary.length}
				isDeaf={key => filter !== undefined && key !== 'enter' && !listKeys.has(key)}
				onMove={key => {
					dispatch({do: 'mark', screen: mark, at: key});
				}}
				onTake={key => {
					if (key === 'save') {
						void save();
					} else if (key !== none.key) {
						if (filter) {
							// What was looked for is found.
							find();
							dispatch({do: 'mark', screen, at: key});
						}

						take(key, flow.draft, dispatch);
					}
				}}
			/>
		</Frame>
	);
}

/** Where the focus was left, if that is still to be seen; of what is looked for, a name before a value or a help. */
function focusIn(rows: readonly Row[], mark: string, text: string): string {
	const stops = rows.filter(({kind}) => kind !== 'heading');
	const named = stops.filter(({label}) => label.toLowerCase().includes(text.toLowerCase().trim()));
	const best = named.length > 0 ? named : stops;
	return stops.some(({key}) => key === mark) ? mark : best[0]!.key;
}

/** What a key does that is no row's. */
function actionsOf(key: string, at: string): Action[] {
	if (isBack(key)) {
		return [{do: 'back'}];
	}

	if (isHelp(key)) {
		return [{do: 'help'}];
	}

	switch (key) {
		case '/': {
			return [{do: 'filter', filter: {text: '', isOpen: true}}, {do: 'mark', screen: 'found', at}];
		}

		case 'u': {
			return [{do: 'undo'}];
		}

		case 'p': {
			return [{do: 'show', page: 'plan'}];
		}

		case 'm': {
			return [{do: 'show', page: 'memory'}];
		}

		default: {
			return [];
		}
	}
}

function placeFor(draft: string, changed: boolean): string {
	if (draft === newRecipe) {
		return 'new recipe, last step';
	}

	return changed ? 'changed, not saved' : 'review';
}

function take(key: string, draft: string, dispatch: ScreenProps['dispatch']): void {
	switch (key) {
		case 'discard':
		case 'go': {
			dispatch({do: key});
			break;
		}

		case 'run':
		case 'rehearse':
		case 'serve': {
			dispatch({do: 'use', what: key});
			break;
		}

		case 'nodes':
		case 'problem:nodes': {
			dispatch({do: 'nodes'});
			break;
		}

		case 'uses': {
			dispatch({do: 'uses', name: draft});
			break;
		}

		case 'changes':
		case 'plan':
		case 'readiness':
		case 'warnings': {
			dispatch({do: 'show', page: key});
			break;
		}

		case 'kernel:bundle':
		case 'kernel:option': {
			dispatch({do: 'kernel', part: key === 'kernel:bundle' ? 'bundle' : 'option'});
			break;
		}

		default: {
			dispatch({do: 'edit', id: key.slice(key.indexOf(':') + 1)});
		}
	}
}
