import {useApp} from 'ink';
import {useKeys} from './keys.ts';

/** Ctrl-Z hands the terminal back to the shell until it says `fg`; Ctrl-L draws everything anew. */
export function JobControl({suspend}: {suspend: () => void}) {
	const {suspendTerminal} = useApp();
	useKeys(key => {
		if (key === 'ctrl-z') {
			void suspendTerminal(suspend);
		} else if (key === 'ctrl-l') {
			void suspendTerminal(() => undefined);
		}
	});
	return undefined;
}
