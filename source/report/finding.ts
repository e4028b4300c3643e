/** One thing that somebody should know before or after something is done. */
export type Finding = {
	/** What kind it is, for programs and tests, whatever the sentence: `dhcp-second`. It never changes. */
	code: string;
	/** `warning`: it works, and there is something to know. `problem`: it would do harm or cannot work. */
	level: 'good' | 'warning' | 'problem';
	/** A whole sentence. */
	what: string;
	/** The next things to do, best first. */
	hints?: readonly string[];
};

/** The one event that programs are told a finding by; of a step's, with its id. */
export function warningEvent({code, level, what, hints = []}: Finding, step?: string): WarningEvent {
	const said = {message: what, ...(hints.length > 0 && {hints}), code, level};
	return {event: 'warning', ...(step !== undefined && {step}), ...said};
}

type WarningEvent = {event: 'warning'} & Record<string, unknown>;

/** The same for a person: a mark and the sentence, and below it what to do. */
export function findingLines({level, what, hints = []}: Finding): string[] {
	return [`  ${marks[level]} ${what}`, ...hints.map(hint => `    → ${hint}`)];
}

/** Their twins in ASCII stand in ascii.ts. */
export const marks = {good: '✔', warning: '⚠', problem: '✖'} as const;
