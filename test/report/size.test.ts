import {expect, test} from 'vitest';
import {memoryText, memoryUse, sizeText} from '../../source/report/size.ts';

test.each([
	[0, '0 B'], [999, '999 B'], [1400, '1.4 kB'], [14_200_000, '14.2 MB'], [99_960_000, '100 MB'], [1_250_000_000, '1.3 GB'], [2e12, '2000 GB'],
])('%d bytes are said as %s', (bytes, text) => {
	expect(sizeText(bytes)).toBe(text);
});

test('a size fits into the column of a table', () => {
	const widest = [0, 999.4, 99_949, 99_950, 999_400, 99_949_999, 999_499_999, 99.9e9].map(bytes => sizeText(bytes).length);
	expect(Math.max(...widest)).toBe(7);
});

test.each([[64, '64 MiB'], [1023, '1023 MiB'], [1024, '1 GiB'], [7885, '7.7 GiB'], [100_000, '97.7 GiB'], [1_000_000, '977 GiB']])('%d MiB are said as %s', (mib, text) => {
	expect(memoryText(mib)).toBe(text);
});

test('what is in use of a memory is said in one unit', () => {
	expect(memoryUse({usedKiB: 75_000, totalKiB: 468_000})).toBe('73 of 457 MiB');
	expect(memoryUse({usedKiB: 75_000, totalKiB: 468_000}, '/')).toBe('73/457 MiB');
});
