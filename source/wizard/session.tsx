import type {ReadStream, WriteStream} from 'node:tty';
import {UserError} from '../errors.ts';
import {KeyStream} from './key-stream.ts';
import type {Outcome, WizardProps} from './types.ts';

/** The terminal, and how we are told to leave it. `env` is `process.env` itself: what is set here must be seen by chalk. */
export type Terminal = {stdin: ReadStream; stdout: WriteStream; env: NodeJS.ProcessEnv; signal?: AbortSignal};

/**
Asks, on a screen of its own, and answers with what is wanted. The terminal is restored in every case.
Rejects with Cancelled on Ctrl-C, with the signal's own reason when it aborts, and with a UserError where nobody can be asked.
*/
export async function runWizard(props: WizardProps | Promise<WizardProps>, {stdin, stdout, env, signal}: Terminal): Promise<Outcome> {
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new UserError('There is no terminal to ask questions in.', ['ramstrap run <recipe>', 'ramstrap recipes list']);
	}

	prepare(stdout, env);
	// Ink takes as long to load as the facts to read.
	const [{render}, {Wizard}, known] = await Promise.all([import('ink'), import('./wizard.tsx'), props]);
	signal?.throwIfAborted();
	const {promise: outcome, resolve, reject} = Promise.withResolvers<Outcome>();
	const keys = new KeyStream(stdin);
	const view = () => <Wizard props={known} size={{columns: stdout.columns || 80, rows: stdout.rows || 24}} onOutcome={resolve} onCancel={reject}/>;
	const resize = () => {
		screen.rerender(view());
	};

	const abort = () => {
		reject(signal?.reason);
	};

	// Before Ink's own listener, which would first draw the old frame once more, too large for the new window.
	stdout.on('resize', resize);
	signal?.addEventListener('abort', abort);
	const screen = render(view(), {
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
	const closed = screen.waitUntilExit().catch(reject);
	try {
		return await outcome;
	} finally {
		signal?.removeEventListener('abort', abort);
		stdout.off('resize', resize);
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
