import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import {member} from './raw-tar.ts';

// Archives as a stranger would make them: no tar writes these.

const script = new URL('../../../source/steps/tree/layers.pl', import.meta.url).pathname;

const file = member({name: './etc/file', content: 'kept'});

const layers = async (...members: Buffer[]) => cut(Buffer.concat([...members, Buffer.alloc(1024)]));

async function cut(bytes: Buffer): Promise<{names: string; said: string}> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-layers-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const archive = path.join(folder, 'layer.tar');
	writeFileSync(archive, bytes);
	const {exitCode, stderr, stdout} = await execa('perl', [script, archive], {encoding: 'buffer', reject: false, timeout: 10_000});
	expect(exitCode).toBeDefined();
	const listed = exitCode === 0 ? await execa('bsdtar', ['-tf', '-'], {input: stdout}) : {stdout: ''};
	return {names: listed.stdout, said: Buffer.from(stderr).toString()};
}

test('what is whole comes out', async () => {
	expect(await layers(member({name: 'x', type: 'x', content: '18 path=./etc/new\n'}), member({name: 'old', content: 'a'}), file)).toEqual({names: './etc/new\n./etc/file', said: ''});
});

test.each([
	['a record of length 0', '0 path=x\n'],
	['a record shorter than its own number', '3 path=x\n'],
	['a record longer than the header', '99 path=x\n'],
	['a record of a length with many digits', `${'9'.repeat(7)} path=x\n`],
	['a record without an end', '14 path=/etc/xyz\n'],
	['a size below zero', '15 size=-10240\n'],
	['a size that is no number', '15 size=1e9999\n'],
])('a damaged extended header ends it: %s', async (_, content) => {
	expect((await layers(member({name: 'x', type: 'x', content}), file, file)).said).toMatch(/^the archive is damaged: [ -~]+$/);
});

test.each(['x', 'L', 'K'])('a header for a name as large as a disk is not read into memory: %s', async type => {
	expect((await layers(member({name: 'x', type, size: '77777777777'}), file)).said).toBe('the archive is damaged: a size is 8589934591');
});

test.each(['../../etc/cron.d/x', './a/../../x', '/../x', '..', 'a/..', '\u001B[31m/../x'])('a name that leads out of the archive is refused: %j', async name => {
	expect((await layers(file, member({name, content: 'x'}))).said).toMatch(/^the archive has a name that leads out of it: [ -~]+$/);
});

test('a size of more than 8 GiB, which GNU tar writes as a number of 12 bytes, is that size', async () => {
	const big = member({name: './big'});
	big.write('\u0080', 124, 'latin1');
	big.writeUIntBE(0, 125, 6);
	big.writeUIntBE((8 * (1024 ** 3)) + 512, 130, 6);
	big.fill(' ', 148, 156);
	big.write(`${big.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
	// Where that many bytes are not there it ends too early; taken for 512 it would go on.
	expect((await layers(big, file, file)).said).toBe('the archive is damaged: it ends too early');
});

test('two spellings of a name are one name, also of where a hard link leads', async () => {
	const {names} = await layers(member({name: 'etc//./a/.//b', content: 'x'}), member({name: './etc/./c/.', type: '1', target: 'etc/.//a/b'}));
	expect(names).toBe('./etc/a/b\n./etc/c');
});

test('a hard link that leads out is refused', async () => {
	expect((await layers(member({name: './a', type: '1', target: '../../etc/shadow'}))).said).toMatch(/^the archive has a name that leads out of it: /);
});

test('one wrong byte in a header, an archive cut short, a size that is none: a sentence, and no smaller tree', async () => {
	const wrong = Buffer.from(file);
	wrong.write('X', 3);
	expect((await layers(file, wrong, file)).said).toBe('the archive is damaged: the sum of a header is wrong');
	expect((await layers(member({name: './a', size: '0x12'}))).said).toBe('the archive is damaged: a number in a header is none');
	for (const length of [512, 600, 1024 + 100]) {
		expect((await cut(Buffer.concat([file, file, file]).subarray(0, length))).said).toBe('the archive is damaged: it ends too early');
	}
});

test.each(['..a', 'a..', '.../x'])('a name with dots is a name: %s', async name => {
	expect((await layers(member({name}))).names).toBe(`./${name}`);
});
