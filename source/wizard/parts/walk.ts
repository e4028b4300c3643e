/**
A row of a list. A `heading` is passed over; a `blocked` row can be looked at (its help says why) but not taken;
of an `answer` the note is what matters, of all others the label.
*/
export type Row = {
	key: string;
	label: string;
	note?: string;
	kind?: 'heading' | 'blocked' | 'answer';
	/** Of an answer: whether it is the default, and whether it differs from what is saved. */
	isUsual?: boolean;
	isChanged?: boolean;
};

/** Where the key leads from the row `at`, or whether it takes that row. */
export function walk(rows: readonly Row[], at: string, key: string, page: number): {at: string; taken: boolean} {
	const stops = rows.filter(({kind}) => kind !== 'heading');
	const index = Math.max(0, stops.findIndex(row => row.key === at));
	const row = stops[Math.min(stops.length - 1, Math.max(0, step(index, key, page)))];
	return {at: row?.key ?? at, taken: key === 'enter' && row !== undefined && row.kind !== 'blocked'};
}

/** The rows to be seen, with the focus in the middle where there is a choice. */
export function visible(count: number, focus: number, height: number): {from: number; to: number} {
	const from = Math.max(0, Math.min(focus - Math.floor(height / 2), count - height));
	return {from, to: Math.min(count, from + height)};
}

function step(index: number, key: string, page: number): number {
	switch (key) {
		case 'up':
		case 'k': {
			return index - 1;
		}

		case 'down':
		case 'j': {
			return index + 1;
		}

		case 'page-up': {
			return index - page;
		}

		case 'page-down': {
			return index + page;
		}

		case 'home':
		case 'g': {
			return 0;
		}

		case 'end':
		case 'G': {
			return Number.MAX_SAFE_INTEGER;
		}

		default: {
			return index;
		}
	}
}
