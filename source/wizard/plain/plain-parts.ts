import type {Action} from '../flow.ts';
import type {Flow} from '../state.ts';
import type {WizardProps} from '../types.ts';

/**
A screen as lines: what it says, rows that are chosen by their number, or something to type. `does`: an action of the
flow; `save` and `go`, which take more than one; `answers`, which lists what else there is to choose.
*/
export type PlainScreen = {
	lines: readonly string[];
	rows: ReadonlyArray<{label: string; does: Action | 'save' | 'go' | 'answers'}>;
	/** What an empty line or typed text means, where it is not the number of a row. */
	typed?: {present: string; isSecret: boolean; take: (text: string) => Action};
	help: string;
};

/** Without its help, which is the same as on the screen. */
export type Plain = Omit<PlainScreen, 'help'>;

export type Known = {flow: Flow; props: WizardProps; isListing: boolean};

export const labelled = (label: string, note: string | undefined): string => note ? `${label}: ${note}` : label;
