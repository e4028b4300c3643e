import type {Cancelled} from '../errors.ts';
import {onScreen, type Terminal} from './on-screen.tsx';
import {margin} from './parts/layout.ts';
import type {ServingActions, ServingView} from './screens/serving-screen.tsx';

/**
Shows what is served and to whom, until somebody stops it. Draws anew twice a second, and when a key is pressed.
@param view what is shown now
@param actions what is done at a key, but for stopping
*/
export async function showServing(
	view: (room: {width: number}) => ServingView,
	terminal: Terminal,
	actions: Omit<ServingActions, 'onStop'>,
): Promise<void> {
	let redraw: () => void = () => undefined;
	const timer = setInterval(() => {
		redraw();
	}, 500);
	try {
		await onScreen<Cancelled | undefined>(
			async () => {
				const {ServingScreen} = await import('./screens/serving-screen.tsx');
				return ({size, done}) => (
					<ServingScreen
						view={view({width: size.columns - 2 * margin})}
						size={size}
						onStop={done}
						{...actions}
					/>
				);
			},
			terminal,
			draw => {
				redraw = draw;
			},
		);
	} finally {
		clearInterval(timer);
	}
}
