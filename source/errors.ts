import {howItEnded, type Ending} from './report/how-it-ended.ts';
import {describeSystemError} from './report/system-error.ts';

/** Exit codes of the program; part of its contract. */
export const exitCodes = {
	done: 0,
	stepFailed: 1,
	invalid: 2,
	notReady: 3,
	nodeDown: 4,
	bug: 70,
	hungUp: 129,
	interrupted: 130,
	terminated: 143,
} as const;

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
Something a person can mend. `message` says in the present tense what is wrong with which value;
`hints` are the next things to do or type, best first.
*/
export class UserError extends Error {
	override name = 'UserError';
	readonly hints: readonly string[];
	readonly exitCode: ExitCode;

	constructor(message: string, hints: readonly string[] = [], exitCode: ExitCode = exitCodes.invalid) {
		super(message);
		this.hints = hints;
		this.exitCode = exitCode;
	}
}

/**
Everything a person needs to know about a step that failed: what, the exact command, its last
words, where all of them are.
*/
export type Failure = {
	step: string;
	title: string;
	command: string;
	reason: string;
	lastLines: readonly string[];
	log: string;
	hints: readonly string[];
};

/** A step of the plan failed. */
export class StepError extends Error {
	override name = 'StepError';
	readonly exitCode: ExitCode;
	readonly failure: Failure;

	constructor(failure: Failure, exitCode: ExitCode = exitCodes.stepFailed, cause?: unknown) {
		super(`${failure.title}: ${failure.reason}`, {cause});
		this.exitCode = exitCode;
		this.failure = failure;
	}
}

/** The user, or the system, asked us to stop. */
export class Cancelled extends Error {
	override name = 'Cancelled';
	readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP';
	/** What it means for the user. */
	readonly note: string;

	constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', note = 'Stopped. Finished steps are kept; run the same '
		+ 'command to continue.') {
		super(`stopped by ${signal}`);
		this.signal = signal;
		this.note = note;
	}

	get exitCode(): ExitCode {
		return {SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated, SIGHUP: exitCodes.hungUp}[this.signal];
	}
}

/**
What moves a cursor, ends a line or turns the direction of a text, as its number: names and values of
strangers stand in sentences.
*/
export function visible(text: string): string {
	return text.replaceAll(
		/[\p{Bidi_Control}\p{Control}\p{Surrogate}\u{2028}\u{2029}]/gu,
		sign => String.raw`\u` + sign.codePointAt(0)!.toString(16).padStart(4, '0'),
	);
}

/**
The lines a person reads about an error, and the code to exit with. Anything unforeseen is a bug of ours and says so.
*/
export function describeError(error: unknown): {lines: string[]; exitCode: number} {
	const {lines, exitCode} = describe(error);
	return {
		lines: lines.map(line =>
			line
				.split(/([\t\n])/)
				.map(part => (part === '\n' || part === '\t' ? part : visible(part)))
				.join(''),
		),
		exitCode,
	};
}

function describe(error: unknown): {lines: string[]; exitCode: number} {
	if (error instanceof StepError) {
		return {lines: describeFailure(error), exitCode: error.exitCode};
	}

	if (error instanceof UserError) {
		return {lines: [error.message, ...error.hints.map(hint => `  → ${hint}`)], exitCode: error.exitCode};
	}

	if (error instanceof Cancelled) {
		return {lines: [error.note], exitCode: error.exitCode};
	}

	const known = describeSystemError(error);
	if (known) {
		return {lines: [known.says, `  → ${known.hint}`], exitCode: exitCodes.notReady};
	}

	const failed = describeProgram(error);
	if (failed) {
		return {lines: [...failed, '  → ramstrap doctor'], exitCode: exitCodes.notReady};
	}

	const stack = error instanceof Error ? error.stack ?? error.message : String(error);
	return {lines: ['This is a bug in ramstrap; please report it:', stack], exitCode: exitCodes.bug};
}

/** How a program of this machine failed, as execa says it, with its last words; execa itself is not loaded for that. */
function describeProgram(error: unknown): string[] | undefined {
	if (!(error instanceof Error && error.name === 'ExecaError')) {
		return undefined;
	}

	const {command, stderr, ...ending} = error as Error & Ending & {command: string; stderr?: unknown};
	const [program = ''] = command.split(' ', 1);
	const last = typeof stderr === 'string' ? stderr.trim().split('\n').filter(Boolean).slice(-5) : [];
	return [`${command} ${howItEnded(program, ending)}.`, ...last.map(line => `  │ ${line}`)];
}

function describeFailure({failure}: StepError): string[] {
	return [
		`${failure.title}: ${failure.reason}`,
		`  command: ${failure.command}`,
		...failure.lastLines.map(line => `  │ ${line}`),
		`  log: ${failure.log}`,
		...failure.hints.map(hint => `  → ${hint}`),
	];
}
