/** How often something was tried: what it gave, or why it gave nothing. */
export type Outcome<T> = {values: T[]} | {failed: string} | {skipped: string};

export type Trial<T> = {name: string; run: () => Promise<T>} | {name: string; skipped: string};

/**
Does every trial `runs` times, in turns: what else this machine has to do then falls on all alike. A trial that failed
is not tried again.
*/
export async function inTurns<T>(trials: ReadonlyArray<Trial<T>>, {runs, signal, say}: {runs: number; signal: AbortSignal; say: (text: string) => void}): Promise<Array<Outcome<T>>> {
	const outcomes: Array<Outcome<T>> = trials.map(trial => 'skipped' in trial ? {skipped: trial.skipped} : {values: []});
	for (let turn = 1; turn <= runs; turn++) {
		for (const [index, trial] of trials.entries()) {
			const outcome = outcomes[index]!;
			if ('skipped' in trial || !('values' in outcome)) {
				continue;
			}

			signal.throwIfAborted();
			say(`${trial.name}, run ${turn} of ${runs}`);
			try {
				outcome.values.push(await trial.run());
			} catch (error) {
				signal.throwIfAborted();
				outcomes[index] = {failed: (error as Error).message.trim().split('\n', 1)[0]!};
			}
		}
	}

	return outcomes;
}

export function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
