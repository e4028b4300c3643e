import {Box, measureElement, Text, useCursor, usePaste, type DOMElement} from 'ink';
import {useLayoutEffect, useRef, useState} from 'react';
import {edit, paste, type Line} from './edit.ts';
import {useKeys} from './keys.ts';
import {accent, dot, pointer, rule} from './theme.ts';
import {lineWindow} from './line-window.ts';
import {useLine} from './typing.ts';

type Props = {
	text: string;
	/** Shown as dots; `?` is then a character like any other. */
	isHidden?: boolean;
	width: number;
	onType: (text: string) => void;
	onEnter: (text: string) => void;
	/** Keys that are not typing: Back, Tab, help. */
	onKey: (key: string) => void;
};

/**
One line of text, edited with the keys of the shell. The cursor is the terminal's own: it shows without colour,
and input methods find it.
*/
export function Field({text, isHidden = false, width, onType, onEnter, onKey}: Props) {
	const {line, change} = useLine(text, onType);
	useKeys(key => {
		if (key === 'enter') {
			onEnter(text);
		} else if (leaves(line, key, isHidden)) {
			onKey(key);
		} else {
			change(edit(line, key));
		}
	});
	usePaste(pasted => {
		change(paste(line, pasted));
	});

	const room = Math.min(width, 60) - 3;
	const dots = {text: dot.repeat([...line.text].length), cursor: line.cursor};
	return (
		<Box flexDirection='column' width={room + 3}>
			<Box>
				<Text bold color={accent}>{`${pointer} `}</Text>
				<Typed {...lineWindow(isHidden ? dots : line, room)}/>
			</Box>
			<Text dimColor>{`  ${rule.repeat(room + 1)}`}</Text>
		</Box>
	);
}

/** Text with the terminal's own cursor in it. */
export function Typed({shown, offset}: {shown: string; offset: number}) {
	const box = useRef<DOMElement>(null);
	const [origin, setOrigin] = useState({x: 0, y: 0});
	const {setCursorPosition} = useCursor();
	setCursorPosition(origin.y > 0 ? {x: origin.x + offset, y: origin.y} : undefined);
	useLayoutEffect(() => {
		const {x, y} = measureElement(box.current!);
		setOrigin(known => known.x === x && known.y === y ? known : {x, y});
	});
	return <Box ref={box} height={1}><Text wrap='truncate-end'>{shown || ' '}</Text></Box>;
}

/** Left goes back where there is nothing left of the cursor, and `?` helps where it cannot be meant as text. */
function leaves({text, cursor}: Line, key: string, isHidden: boolean): boolean {
	return (
		['escape', 'tab', 'shift-tab', 'function'].includes(key)
		|| (key === 'left' && cursor === 0)
		|| (key === '?' && text === '' && !isHidden)
	);
}
