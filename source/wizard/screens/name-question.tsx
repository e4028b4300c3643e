import {Box, Text} from 'ink';
import {Field} from '../parts/field.tsx';
import {Frame} from '../parts/frame.tsx';
import {layoutFor, type Size} from '../parts/layout.ts';
import {wrap} from '../parts/wrap.ts';

type Props = {
	size: Size;
	/** What gets the name. */
	title: string;
	question: string;
	help: {title: string; text: string};
	text: string;
	problem: string | undefined;
	onType: (text: string) => void;
	onName: (name: string) => void;
	onBack: () => void;
};

/** Asks for a name, outside of the questions of a recipe. */
export function NameQuestion({size, title, question, help, text, problem, onType, onName, onBack}: Props) {
	const {width} = layoutFor(size);
	return (
		<Frame
			size={size}
			title={title}
			place=''
			help={help}
			hints={[['enter', 'accept'], ['esc', 'back'], ['ctrl-u', 'clear']]}
		>
			<Text bold>{question}</Text>
			<Box height={1}/>
			<Field
				text={text}
				width={width}
				onType={onType}
				onEnter={typed => {
					onName(typed.trim());
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
