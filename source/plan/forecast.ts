/**
How long it takes until the last of many nodes is up: an event model. Each node does what one has done in a rehearsal
(waits, fetches, waits, fetches …), and all share the link of the server evenly, but none takes more than it can.
*/

/** What one node fetched, in order, in seconds since it was switched on; and when it was up. */
export type Trace = {fetches: readonly Fetch[]; up: number};

/** A file, whole. */
export type Fetch = {began: number; seconds: number; bytes: number};

/** Bytes of payload a second: of the server's link, and of the one of each node. */
export type Rates = {server: number; node: number};

/** Seconds since all were switched on. `busy`: for so many of them the server's link had no room left. */
export type Forecast = {first: number; median: number; last: number; busy: number; bytes: number};

/**
@param nodes how many there are
@param seconds over which they are switched on, evenly
@returns when they are up
*/
export function forecast(
	trace: Trace,
	{nodes, rates, seconds = 0}: {nodes: number; rates: Rates; seconds?: number},
): Forecast {
	const stages = stagesOf(trace, rates);
	const starts = Array.from(
		{length: nodes},
		(_, index) => stages[0]!.wait + (nodes > 1 ? (seconds * index) / (nodes - 1) : 0),
	);
	const {ends, busy} = share(stages, starts, rates.server);
	return {
		first: ends[0]!,
		median: ends[Math.floor((nodes - 1) / 2)]!,
		last: ends.at(-1)!,
		busy,
		bytes: nodes * stages.reduce((sum, {bytes}) => sum + bytes, 0),
	};
}

/**
A wait, then a fetch at `most` bytes a second at most: as fast as in the rehearsal, or as the node's own link. The
last one fetches nothing.
*/
type Stage = {wait: number; bytes: number; most: number};

function stagesOf({fetches, up}: Trace, {node}: Rates): Stage[] {
	let free = 0;
	const stages = oneByOne(fetches).map(({began, seconds, bytes}): Stage => {
		const wait = Math.max(0, began - free);
		free = began + seconds;
		return {wait, bytes, most: Math.min(node, bytes / Math.max(seconds, 0.001))};
	});
	return [...stages, {wait: Math.max(0, up - free), bytes: 0, most: node}];
}

/** In order of their beginnings; what overlaps becomes one. */
function oneByOne(fetches: readonly Fetch[]): Fetch[] {
	const merged: Fetch[] = [];
	for (const fetch of fetches.filter(({bytes}) => bytes > 0).toSorted((one, other) => one.began - other.began)) {
		const last = merged.at(-1);
		if (last && fetch.began < last.began + last.seconds) {
			merged[merged.length - 1] = {
				began: last.began,
				seconds: Math.max(last.began + last.seconds, fetch.began + fetch.seconds) - last.began,
				bytes: last.bytes + fetch.bytes,
			};
		} else {
			merged.push(fetch);
		}
	}

	return merged;
}

/**
Those that are at one stage: who waits for it until when, and who is in it, done when each of them has
got so many bytes in all.
*/
type Crowd = Stage & {waiting: Queue; active: Queue; each: number; rate: number};

/** All at one stage get the same, so who came first is done first: queues, and no node is looked at but the next. */
function share(stages: readonly Stage[], starts: number[], capacity: number): {ends: number[]; busy: number} {
	const crowds = stages.map((stage, index): Crowd => ({
		...stage,
		waiting: new Queue(index === 0 ? starts : []),
		active: new Queue([]),
		each: 0,
		rate: 0,
	}));
	const ends: number[] = [];
	let busy = 0;
	for (let now = 0; ;) {
		const isFull = divide(crowds, capacity);
		const next = nextOf(crowds, now);
		if (next === Infinity) {
			return {ends, busy};
		}

		busy += isFull ? next - now : 0;
		for (const crowd of crowds) {
			crowd.each += crowd.active.length > 0 ? crowd.rate * (next - now) : 0;
		}

		now = next;
		for (const [index, crowd] of crowds.entries()) {
			step(crowd, crowds[index + 1], {now, ends});
		}
	}
}

/** When somebody begins to fetch or has everything. */
function nextOf(crowds: readonly Crowd[], now: number): number {
	return Math.min(
		...crowds.map(({waiting, active, each, rate}) => Math.min(waiting.first, now + (active.first - each) / rate)),
	);
}

/** Whose time has come begins to fetch; who has everything waits for the next stage, or is up. */
function step(crowd: Crowd, after: Crowd | undefined, {now, ends}: {now: number; ends: number[]}): void {
	while (crowd.waiting.first <= now + tick) {
		crowd.waiting.take();
		if (after) {
			crowd.active.push(crowd.each + crowd.bytes);
		} else {
			ends.push(now);
		}
	}

	while (crowd.active.first - crowd.each <= crowd.rate * tick) {
		crowd.active.take();
		after!.waiting.push(now + after!.wait);
	}
}

/** Numbers that only grow. Taking the first of an array moves all others. */
class Queue {
	readonly #numbers: number[];
	#taken = 0;

	constructor(numbers: number[]) {
		this.#numbers = numbers;
	}

	get length(): number {
		return this.#numbers.length - this.#taken;
	}

	/** Infinity where there is none. */
	get first(): number {
		return this.#numbers[this.#taken] ?? Infinity;
	}

	push(number: number): void {
		this.#numbers.push(number);
	}

	take(): void {
		this.#taken++;
	}
}

/** Seconds: what lies within is one moment. */
const tick = 1e-6;

/**
Max-min fair: each gets the same, and what some cannot take the others get.
@returns whether nothing is left
*/
function divide(crowds: readonly Crowd[], capacity: number): boolean {
	let [left, people] = [capacity, crowds.reduce((sum, {active}) => sum + active.length, 0)];
	const fetching = crowds.filter(({active}) => active.length > 0);
	for (const crowd of fetching.toSorted((one, other) => one.most - other.most)) {
		crowd.rate = Math.min(crowd.most, left / people);
		left -= crowd.rate * crowd.active.length;
		people -= crowd.active.length;
	}

	return left < capacity * 1e-9;
}
