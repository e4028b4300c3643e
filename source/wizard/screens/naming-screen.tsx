import {Box, Text} from 'ink';
import {Field} from '../parts/field.tsx';
import {Frame} from '../parts/frame.tsx';
import {layoutFor} from '../parts/layout.ts';
import {wrap} from '../parts/wrap.ts';
import {namingIn} from '../use-flow.ts';
import {hintsFor} from './field-question.tsx';
import type {ScreenProps} from './screen-props.ts';

/** Asks for the name of a copy, or for another one of a recipe. */
export function NamingScreen({flow, size, dispatch}: ScreenProps) {
	const {width} = layoutFor(size);
	const {at, name, title, text} = namingIn(flow)!;
	const id = `${at}:${name}`;
	const typed = flow.typed[id] ?? text;
	return (
		<Frame
			size={size}
			title={name}
			place=''
			help={{title: 'The name', text: 'Lower-case letters, digits and hyphens. The file has the same name.'}}
			hints={hintsFor(true)}
		>
			<Text bold>{title}</Text>
			<Box height={1}/>
			<Field
				text={typed}
				width={width}
				onEnter={entered => {
					dispatch({do: 'named', text: entered});
				}}
				onKey={key => {
					if (key !== 'tab') {
						dispatch({do: key === '?' || key === 'function' ? 'help' : 'back'});
					}
				}}
				onType={entered => {
					dispatch({do: 'type', id, text: entered});
				}}
			/>
			{flow.problem && wrap(`! ${flow.problem}`, width).map(line => <Text key={line} color='red'>{line}</Text>)}
		</Frame>
	);
}
