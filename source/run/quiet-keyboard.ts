import type {ReadStream} from 'node:tty';

/**
Keeps what is typed from being echoed into a display that draws itself; Enter would push its lines apart. In this mode
the terminal makes no signals any more, so Ctrl-C is ours to see. Returns the way back, which must be taken.
@param onKey is given whatever else is typed, as the terminal sends it
*/
export function quietKeyboard(
	stdin: ReadStream,
	onInterrupt: () => void,
	onKey: (key: string) => void = () => undefined,
): () => void {
	if (!stdin.isTTY) {
		return () => undefined;
	}

	const hear = (typed: Buffer) => {
		if (typed.includes(3)) {
			onInterrupt();
		} else {
			onKey(typed.toString());
		}
	};

	stdin.setRawMode(true);
	stdin.on('data', hear);
	// Whoever read before us (Ink, an earlier phase of this) has paused it, and listening alone does not undo that.
	stdin.resume();
	return () => {
		stdin.off('data', hear);
		stdin.setRawMode(false);
		stdin.pause();
	};
}
