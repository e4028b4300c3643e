import {helpText} from './help-text.ts';
import {Page} from './page-screen.tsx';
import type {ScreenProps} from './screen-props.ts';

/** A page about the screen below. */
export function HelpScreen({flow, props, size, dispatch}: ScreenProps) {
	return (
		<Page
			size={size}
			title='Help'
			text={helpText({flow, props})}
			top={Number(flow.marks.help ?? 0)}
			onBack={() => {
				dispatch({do: 'back'});
			}}
			onScroll={top => {
				dispatch({do: 'mark', screen: 'help', at: String(top)});
			}}
		/>
	);
}
