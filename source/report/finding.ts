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

/** What programs are told while something else is done; of a step's warning, with its id. */
export function warningEvent(finding: Finding, step?: string): FindingEvent {
	return {event: 'warning', ...(step !== undefined && {step}), ...fieldsOf(finding)};
}

/** What programs are told of one thing that a command was to check: the same fields, and further ones of its own. */
export function findingEvent(finding: Finding): FindingEvent {
	return {event: 'finding', ...fieldsOf(finding)};
}

type FindingEvent = {event: 'warning' | 'finding'} & Record<string, unknown>;

function fieldsOf({what, hints = [], ...rest}: Finding): Record<string, unknown> {
	return {message: what, ...(hints.length > 0 && {hints}), ...rest};
}

/** The same for a person: a mark and the sentence, and below it what to do. */
export function findingLines({level, what, hints = []}: Finding): string[] {
	return [`  ${marks[level]} ${what}`, ...hints.map(hint => `    → ${hint}`)];
}

/** Their twins in ASCII stand in ascii.ts. */
export const marks = {good: '✔', warning: '⚠', problem: '✖'} as const;
