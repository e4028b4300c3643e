import {expect, test} from 'vitest';
import {forecast, type Trace} from '../../source/plan/forecast.ts';
import {processorSeconds} from '../processor-seconds.ts';

/** Ten seconds to the first file of 100 bytes, two to the second of 900, five until it is up. */
const trace: Trace = {fetches: [{began: 10, seconds: 1, bytes: 100}, {began: 13, seconds: 3, bytes: 900}], up: 21};
const wide = {server: 1e6, node: 1e6};

test('one node on a link that is wider than what it takes boots as it has', () => {
	expect(forecast(trace, {nodes: 1, rates: wide})).toEqual({first: 21, median: 21, last: 21, busy: 0, bytes: 1000});
});

test('a node takes no more than its own link has', () => {
	// 100 bytes in 2 s, 900 in 18.
	expect(forecast(trace, {nodes: 1, rates: {server: 1e6, node: 50}}).last).toBeCloseTo(10 + 2 + 2 + 18 + 5);
});

test('many share the link of the server, which is full for as long as there is more to send', () => {
	const {first, last, busy} = forecast(trace, {nodes: 10, rates: {server: 100, node: 1e6}});
	// All at once: 1000 bytes in 10 s, two seconds of waiting, 9000 bytes in 90 s.
	expect(last).toBeCloseTo(10 + 10 + 2 + 90 + 5);
	expect(first).toBeCloseTo(last);
	expect(busy).toBeCloseTo(100);
});

test('what slow ones leave the quick ones get', () => {
	// The first file at 100 bytes a second at most, the second at 300; the second node is switched on three seconds
	// later.
	const {first, last, busy} = forecast(trace, {nodes: 2, rates: {server: 350, node: 1e6}, seconds: 3});
	// From 13 to 14 s the first takes 250 beside the other's 100, then 300 alone; from 16 s both take 175 of the second
	// file.
	expect(first).toBeCloseTo(16 + ((900 - 250 - 600) / 175) + 5);
	expect(last).toBeGreaterThan(first);
	expect(busy).toBeGreaterThan(0);
});

test('with less on the wire, with more link and with fewer nodes it never takes longer', () => {
	const lastOf = (nodes: number, server: number) => forecast(trace, {nodes, rates: {server, node: 400}}).last;
	for (let nodes = 1; nodes < 200; nodes += 13) {
		expect(lastOf(nodes + 13, 1000)).toBeGreaterThanOrEqual(lastOf(nodes, 1000) - 1e-6);
		expect(lastOf(nodes, 2000)).toBeLessThanOrEqual(lastOf(nodes, 1000) + 1e-6);
	}
});

test('all that was asked for has gone over the wire', () => {
	for (const nodes of [1, 7, 64]) {
		const {bytes, busy} = forecast(trace, {nodes, rates: {server: 100, node: 1e6}, seconds: 30});
		expect(bytes).toBe(1000 * nodes);
		expect(busy * 100).toBeLessThanOrEqual(bytes + 1e-6);
	}
});

test('a hundred thousand nodes are foretold before one would lose patience', async () => {
	const seconds = await processorSeconds(() => {
		expect(forecast(trace, {nodes: 100_000, rates: {server: 1000, node: 1e6}, seconds: 60}).last).toBeGreaterThan(100_000);
	});
	expect(seconds).toBeLessThan(5);
});

test.each([
	[[{began: 10, seconds: 10, bytes: 5}, {began: 10, seconds: 10, bytes: 5}], 21],
	[[{began: 12, seconds: 3, bytes: 5}, {began: 10, seconds: 10, bytes: 5}], 20],
	[[{began: 0, seconds: 0, bytes: 5}], 0],
	[[{began: 3, seconds: 1, bytes: 0}], 7],
	[[], 7],
])('one node on a wide link boots as it has, whatever it fetched: %j', (fetches, up) => {
	expect(forecast({fetches, up}, {nodes: 1, rates: wide}).last).toBeCloseTo(up, 2);
});
