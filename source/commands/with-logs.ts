import type {OpenLogs} from '../context.ts';
import type {Terminal} from '../wizard/on-screen.tsx';

/**
Does work that draws on the terminal while `listen` hears the keyboard; the key `l` shows a log until somebody leaves
it, or the work is over.
@param listen is given what is called with each key, and returns the way back
@param onProblem is told, when the work is over, why a log could not be shown; the work goes on without
*/
export async function withLogs<T>(work: () => Promise<T>, {logs, listen, terminal, interrupt, onProblem}: {
	logs: OpenLogs | undefined;
	listen: (onKey: (key: string) => void) => () => void;
	terminal: Terminal;
	interrupt: () => void;
	onProblem: (error: unknown) => void;
}): Promise<T> {
	const over = new AbortController();
	const problems: unknown[] = [];
	let watching: Promise<void> | undefined;
	const hear = (key: string) => {
		if (key === 'l' && logs?.isDrawn()) {
			watching ??= watch(logs).catch((error: unknown) => {
				problems.push(error);
			}).finally(() => {
				watching = undefined;
			});
		}
	};

	let stop = listen(hear);
	const watch = async (of: OpenLogs) => {
		// The list goes on until there is something to show in its place.
		const open = await loadLogScreen();
		if (over.signal.aborted || !of.isDrawn()) {
			return;
		}

		stop();
		of.pause();
		try {
			await open(of, {...terminal, signal: over.signal}, interrupt);
		} catch (error) {
			if (error !== over.signal.reason) {
				throw error;
			}
		} finally {
			stop = listen(hear);
			of.resume();
		}
	};

	try {
		return await work();
	} finally {
		over.abort();
		await watching;
		stop();
		for (const problem of problems) {
			onProblem(problem);
		}
	}
}

type OpenScreen = (logs: OpenLogs, terminal: Terminal, onInterrupt: () => void) => Promise<void>;

async function loadLogScreen(): Promise<OpenScreen> {
	const [{onScreen}, {logScreen}, {readLog}] = await Promise.all([
		import('../wizard/on-screen.tsx'), import('../wizard/log-view.tsx'), import('./read-log.ts'),
	]);
	return async ({now}, terminal, onInterrupt) => onScreen(
		async () => logScreen({logs: now, read: file => readLog(file, 65_536), onInterrupt}),
		terminal,
	);
}
