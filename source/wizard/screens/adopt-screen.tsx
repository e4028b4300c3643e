import {useState} from 'react';
import type {Size} from '../parts/layout.ts';
import {NameQuestion} from './name-question.tsx';

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
	const [text, setText] = useState(proposed);
	const [problem, setProblem] = useState<string>();
	return (
		<NameQuestion
			size={size}
			title={mac}
			question='Name of the machine'
			help={{title: 'A known machine', text: 'It keeps its address and name, and can have settings of its own.'}}
			text={text}
			problem={problem}
			onType={typed => {
				setText(typed);
				setProblem(undefined);
			}}
			onName={name => {
				const wrong = problemOf(name);
				setProblem(wrong);
				if (wrong === undefined) {
					onName(name);
				}
			}}
			onBack={onBack}
		/>
	);
}
