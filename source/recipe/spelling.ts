/** The candidate that a mistyped word was most likely meant to be, or nothing when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	const typed = word.toLowerCase();
	const allowed = Math.max(1, Math.floor(typed.length / 3));
	let best: {candidate: string; distance: number} | undefined;
	for (const candidate of candidates) {
		const distance = editDistance(typed, candidate.toLowerCase());
		if (distance <= allowed && distance < (best?.distance ?? Infinity)) {
			best = {candidate, distance};
		}
	}

	return best?.candidate;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment): what fingers really do. */
export function editDistance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swapped =
				i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast[j - 2]! + 1 : Infinity;
			row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, replaced, swapped));
		}

		[beforeLast, last] = [last, row];
	}

	return last[b.length]!;
}
