import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {temporaryFolder} from '../journeys/program.ts';

/** What our script lets mksquashfs make of an archive, and mksquashfs by itself. */
async function packed(folder: string, names: readonly string[]): Promise<{ours: string; alone: string; listed: string[]}> {
	const script = path.resolve('source/steps/image/pack-squashfs.pl');
	const pack = ['env', 'SOURCE_DATE_EPOCH=1577836800', 'mksquashfs', '-', 'root.squashfs', '-tar', '-quiet', '-no-progress'];
	const make = async (argv: string[]) => execa(argv[0]!, argv.slice(1), {cwd: folder, inputFile: path.join(folder, 'root.tar'), reject: false, all: true});
	for (const name of names) {
		mkdirSync(path.dirname(path.join(folder, 'tree', name)), {recursive: true});
		writeFileSync(path.join(folder, 'tree', name), name);
	}

	await execa('bsdtar', ['-cf', 'root.tar', '--format=pax', '-C', 'tree', '.'], {cwd: folder});
	const alone = await make(pack);
	const single = alone.exitCode === 0 ? readFileSync(path.join(folder, 'root.squashfs'), 'latin1') : alone.all;
	await execa('rm', ['-f', 'root.squashfs'], {cwd: folder});
	const {exitCode, all} = await make(['perl', script, ...pack]);
	expect(exitCode, all).toBe(0);
	const {stdout} = await execa('unsquashfs', ['-l', '-d', '', 'root.squashfs'], {cwd: folder});
	return {ours: readFileSync(path.join(folder, 'root.squashfs'), 'latin1'), alone: single, listed: stdout.split('\n')};
}

const a = (length: number) => 'a'.repeat(length);
/** Names of every length around those that a header has no room for, in one folder and in many. */
const lengths = Array.from({length: 40}, (_, index) => 80 + index);

test('names of any length are packed, with ./ before them 101 and 102 characters too', async () => {
	const names = lengths.flatMap(length => [`${a(40)}/${'b'.repeat(length - 41)}`, `c/${a(20)}/${'d'.repeat(length - 23)}`]);
	const {alone, listed} = await packed(temporaryFolder(), names);
	expect(alone).toContain('Tar pathname can\'t have');
	expect(listed).toEqual(expect.arrayContaining(names.map(name => `/${name}`)));
});

test('where mksquashfs can read an archive by itself, byte for byte the same comes of it', async () => {
	const folder = temporaryFolder();
	mkdirSync(path.join(folder, 'tree/sub'), {recursive: true});
	writeFileSync(path.join(folder, 'tree/large'), Buffer.alloc(3_000_001, 'x'));
	symlinkSync('large', path.join(folder, 'tree/sub/link'));
	const {ours, alone} = await packed(folder, ['short', `${a(90)}/${a(120)}`, `${a(30)}/Főtanúsítvány`, 'empty/file']);
	expect(ours).toBe(alone);
});

test('an archive that ends too soon, and a packer that fails, are errors', async () => {
	const script = path.resolve('source/steps/image/pack-squashfs.pl');
	const folder = temporaryFolder();
	await execa('bsdtar', ['-cf', 'root.tar', '-C', '/usr/bin', 'perl'], {cwd: folder});
	const half = readFileSync(path.join(folder, 'root.tar')).subarray(0, 5000);
	const zeros = Buffer.alloc(10_240);
	const run = async (input: Buffer, ...argv: string[]) => execa('perl', [script, ...argv], {cwd: folder, input, reject: false});
	expect(await run(half, 'cat')).toMatchObject({failed: true, stderr: expect.stringContaining('the archive ends within a file') as string});
	expect((await run(half, 'false')).exitCode).not.toBe(0);
	expect(await run(zeros, 'no-such-packer')).toMatchObject({failed: true, stderr: 'no-such-packer cannot be started: No such file or directory'});
	expect(await run(zeros, 'sh', '-c', 'kill -9 $$')).toMatchObject({failed: true, stderr: 'sh was ended by signal 9'});
});

test('a packer that is done before the zeros behind the archive have reached it has packed all of it', async () => {
	const reading = async (bytes: number) => execa('sh', ['-c', `{ head -c 10240 /dev/zero; sleep 1; } \
		| perl source/steps/image/pack-squashfs.pl sh -c 'head -c ${bytes} | wc -c'`]);
	expect(await reading(8192)).toMatchObject({stdout: '8192', stderr: ''});
	expect(await reading(10_240)).toMatchObject({stdout: '10240', stderr: ''});
});
