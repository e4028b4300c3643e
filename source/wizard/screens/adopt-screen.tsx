import {Box, Text} from 'ink';
import {useState} from 'react';
import {Field} from '../parts/field.tsx';
import {Frame} from '../parts/frame.tsx';
import {layoutFor, type Size} from '../parts/layout.ts';
import {wrap} from '../parts/wrap.ts';

type Props = {
	size: Size;
	mac: string;
	proposed: string;
	/** Why it cannot be called that. */
	problemOf: (name: string) => string | undefined;
	onName: (name: string) => void;
	onBack: () => void;
};

/** Asks what a machine is to be called. */
export function AdoptScreen({size, mac, proposed, problemOf, onName, onBack}: Props) {
	const {width} = layoutFor(size);
	const [text, setText] = useState(proposed);
	const [problem, setProblem] = useState<string>();
	return (
		<Frame
			size={size}
			title={mac}
			place='adopt'
			help={{title: 'A known machine', text: 'It keeps its address and name, and can have settings of its own.'}}
			hints={[['enter', 'accept'], ['esc', 'back'], ['ctrl-u', 'clear']]}
		>
			<Text bold>Name of the machine</Text>
			<Box height={1}/>
			<Field
				text={text}
				width={width}
				onType={typed => {
					setText(typed);
					setProblem(undefined);
				}}
				onEnter={typed => {
					const wrong = problemOf(typed.trim());
					setProblem(wrong);
					if (wrong === undefined) {
						onName(typed.trim());
					}
				}}
				onKey={key => {
					if (key !== 'tab') {
						onBack();
					}
				}}
			/>
			{problem && wrap(`! ${problem}`, width).map(line => <Text key={line} color='red'>{line}</Text>)}
		</Frame>
	);
}
