import type {Folders} from './paths.ts';
import {warningEvent, type Finding} from './report/finding.ts';
import type {RecipeFolders} from './host/recipe-files.ts';

/** What a command gets from the program around it; commands touch neither the process nor its environment. */
export type Context = {
	folders: Folders;
	recipes: RecipeFolders;
	/** Writes one line for the user, or for the program that reads us. */
	out: (line: string) => void;
	/** Whether somebody watches a terminal that can be drawn on. */
	terminal: boolean;
	/** Whether questions are asked in lines that stay where they are. */
	isPlain?: boolean;
	/** Asks yes or no; missing where nobody can be asked. */
	ask: ((question: string) => Promise<boolean>) | undefined;
	signal: AbortSignal;
	/** Does work that draws on the terminal, with the keyboard kept out of the picture; a key shows its logs. */
	quietly: <T>(work: () => Promise<T>, logs?: OpenLogs) => Promise<T>;
	/** Does work that Ctrl-C ends alone; nothing comes of it then. */
	interruptible: <T>(work: (context: Context) => Promise<T>) => Promise<T | undefined>;
	/** How to start this very program again: program and first arguments. */
	self: string[];
	/** How it came to this machine, for a sentence. */
	installed: () => string;
};

/** The logs that work writes, and how it leaves the terminal to them. */
export type OpenLogs = {
	/** Whether it draws, and has something to leave. */
	isDrawn: () => boolean;
	/** Of what is being done now; absolute paths. */
	now: () => Array<{title: string; file: string}>;
	pause: () => void;
	resume: () => void;
};

/** What a person should know though nothing fails: a line, and for programs an event. */
export function warn(context: Pick<Context, 'out'>, json: boolean, warning: Omit<Finding, 'level'>): void {
	if (json) {
		outJson(context, warningEvent({...warning, level: 'warning'}));
	} else {
		context.out([warning.what, ...(warning.hints ?? []).map(hint => `  → ${hint}`)].join('\n'));
	}
}

/** Writes `{"event":…}` lines. */
export function outJson({out}: Pick<Context, 'out'>, value: {event: string} & Record<string, unknown>): void {
	out(JSON.stringify(value));
}
