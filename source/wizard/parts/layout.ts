export type Size = {columns: number; rows: number};

/** The smallest window the wizard is drawn in. */
export const smallest: Size = {columns: 60, rows: 16};

/**
How the rows of the window are shared out, from the top: header, gap, body, help pane, gap, hints; in a wide window the
help pane stands beside the body.
*/
export type Layout = {
	/** Columns of text between the margins. Long lines are hard to read, so a wide window is not used up. */
	width: number;
	gap: number;
	body: number;
	/** Lines of text in the help pane, without its rule. */
	pane: number;
	/** Columns of text in the help pane. */
	paneWidth: number;
	isWide: boolean;
};

/** From here on there is room for two panes side by side. */
const wide = 120;
const longestLine = 100;
/** Of the rule between two panes, and a blank on each side. */
const between = 3;

export const margin = 2;

export function layoutFor({columns, rows}: Size): Layout {
	const gap = rows >= 22 ? 1 : 0;
	const pane = rows >= 24 ? 4 : 3;
	const header = 2;
	const hints = 1;
	const rest = rows - header - 2 * gap - hints;
	if (columns < wide) {
		const width = Math.min(columns, longestLine) - 2 * margin;
		return {width, gap, pane, body: rest - (pane + 1), paneWidth: width, isWide: false};
	}

	const room = columns - 2 * margin - between;
	const width = Math.min(Math.floor(room * 0.58), longestLine);
	const paneWidth = Math.min(room - width, longestLine);
	return {width, gap, pane: rest - 1, body: rest, paneWidth, isWide: true};
}
