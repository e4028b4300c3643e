import {Text} from 'ink';
import {recipeIn} from '../state.ts';
import {Frame} from '../parts/frame.tsx';
import {isBack, isHelp, useKeys} from '../parts/keys.ts';
import {layoutFor} from '../parts/layout.ts';
import {List} from '../parts/list.tsx';
import {nodeAnswerRows, nodeRows} from './node-rows.ts';
import type {ScreenProps} from './screen-props.ts';

/** The known machines of the recipe. */
export function NodesScreen(screen: ScreenProps) {
	return <Rows {...screen} mark='nodes' title='Known nodes' rows={nodeRows(recipeIn(screen.flow))}/>;
}

/** One of them. */
export function NodeScreen({index, ...screen}: ScreenProps & {index: number}) {
	const recipe = recipeIn(screen.flow);
	const {name, mac} = recipe.nodes[index]!;
	return <Rows {...screen} mark={`node:${index}`} title={name ?? mac} rows={nodeAnswerRows(recipe, index)}/>;
}

type RowsProps = ScreenProps & {mark: string; title: string; rows: ReturnType<typeof nodeRows>};

function Rows({flow, size, dispatch, mark, title, rows}: RowsProps) {
	const {width, body} = layoutFor(size);
	// Back from a question the focus is on it.
	const at = rows.find(({key}) => key === flow.marks[mark]) ?? rows[0]!;
	useKeys(key => {
		if (isBack(key)) {
			dispatch({do: 'back'});
		} else if (isHelp(key)) {
			dispatch({do: 'help'});
		}
	});
	const isSure = flow.sure === 'without' && at.key === 'without';
	return (
		<Frame
			size={size}
			title={recipeIn(flow).name}
			place='known nodes'
			help={flow.problem === undefined
				? {title: at.label, text: isSure ? 'Enter again removes it.' : at.help}
				: {title: '! These settings conflict', text: flow.problem}}
			hints={[['↑↓', 'move'], ['enter', 'change'], ['esc', 'back'], ['?', 'help']]}
		>
			<Text bold>{title}</Text>
			<List rows={rows} at={at.key} width={width} height={body - 1} onMove={key => {
				dispatch({do: 'mark', screen: mark, at: key});
			}} onTake={key => {
				dispatch(rows.find(row => row.key === key)!.does);
			}}/>
		</Frame>
	);
}
