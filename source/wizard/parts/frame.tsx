import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Header} from './header.tsx';
import {HelpPane, SidePane} from './help-pane.tsx';
import {HintBar, type Hint} from './hint-bar.tsx';
import {layoutFor, margin, type Size} from './layout.ts';

type Props = {
	size: Size;
	/** What is being worked on. */
	title: string;
	/** Where in it: `step 3 of 9`. */
	place: string;
	help: {title: string; text: string};
	hints: readonly Hint[];
	children: ReactNode;
};

/**
What every screen has: where we are, the matter itself, help on what has the focus, and the keys. As large as the
window, so that nothing is left behind when the window shrinks.
*/
export function Frame({size, title, place, help, hints, children}: Props) {
	const {gap, body, pane, width, paneWidth, isWide} = layoutFor(size);
	const matter = (
		<Box flexDirection='column' height={body} width={width} flexShrink={0} overflow='hidden'>
			{children}
		</Box>
	);
	return (
		<Box flexDirection='column' width={size.columns} height={size.rows}>
			<Header columns={size.columns} title={title} place={place}/>
			<Box marginTop={gap} marginLeft={margin}>
				{matter}
				{isWide && <SidePane width={paneWidth} lines={pane} {...help}/>}
			</Box>
			{!isWide && <HelpPane columns={size.columns} width={width} lines={pane} {...help}/>}
			<Box height={gap}/>
			<HintBar hints={hints} width={size.columns - (2 * margin)}/>
		</Box>
	);
}
