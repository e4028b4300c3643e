import {factors, type Boot, type Factor} from './factors.ts';

/** Two values that meet in a boot, such as `recipe rambox, card rtl8139`. */
export type Pair = string;

/** All that meet in some of these boots. */
export function pairsOf(boots: readonly Boot[]): Set<Pair> {
	return new Set(boots.flatMap(boot => pairsIn(boot)));
}

function pairsIn(boot: Boot): Pair[] {
	const names = Object.keys(factors) as Factor[];
	return names.flatMap((first, index) => names.slice(index + 1).map(second => `${first} ${boot[first]}, ${second} ${boot[second]}`));
}

/**
A small table with every pair that these boots have: each row is the one with most pairs that are still missing, the first
of equals, so it is the same table every time.
*/
export function coverPairs(boots: readonly Boot[]): Boot[] {
	const missing = pairsOf(boots);
	const table: Boot[] = [];
	while (missing.size > 0) {
		const gains = boots.map(boot => pairsIn(boot).filter(pair => missing.has(pair)).length);
		const best = boots[gains.indexOf(Math.max(...gains))]!;
		table.push(best);
		for (const pair of pairsIn(best)) {
			missing.delete(pair);
		}
	}

	return table;
}
