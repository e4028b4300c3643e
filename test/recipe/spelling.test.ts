import {expect, test} from 'vitest';
import {editDistance, nearest} from '../../source/recipe/spelling.ts';

test.each([
	['drivres', 'drivers', 1],
	['', 'abc', 3],
	['same', 'same', 0],
	['zst', 'zstd', 1],
	['kitten', 'sitting', 3],
	['ca', 'abc', 3],
])('from %j to %j it takes %i', (a, b, distance) => {
	expect(editDistance(a, b)).toBe(distance);
	expect(editDistance(b, a)).toBe(distance);
});

test('the nearest word is found whatever its case, and a far one is not offered', () => {
	expect(nearest('Compresion', ['compression', 'console'])).toBe('compression');
	expect(nearest('gateway', ['dhcp', 'subnet', 'bios'])).toBeUndefined();
	expect(nearest('nod', ['nodes', 'node'])).toBe('node');
	expect(nearest('x', [])).toBeUndefined();
});
