import {Box, Text} from 'ink';
import {useMemo} from 'react';
import {describeError} from '../../errors.ts';
import {answerText, questionsFor, type Question} from '../../recipe/questions.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {aboutOf, schemaAt} from '../../recipe/shape.ts';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {Row} from '../parts/walk.ts';
import {clip, wrap} from '../parts/wrap.ts';
import {formerIn, isChanged, newRecipe, recipeIn} from '../state.ts';
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

	const rows = [
		...actionsFor({isChanged: changed, isSaved, name: recipe.name, former: flow.draft}, readiness, warnings),
		{key: 'gap', label: '', kind: 'heading'} as const,
		...answerRows(recipe),
	];
	const screen = `review:${flow.draft}`;
	const at = flow.marks[screen] ?? 'go';
	const summary = clip(wrap(props.summary(recipe), width), body > 12 ? 2 : 1, width);
	useKeys(key => {
		if (isBack(key)) {
			dispatch({do: 'back'});
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
			help={flow.note ?? helpFor(at, recipe, {readiness: readiness.lines, warnings})}
			hints={[
				['↑↓', 'move'],
				['enter', /^(?:answer|kernel):/.test(at) ? 'change' : 'run'],
				...(changed ? [['s', 'save'] as const] : []),
				['p', 'plan'],
				['m', 'memory'],
				['?', 'help'],
				['esc', 'back'],
			]}
		>
			<Text bold>Check the answers. Nothing is built until you start it.</Text>
			{summary.map(line => <Text key={line} dimColor>{line}</Text>)}
			<Box height={1}/>
			<List rows={rows} at={at} width={width} height={body - 2 - summary.length} onMove={key => {
				dispatch({do: 'mark', screen, at: key});
			}} onTake={key => {
				if (key === 'save') {
					void save();
				} else {
					take(key, dispatch);
				}
			}}/>
		</Frame>
	);
}

function answerRows(recipe: Recipe): Row[] {
	const rows = questionsFor(recipe).map((question): Row => ({
		key: `answer:${question.id}`,
		label: question.title,
		note: noteFor(question, answerText(recipe, question.id)),
		kind: 'answer',
	}));
	const place = rows.findLastIndex(({key}) => /^answer:kernel\.(?:from|source)/.test(key)) + 1;
	return recipe.kernel.from === 'build' ? rows.toSpliced(place, 0, ...kernelRows(recipe)) : rows;
}

/** Both lead to the kernel screen. */
function kernelRows({kernel}: Recipe): Row[] {
	const options = Object.keys(kernel.options);
	return [
		{key: 'kernel:bundle', label: 'Kernel features', note: listed(kernel.bundles), kind: 'answer'},
		{key: 'kernel:option', label: 'Kernel options', note: listed(options), kind: 'answer'},
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
	{readiness, warnings}: {readiness: readonly string[]; warnings: readonly string[]},
): {title: string; text: string} {
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
			dispatch({do: 'edit', id: key.slice('answer:'.length)});
		}
	}
}
