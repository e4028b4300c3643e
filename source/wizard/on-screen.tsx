import type {ReadStream, WriteStream} from 'node:tty';
import type {ReactElement} from 'react';
import {KeyStream} from './key-stream.ts';
import type {Size} from './parts/layout.ts';

/**
The terminal, and how we are told to leave it. `env` is `process.env` itself: what is set here must be seen by chalk.
`isPlain`: nothing on it is repainted.
*/
export type Terminal = {
	stdin: ReadStream;
	stdout: WriteStream;
	env: NodeJS.ProcessEnv;
	signal?: AbortSignal;
	isPlain?: boolean | undefined;
	/** Lines that came before they were asked for. */
	unread?: string[];
	/** Stops the program until the shell continues it. */
	suspend?: () => void;
};

/** What a view is drawn with: the window, and the two ways out. */
export type Around<T> = {size: Size; done: (outcome: T) => void; fail: (reason: unknown) => void};

/**
Shows a view on a screen of its own until it is done with an outcome. The terminal is restored in every case. Rejects
with what the view failed with, or with the signal's own reason when it aborts.
@param load brings the view; it is loaded while Ink is
@param onRedraw is given what draws the view anew, for what changes without a key
*/
export async function onScreen<T>(
	load: () => Promise<(around: Around<T>) => ReactElement>,
	{stdin, stdout, env, signal, suspend = () => undefined}: Terminal,
	onRedraw: (redraw: () => void) => void = () => undefined,
): Promise<T> {
	prepare(stdout, env);
	// Ink takes as long to load as the facts to read.
	const [{render}, view, {JobControl}] = await Promise.all([
		import('ink'),
		load(),
		import('./parts/job-control.tsx'),
	]);
	signal?.throwIfAborted();
	const {promise: outcome, resolve, reject} = Promise.withResolvers<T>();
	const keys = new KeyStream(stdin);
	// The terminal has echoed what was typed while the program was loaded, and Ink draws from where the cursor stands.
	stdout.write('\r\u001B[K');
	const draw = () => (
		<>
			<JobControl suspend={suspend}/>
			{view({size: {columns: stdout.columns || 80, rows: stdout.rows || 24}, done: resolve, fail: reject})}
		</>
	);
	const redraw = () => {
		screen.rerender(draw());
	};

	const abort = () => {
		reject(signal?.reason);
	};

	// Before Ink's own listener, which would first draw the old frame once more, too large for the new window.
	stdout.on('resize', redraw);
	signal?.addEventListener('abort', abort);
	const screen = render(draw(), {
		stdin: keys as unknown as ReadStream,
		stdout,
		// Ink takes an empty CI variable for a build server, and then draws nothing.
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		// Ink would leave with exit code 0.
		exitOnCtrlC: false,
		// Nothing here writes to the console, and what a library might write has no place on this screen.
		patchConsole: false,
	});
	onRedraw(redraw);
	const closed = screen.waitUntilExit().catch(reject);
	try {
		return await outcome;
	} finally {
		signal?.removeEventListener('abort', abort);
		stdout.off('resize', redraw);
		onRedraw(() => undefined);
		// Empty before it is left: of a frame wider than the window once was, tmux 3.3 puts lines into the history.
		screen.rerender(undefined);
		screen.unmount();
		await closed;
		keys.stop();
	}
}

function prepare(stdout: WriteStream, env: NodeJS.ProcessEnv): void {
	if (env.NO_COLOR) {
		// Chalk, which Ink colours with, knows only this one, and reads it once, when it is loaded.
		env.FORCE_COLOR = '0';
	}

	// A serial line often does not know its size and says 0x0; Ink would go and run other programs to find out.
	stdout.columns ||= 80;
	stdout.rows ||= 24;
}
