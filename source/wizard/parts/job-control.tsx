import {useApp} from 'ink';
import {useRef} from 'react';
import {useKeys} from './keys.ts';

/** Ctrl-Z hands the terminal back to the shell until it says `fg`; Ctrl-L draws everything anew. */
export function JobControl({suspend}: {suspend: () => void}) {
	const {suspendTerminal} = useApp();
	const continued = useRef(0);
	useKeys(key => {
		if (key === 'ctrl-l') {
			void suspendTerminal(() => undefined);
		} else if (key === 'ctrl-z' && Date.now() > continued.current + again) {
			void suspendTerminal(() => {
				suspend();
				continued.current = Date.now();
			});
		}
	});
	return undefined;
}

/** Milliseconds in which a Ctrl-Z is one that was pressed together with the one before. */
const again = 300;
