import {Text} from 'ink';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import type {ScreenProps} from './screen-props.ts';
import {usesOf} from './uses.ts';

/** All that can be done with a recipe, each a row and a key; the keys work on the start screen as well. */
export function UsesScreen({flow, size, dispatch, name}: ScreenProps & {name: string}) {
	const {width, body} = layoutFor(size);
	const listed = flow.recipes.find(recipe => recipe.name === name)!;
	const rows = usesOf(listed);
	const at = rows.find(({key}) => key === flow.marks.uses) ?? rows[0]!;
	useKeys(key => {
		const row = rows.find(({letter}) => letter === key);
		if (row) {
			// Enter is then the same key once more.
			if (row.key !== at.key) {
				dispatch({do: 'mark', screen: 'uses', at: row.key});
			}

			dispatch(row.does);
		} else if (isBack(key)) {
			dispatch({do: 'back'});
		} else if (isHelp(key)) {
			dispatch({do: 'help'});
		}
	});
	return (
		<Frame
			size={size}
			title={name}
			place=''
			help={flow.note ?? {title: at.label.slice(3), text: at.help}}
			hints={[['↑↓', 'move'], ['enter', 'choose'], ['esc', 'back'], ['?', 'help']]}
		>
			<Text bold wrap='truncate-end'>{listed.title}</Text>
			<Text dimColor wrap='truncate-end'>{listed.use ?? 'never built'}</Text>
			<List rows={rows} at={at.key} width={width} height={body - 2} onMove={key => {
				dispatch({do: 'mark', screen: 'uses', at: key});
			}} onTake={key => {
				dispatch(rows.find(row => row.key === key)!.does);
			}}/>
		</Frame>
	);
}
