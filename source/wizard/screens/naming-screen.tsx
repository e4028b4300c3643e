import {namingIn} from '../use-flow.ts';
import {NameQuestion} from './name-question.tsx';
import type {ScreenProps} from './screen-props.ts';

/** Asks for the name of a copy, or for another one of a recipe. */
export function NamingScreen({flow, size, dispatch}: ScreenProps) {
	const {at, name, title, text} = namingIn(flow)!;
	const id = `${at}:${name}`;
	return (
		<NameQuestion
			size={size}
			title={name}
			question={title}
			help={{title: 'The name', text: 'Lower-case letters, digits and hyphens. The file has the same name.'}}
			text={flow.typed[id] ?? text}
			problem={flow.problem}
			onType={typed => {
				dispatch({do: 'type', id, text: typed});
			}}
			onName={typed => {
				dispatch({do: 'named', text: typed});
			}}
			onBack={() => {
				dispatch({do: 'back'});
			}}
		/>
	);
}
