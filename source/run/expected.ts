import {readdirSync} from 'node:fs';
import path from 'node:path';
import type {Step} from '../steps/types.ts';
import {secondsOf} from './journal.ts';

/**
How long a run will take. `unknown`: titles of steps that have never been done here, whose time is not in `seconds`.
*/
export type Expected = {seconds: number; unknown: string[]};

/**
By what the same steps took when they were done last, for this recipe or another. Steps that need nothing of each other
work side by side, so it is the longest way through them that counts.
@param todo those that are not done yet, as far as one knows before the first begins
@param folder of the recipe; those of others lie beside it
*/
export function expectedOf(
	steps: readonly Step[],
	todo: ReadonlySet<string>,
	{folder, sharedFolder}: {folder: string; sharedFolder: string},
): Expected {
	const ends = new Map<string, number>();
	const unknown: string[] = [];
	for (const step of steps) {
		const seconds = todo.has(step.id) ? formerSeconds(step, {folder, sharedFolder}) : 0;
		if (seconds === undefined) {
			unknown.push(step.title);
		}

		ends.set(step.id, Math.max(0, ...step.needs.map(id => ends.get(id)!)) + (seconds ?? 0));
	}

	return {seconds: Math.max(0, ...ends.values()), unknown};
}

/** One in the recipe's own folder, which says most; else the newest of others of that name. */
function formerSeconds(
	{id, title, shared}: Step,
	{folder, sharedFolder}: {folder: string; sharedFolder: string},
): number | undefined {
	const own = shared ? undefined : secondsOf(path.join(folder, id), title);
	const others = shared ? sharedFolder : path.dirname(folder);
	return own?.seconds
		?? namesIn(others)
			.flatMap(name => secondsOf(path.join(others, name, id), title) ?? [])
			.toSorted((one, other) => other.at - one.at)[0]?.seconds;
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
