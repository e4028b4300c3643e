/** What a trial gave each time, or why it gave nothing. */
export type Outcome<T> = {values: T[]} | {failed: string} | {skipped: string};

export type Trial<T> = {name: string; run: () => Promise<T>} | {name: string; skipped: string};

/**
Does every trial `runs` times, in turns: what else this machine has to do then falls on all alike. A trial that failed
is not tried again.
*/
export async function inTurns<T>(trials: ReadonlyArray<Trial<T>>, options: Turns): Promise<Array<Outcome<T>>> {
	let outcomes: Array<Outcome<T>> = trials.map(trial => 'skipped' in trial ? {skipped: trial.skipped} : {values: []});
	for (let turn = 1; turn <= options.runs; turn++) {
		const next: Array<Outcome<T>> = [];
		for (const [index, trial] of trials.entries()) {
			next.push(await tryOnce(trial, outcomes[index]!, turn, options));
		}

		outcomes = next;
	}

	return outcomes;
}

export type Turns = {runs: number; signal: AbortSignal; say: (text: string) => void};

async function tryOnce<T>(trial: Trial<T>, before: Outcome<T>, turn: number, {runs, signal, say}: Turns): Promise<Outcome<T>> {
	if ('skipped' in trial || !('values' in before)) {
		return before;
	}

	signal.throwIfAborted();
	say(`${trial.name}, run ${turn} of ${runs}`);
	try {
		return {values: [...before.values, await trial.run()]};
	} catch (error) {
		signal.throwIfAborted();
		return {failed: (error as Error).message.trim().split('\n', 1)[0]!};
	}
}

export function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
