import {Box, Text, usePaste} from 'ink';
import {edit, paste} from './edit.ts';
import {Typed} from './field.tsx';
import {useKeys} from './keys.ts';
import {accent} from './theme.ts';
import {lineWindow} from './line-window.ts';
import {useLine} from './typing.ts';

type Props = {
	text: string;
	width: number;
	/** How many rows it lets through. */
	matches: string;
	isOpen: boolean;
	onType: (text: string) => void;
};

/** Keys that move in the list below, also while the filter is typed. */
export const listKeys: ReadonlySet<string> = new Set(['up', 'down', 'page-up', 'page-down', 'home', 'end']);

/** What is looked for, and how often it is found. Enter, Esc and Tab are the screen's. */
export function FilterLine({text, width, matches, isOpen, onType}: Props) {
	const {line, change} = useLine(text, onType);
	useKeys(key => {
		if (isOpen && !listKeys.has(key)) {
			change(edit(line, key));
		}
	});
	usePaste(pasted => {
		if (isOpen) {
			change(paste(line, pasted));
		}
	});
	const room = Math.max(1, width - matches.length - 4);
	const {shown, offset} = lineWindow(line, room - 1);
	return (
		<Box width={width} height={1} flexShrink={0} justifyContent='space-between'>
			<Box>
				<Text bold color={accent}>{'/ '}</Text>
				{isOpen ? <Typed shown={shown} offset={offset}/> : <Text wrap='truncate-end'>{shown}</Text>}
			</Box>
			<Box flexShrink={0}><Text dimColor>{matches}</Text></Box>
		</Box>
	);
}
