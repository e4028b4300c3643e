import {Box, Text} from 'ink';
import {useMemo} from 'react';
import {describeError} from '../../errors.ts';
import {answerText, questionsFor} from '../../recipe/questions.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {aboutOf, schemaAt} from '../../recipe/shape.ts';
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
	const save = async (): Promise<void> => {
		try {
			dispatch({do: 'saved', ...await props.save(recipe, former)});
		} catch (error) {
			dispatch({do: 'failed', problem: describeError(error).lines.map(line => line.trim()).join('\n')});
		}
	};

	const {filter} = flow;
	const actions = [
		...actionsFor(
			{isChanged: changed, isSure: flow.isSure, isSaved, name: recipe.name, former: flow.draft},
			readiness,
			warnings,
		),
		...problemRows(recipe, problems),
	];
	const answers = answerRows(recipe, filter?.text ?? '');
	const rows = filter ? answers : [...actions, ...answers];
	const screen = `review:${flow.draft}`;
	const at = focusIn(rows, flow.marks[screen] ?? 'go', filter?.text ?? '');
	const summary = clip(wrap(props.summary(recipe), width), body > 12 ? 2 : 1, width);
	const find = (found?: Filter) => {
		dispatch({do: 'filter', ...(found && {filter: found})});
	};

	useKeys(key => {
		if (filter) {
			if (key === 'escape') {
				find();
			}
		} else if (isBack(key)) {
			dispatch({do: 'back'});
		} else if (key === '/') {
			find({text: '', isOpen: true});
		} else if (isHelp(key)) {
			dispatch({do: 'help'});
		} else if (key === 's' && changed) {
			void save();
		} else if (key === 'p') {
			dispatch({do: 'show', page: 'plan'});
		} else if (key === 'm') {
			dispatch({do: 'show', page: 'memory'});
		}
	});
	return (
		<Frame
			size={size}
			title={recipe.name}
			place={placeFor(flow.draft, changed)}
			help={flow.note ?? helpFor(at, recipe, {readiness: readiness.lines, warnings, problems})}
			hints={filter ? hintsWhileFinding : [
				['↑↓', 'move'],
				['enter', /^(?:answer|kernel|problem):/.test(at) ? 'change' : 'run'],
				...(changed ? [['s', 'save'] as const] : []),
				['p', 'plan'],
				['m', 'memory'],
				['/', 'find'],
				['?', 'help'],
				['esc', 'back'],
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
						matches={`${answers.filter(({kind}) => kind !== 'heading').length} found`}
						onType={text => {
							find({text, isOpen: true});
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
					dispatch({do: 'mark', screen, at: key});
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

						take(key, dispatch);
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
	return best.some(({key}) => key === mark) ? mark : best[0]!.key;
}

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
	{readiness, warnings, problems}: {
		readiness: readonly string[];
		warnings: readonly string[];
		problems: Problems;
	},
): {title: string; text: string} {
	const problem = problems.find(({field}) => at === `problem:${field}`);
	if (problem) {
		const title = problem.level === 'problem' ? '! This cannot work' : '! Before you build';
		return {title, text: `${problem.what}\nEnter goes to the answer.`};
	}

	const question = questionsFor(recipe).find(({id}) => at === `answer:${id}`);
	if (!question) {
		const told: Record<string, {title: string; text: string}> = {
			readiness: {title: 'This machine', text: readiness.join('\n')},
			warnings: {title: 'The last build', text: warnings.join('\n')},
		};
		return told[at] ?? actionHelp[at] ?? kernelHelp(at) ?? actionHelp.go!;
	}

	const choice = question.choices.find(({value}) => value === answerText(recipe, question.id));
	return {
		title: question.title,
		text: [question.help, choice && `${choice.label}: ${choice.help}`].filter(Boolean).join('\n'),
	};
}

function kernelHelp(at: string): {title: string; text: string} | undefined {
	const {title, description} = aboutOf(schemaAt(['kernel', at === 'kernel:bundle' ? 'bundles' : 'options'])!);
	return at.startsWith('kernel:') ? {title, text: description} : undefined;
}

function take(key: string, dispatch: ScreenProps['dispatch']): void {
	switch (key) {
		case 'discard':
		case 'go':
		case 'run':
		case 'rehearse':
		case 'serve': {
			dispatch({do: key});
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
