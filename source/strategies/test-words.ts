import {testQuery} from '../services/test-download.ts';
import type {Recipe} from '../recipe/schema.ts';

/** For tests.sh on the node: what it tests, for how many seconds, and what it downloads again and again. */
export function testWords({tests: {hardware, time}}: Recipe): string[] {
	return hardware.length === 0 ? [] : [
		`ramstrap.tests=${hardware.join(',')}`,
		`${timeWord}${secondsOf(time)}`,
		...(hardware.includes('network') ? [`ramstrap.fetch=http://<server>/<name>/vmlinuz${testQuery}`] : []),
	];
}

/** The same tests, for so many seconds. */
export function withTestTime(words: readonly string[], seconds: number): string[] {
	return words.map(word => word.startsWith(timeWord) ? `${timeWord}${seconds}` : word);
}

const timeWord = 'ramstrap.time=';

const unit = {s: 1, m: 60, h: 3600, d: 86_400};

const secondsOf = (time: string): number => Number(time.slice(0, -1)) * unit[time.at(-1) as keyof typeof unit];
