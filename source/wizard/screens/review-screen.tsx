import {Box, Text} from 'ink';
import {useMemo} from 'react';
import {describeError} from '../../errors.ts';
import {answerText, questionsFor, type Question} from '../../recipe/questions.ts';
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

type Problems = ReturnType<ScreenProps['props']['problems']>;

/** One for each field: its first problem. What is written into a file only is said, and not led to. */
function problemRows(recipe: Recipe, problems: Problems): Row[] {
	const asked = new Set(questionsFor(recipe).map(({id}) => id));
	const first = problems.filter(({field}, index) => problems.findIndex(other => other.field === field) === index);
	return first.map(({field, what}): Row => ({
		key: `problem:${field}`,
		label: `! ${aboutOf(schemaAt(field.split('.'))!).title}`,
		note: what,
		...(!asked.has(field) && {kind: 'blocked'}),
	}));
}

/** Below a heading for each group; of those that are looked for, in which every word of the text occurs. */
function answerRows(recipe: Recipe, text: string): Row[] {
	const answers = questionsFor(recipe).map((question): Answer => ({
		group: question.id.includes('.') ? question.id.split('.', 1)[0]! : 'recipe',
		help: `${question.id} ${question.help}`,
		row: {
			key: `answer:${question.id}`,
			label: question.title,
			note: noteFor(question, answerText(recipe, question.id)),
			kind: 'answer',
		},
	}));
	const place = answers.findLastIndex(({row}) => /^answer:kernel\.(?:from|source)/.test(row.key)) + 1;
	const all = recipe.kernel.from === 'build' ? answers.toSpliced(place, 0, ...kernelRows(recipe)) : answers;
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	const found = all.filter(({row, help}) => {
		const searched = `${row.label} ${row.note} ${help}`.toLowerCase();
		return words.every(word => searched.includes(word));
	});
	return found.length === 0 ? [none] : Object.entries(headings).flatMap(([group, label]) => {
		const own = found.filter(answer => answer.group === group).map(({row}) => row);
		return own.length === 0 ? [] : [{key: `group:${group}`, label, kind: 'heading'} as const, ...own];
	});
}

type Answer = {group: string; help: string; row: Row};

const headings: Readonly<Record<string, string>> = {
	recipe: 'Recipe', tree: 'Operating system files', kernel: 'Kernel', node: 'Node', server: 'Server',
};

const none: Row = {key: 'none', label: 'No field has all of that in its name, value or help.'};

/** Where the focus was left, if that is still to be seen; of what is looked for, a name before a value or a help. */
function focusIn(rows: readonly Row[], mark: string, text: string): string {
	const stops = rows.filter(({kind}) => kind !== 'heading');
	const named = stops.filter(({label}) => label.toLowerCase().includes(text.toLowerCase().trim()));
	const best = named.length > 0 ? named : stops;
	return best.some(({key}) => key === mark) ? mark : best[0]!.key;
}

const hintsWhileFinding = [['enter', 'change'], ['esc', 'show all'], ['↑↓', 'move'], ['ctrl-u', 'clear']] as const;

/** Both lead to the kernel screen. */
function kernelRows({kernel}: Recipe): Answer[] {
	const row = (key: string, label: string, names: readonly string[]): Answer =>
		({group: 'kernel', help: '', row: {key, label, note: listed(names), kind: 'answer'}});
	return [
		row('kernel:bundle', 'Kernel features', kernel.bundles),
		row('kernel:option', 'Kernel options', Object.keys(kernel.options)),
	];
}

const listed = (names: readonly string[]): string =>
	names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`;

function noteFor({kind, choices}: Question, text: string): string {
	if (kind === 'password') {
		return text ? 'set' : 'locked';
	}

	return (choices.find(({value}) => value === text)?.label ?? text) || 'default';
}

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
