import {describe, expect, test} from 'vitest';
import {documentWays, formatCommands} from './documents.ts';
import {compareWithGoals} from './goals.ts';
import {inTurns, median} from './measure.ts';
import {formatBuilds, formatGuests} from './table.ts';

const mebibytes = (count: number) => count * 1_048_576;

describe('tables', () => {
	test('ratios to the document stand first, reasons where there are no numbers', () => {
		expect(formatBuilds([
			{document: {title: 'document 004', outcome: {values: [{seconds: 30, bytes: mebibytes(80)}, {seconds: 90, bytes: mebibytes(80)}, {seconds: 36, bytes: mebibytes(80)}]}}, ours: [
				{title: 'ours: ext2', outcome: {values: [{seconds: 1.5, bytes: mebibytes(68)}]}},
				{title: 'ours: slow', outcome: {values: [{seconds: 8, bytes: mebibytes(88)}]}},
			]},
			{document: {title: 'document 002', outcome: {failed: 'it ended with code 2'}}, ours: [{title: 'ours: tar', outcome: {values: [{seconds: 1, bytes: mebibytes(1)}]}}]},
		])).toEqual([
			'build         sooner  size      s   MiB',
			'document 004    1.0x  1.00  36.00  80.0',
			'  ours: ext2     24x  0.85   1.50  68.0',
			'  ours: slow    4.5x  1.10   8.00  88.0',
			'document 002  FAILED: it ended with code 2',
			'  ours: tar        -     -   1.00   1.0',
		]);
	});

	test('a node is held against the first row, with and without its network', () => {
		const lines = formatGuests([
			{title: 'document 001', outcome: {values: [{root: 24, network: 0, up: 31, usedMiB: 360}]}},
			{title: 'ours', outcome: {values: [{root: 10, network: 8, up: 15.5, usedMiB: 180}]}},
			{title: 'other', outcome: {skipped: 'there is none'}},
		]);
		expect(lines[2]!.split(/ {2,}/)).toEqual(['ours', '2.4x', '12x', '2.0x', '0.50', '10.0', '8.0', '15.5', '180']);
		expect(lines[3]).toBe('other         skipped: there is none');
	});
});

describe('goals', () => {
	test('are met, or missed', () => {
		const documentExt2 = {seconds: 30, bytes: 100};
		expect(compareWithGoals({documentExt2, ourExt2: {seconds: 1.5, bytes: 90}, packedOnce: true})).toEqual([
			'ext2 image: 20x sooner than document 004 (goal: 20x), 0.90 of its size (goal: 0.90 or less): met',
			'archive in the initramfs: lies there as it is, packed once (goal: not compressed twice): met',
			'squashfs by dracut: not compared',
			'squashfs by our initramfs: not compared',
		]);
		expect(compareWithGoals({documentExt2, ourExt2: {seconds: 1.6, bytes: 90}})[0]).toMatch(/MISSED$/);
		expect(compareWithGoals({documentExt2, ourExt2: {seconds: 1, bytes: 91}})[0]).toMatch(/MISSED$/);
		expect(compareWithGoals({packedOnce: false})[1]).toMatch(/MISSED$/);
	});

	test('squashfs counts from the kernel\'s start, network included', () => {
		const documentNested = {root: 24, network: 0, up: 31, usedMiB: 363};
		expect(compareWithGoals({documentNested, squashfs: {root: 12, network: 10, up: 20, usedMiB: 221}})[2])
			.toBe('squashfs by dracut: its root is usable 2.0x sooner than document 001\'s (goal: 1.6x), 12x without the network, with 142 MiB less memory in use: met');
		expect(compareWithGoals({documentNested, squashfs: {root: 16, network: 10, up: 20, usedMiB: 221}})[2]).toMatch(/MISSED$/);
		const ram = {root: 8, network: 4, up: 17, usedMiB: 170};
		expect(compareWithGoals({documentNested, ram})[3]).toBe('squashfs by our initramfs: its root is usable 3.0x sooner than document 001\'s (goal: 3.0x), up 1.8x sooner (goal: 1.8x), with 170 MiB of memory in use (goal: 170): met');
		for (const worse of [{root: 8.1}, {up: 17.5}, {usedMiB: 171}]) {
			expect(compareWithGoals({documentNested, ram: {...ram, ...worse}})[3]).toMatch(/MISSED$/);
		}
	});
});

describe('measuring', () => {
	test('goes round, and does not try again what failed', async () => {
		const done: string[] = [];
		const trial = (name: string, fails = false) => ({name, async run() {
			done.push(name);
			if (fails) {
				throw new Error('no room\nmore');
			}

			return done.length;
		}});
		const outcomes = await inTurns([trial('a'), trial('b', true), {name: 'c', skipped: 'none'}], {runs: 2, signal: new AbortController().signal, say: () => undefined});
		expect(done).toEqual(['a', 'b', 'a']);
		expect(outcomes).toEqual([{values: [1, 3]}, {failed: 'no room'}, {skipped: 'none'}]);
	});

	test('gives the middle', () => {
		expect(median([9, 1, 3])).toBe(3);
		expect(median([4, 1])).toBe(2.5);
	});
});

describe('the documents\' commands', () => {
	const parts = {folder: '/w', tree: '/t', treeMiB: 100};
	const commandsOf = (id: string, more = {}) => formatCommands(documentWays({...parts, ...more}).find(way => way.id === id)!).split('\n').slice(1);

	test('004 fills an image by way of a loop device', () => {
		expect(commandsOf('004')).toEqual([
			'cd /w; dd if=/dev/zero of=ramdisk.ext2 bs=1k count=307200',
			'cd /w; mkfs.ext2 -v -m 0 -b 4096 ./ramdisk.ext2',
			'cd /w; mount -o loop -t ext2 ./ramdisk.ext2 ./ramdisk.dir',
			'cd /w; rsync -av /t/ ./ramdisk.dir',
			'cd /w; umount ./ramdisk.dir/',
			'cd /w; cat ramdisk.ext2 | gzip -9 >ramdisk.ext2.gz',
		]);
	});

	test('004 without loop devices packs an image that is filled already, and says so', () => {
		const noLoop = {because: 'permission denied', filled: '/w/filled.ext2'};
		expect(commandsOf('004', {noLoop})).toEqual([expect.stringContaining('dd'), expect.stringContaining('mkfs.ext2'), 'cd /w; cat /w/filled.ext2 | gzip -9 >ramdisk.ext2.gz']);
		expect(documentWays({...parts, noLoop})[0]).toMatchObject({title: 'dd, mkfs.ext2, gzip -9; no loop mount, no rsync', note: expect.stringContaining('permission denied') as string});
		expect(documentWays({...parts, noLoop})[0]).not.toHaveProperty('mounts');
	});

	test('001 packs twice', () => {
		expect(commandsOf('001')).toEqual([
			'cd /t; tar cJf /w/initramfs/rootfs.tar.xz .',
			'cd /w/initramfs; find . -print0 | cpio --null -ov --format=newc | gzip -9 >/w/initramfs.gz',
		]);
	});
});
