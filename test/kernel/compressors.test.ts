import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {compressors} from '../../source/kernel/compressors.ts';

const unpack = {zstd: ['zstd', '-dc'], gzip: ['gzip', '-dc'], xz: ['xz', '-dc'], lz4: ['lz4', '-dc'], none: ['cat']} as const;
const data = Buffer.from('ramstrap '.repeat(100_000));

test.each(Object.keys(compressors) as Array<keyof typeof compressors>)('%s packs the same bytes twice, and they come back', compression => {
	const [program, ...words] = compressors[compression];
	const [one, two] = [1, 2].map(() => execFileSync(program!, words, {input: data, maxBuffer: 1e8}));
	expect(one!.equals(two!)).toBe(true);
	const [unpacker, ...unpackWords] = unpack[compression];
	expect(execFileSync(unpacker, unpackWords, {input: one, maxBuffer: 1e8}).equals(data)).toBe(true);
});
