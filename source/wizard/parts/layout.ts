export type Size = {columns: number; rows: number};

/** The smallest window the wizard is drawn in. */
export const smallest: Size = {columns: 60, rows: 16};

/** How the rows of the window are shared out, from the top: header, gap, body, help pane, gap, hints. */
export type Layout = {
	/** Columns of text between the margins. Long lines are hard to read, so a wide window is not used up. */
	width: number;
	gap: number;
	body: number;
	/** Lines of text in the help pane, without its rule. */
	pane: number;
};

export const margin = 2;

export function layoutFor({columns, rows}: Size): Layout {
	const gap = rows >= 22 ? 1 : 0;
	const pane = rows >= 24 ? 4 : 3;
	const header = 2;
	const hints = 1;
	return {width: Math.min(columns, 100) - 2 * margin, gap, pane, body: rows - header - 2 * gap - (pane + 1) - hints};
}
