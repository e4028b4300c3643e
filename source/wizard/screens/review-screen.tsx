import {Box, Text} from 'ink';
import {useMemo, useRef} from 'react';
import {describeError} from '../../errors.ts';
import {answerText, questionsFor} from '../../recipe/questions.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {aboutOf, schemaAt} from '../../recipe/shape.ts';
import type {Action} from '../flow.ts';
import {FilterLine, listKeys} from '../parts/filter-line.tsx';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {Row} from '../parts/walk.ts';
import {clip, wrap} from '../parts/wrap.ts';
import {formerIn, isChanged, newRecipe, recipeIn, type Filter} from '../state.ts';
import {actionHelp, actionsFor} from './review-actions.ts';
import {answerRows, none, problemRows, type Problems} from './review-rows.ts';
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
	const rows = filter ? answers : [...actions, ...answers];
	const screen = `review:${flow.draft}`;
	const mark = filter ? 'found' : screen;
	const at = focusIn(rows, flow.marks[mark] ?? flow.marks[screen] ?? 'go', filter?.text ?? '');
	const summary = clip(wrap(props.summary(recipe), width), body > 12 ? 2 : 1, width);
	const find = (found?: Filter) => {
		dispatch({do: 'filter', ...(found && {filter: found})});
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
			hints={filter ? hintsWhileFinding : [
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
			<Box height={1}>
				{filter && (
					<FilterLine
						isOpen
						text={filter.text}
						width={width}
						matches={`${answers.filter(row => row.kind !== 'heading' && row !== none).length} found`}
						onType={text => {
							find({text, isOpen: true});
							dispatch({do: 'mark', screen: 'found', at: ''});
						}}
					/>
				)}
			</Box>
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

/** Whoever goes on all the same has read it. */
const stillWrong = (problems: Problems): {title: string; text: string} =>
	({title: '! Enter again goes on anyway', text: problems.map(({what}) => what).join('\n')});

const hintsWhileFinding = [['enter', 'change'], ['esc', 'show all'], ['↑↓', 'move'], ['ctrl-u', 'clear']] as const;

function placeFor(draft: string, changed: boolean): string {
	if (draft === newRecipe) {
		return 'new recipe, last step';
	}

	return changed ? 'changed, not saved' : 'review';
}

function helpFor(
	at: string,
	recipe: Recipe,
	{forecast, readiness, warnings, problems}: {
		forecast: readonly string[];
		readiness: readonly string[];
		warnings: readonly string[];
		problems: Problems;
	},
): {title: string; text: string} {
	if (at === none.key) {
		return {title: 'No matches', text: 'Backspace takes back a letter, Esc shows all answers.'};
	}

	const problem = problems.find(({field}) => at === `problem:${field}`);
	if (problem) {
		const title = problem.level === 'problem' ? '! This cannot work' : '! Before you build';
		const isAsked = problem.field === 'nodes' || questionsFor(recipe).some(({id}) => id === problem.field);
		return {title, text: `${problem.what}\n${isAsked ? 'Enter goes to the answer.' : inFile(problem.field)}`};
	}

	const question = questionsFor(recipe).find(({id}) => at === `answer:${id}`);
	if (!question) {
		const ofNodes = aboutOf(schemaAt(['nodes'])!);
		const told: Record<string, {title: string; text: string}> = {
			nodes: {title: ofNodes.title, text: ofNodes.description},
			readiness: {title: 'This machine', text: readiness.join('\n')},
			warnings: {title: 'The last build', text: warnings.join('\n')},
		};
		const about = told[at] ?? actionHelp[at] ?? kernelHelp(at) ?? actionHelp.go!;
		return about === actionHelp.go ? {...about, text: `${forecast.join(' ')}\n${about.text}`} : about;
	}

	const choice = question.choices.find(({value}) => value === answerText(recipe, question.id));
	return {
		title: question.title,
		text: [question.help, choice && `${choice.label}: ${choice.help}`].filter(Boolean).join('\n'),
	};
}

const inFile = (field: string): string => `${field} stands in the file of the recipe: e on the start screen edits it.`;

function kernelHelp(at: string): {title: string; text: string} | undefined {
	const {title, description} = aboutOf(schemaAt(['kernel', at === 'kernel:bundle' ? 'bundles' : 'options'])!);
	return at.startsWith('kernel:') ? {title, text: description} : undefined;
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
