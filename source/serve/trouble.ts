import type {NodeRow} from './table.ts';

/**
A machine that does not get on, and what a person should know of that: what it says, then what usually keeps it
(`→ …`).
*/
export type TroubleEvent = {event: 'trouble'; node: string; standing: NodeRow['standing']; says: string[]};

/**
Where there is no table on the screen: says of each machine once what is below its row, and again when it is another
trouble.
*/
export function watchTrouble(): (rows: readonly NodeRow[]) => TroubleEvent[] {
	let known = new Map<string, string>();
	return rows => {
		const inTrouble = rows.filter(({below}) => below.length > 0);
		// What grows by the second, as the time of silence does, is no other trouble.
		const now = new Map(inTrouble.map(({mac, standing, below}) => [mac, [standing, below.at(-1)].join(' ')]));
		const fresh = inTrouble.filter(({mac}) => known.get(mac) !== now.get(mac));
		known = now;
		return fresh.map(({mac, standing, below}) => ({event: 'trouble', node: mac, standing, says: below}));
	};
}
