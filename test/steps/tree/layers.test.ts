import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, onTestFinished, test} from 'vitest';
import {member} from './raw-tar.ts';

// Archives as a stranger would make them: no tar writes these.

const script = new URL('../../../source/steps/tree/layers.pl', import.meta.url).pathname;

const file = member({name: './etc/file', content: 'kept'});

const layers = async (...members: Buffer[]) => cut(Buffer.concat([...members, Buffer.alloc(1024)]));

function scratch(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-layers-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	return folder;
}

async function cut(bytes: Buffer): Promise<{names: string; said: string}> {
	const folder = scratch();
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

describe('holes', () => {
	const formats = [['gnu'], ['oldgnu'], ['pax', '--sparse-version=1.0'], ['pax', '--sparse-version=0.1'], ['pax', '--sparse-version=0.0']];

	test.each(formats)('stay holes, also of a file that is nothing else: %s %s', async (format, version) => {
		const folder = scratch();
		mkdirSync(path.join(folder, 'tree'));
		await execa('sh', ['-ec', 'truncate -s 64M lastlog; truncate -s 300 small; printf end | dd of=log bs=1 seek=5000000 conv=notrunc status=none; truncate -s 32M log; echo after >z'], {cwd: path.join(folder, 'tree')});
		await execa('tar', ['--create', '--sparse', '--sort=name', `--format=${format}`, ...(version ? [version] : []), '--file', 'in.tar', '--directory', 'tree', '.'], {cwd: folder});
		await execa('perl', [script, 'in.tar'], {cwd: folder, stdout: {file: path.join(folder, 'out.tar')}});
		// Twice, as the tree and the finished root are packed.
		await execa('bsdtar', ['-cf', 'again.tar', '--format=pax', '@out.tar'], {cwd: folder});
		await execa('sh', ['-ec', 'mkdir new; tar -C new -x --warning=no-unknown-keyword -f again.tar; diff -r tree new'], {cwd: folder});
		const {stdout} = await execa('du', ['--summarize', '--block-size=1024', '--total', 'again.tar', 'new'], {cwd: folder});
		expect(Number(stdout.split('\n').at(-1)!.split('\t', 1)[0])).toBeLessThan(200);
	});

	test.each([
		['0,10,5,10', '20'], ['0,99', '20'], ['0', '20'], ['x,1', '20'], ['-1,1', '20'],
	])('with a map that cannot be: %s of %s', async (map, size) => {
		const text = (key: string, value: string) => {
			const rest = ` GNU.sparse.${key}=${value}\n`;
			return `${rest.length + 2}${rest}`;
		};

		const records = `${text('map', map)}${text('size', size)}`;
		expect((await layers(member({name: 'x', type: 'x', content: records}), file)).said).toMatch(/^the archive is damaged: [ -~]+$/);
	});
});

describe('access lists', () => {
	const list = 'user::rw-\nuser:alice:r--\nuser:4242:r-x\ngroup::r--\nmask::r--\nother::---\n';
	const records = (text: string) => {
		const rest = ` SCHILY.acl.access=${text}\n`;
		const length = rest.length + String(rest.length + 3).length;
		return `${length}${rest}`;
	};

	const listed = member({name: 'x', type: 'x', content: records(list)});
	const attributeOf = async (archive: Buffer) => {
		const folder = scratch();
		writeFileSync(path.join(folder, 'in.tar'), archive);
		const {stdout, stderr} = await execa('perl', [script, 'in.tar'], {cwd: folder, encoding: 'buffer'});
		const text = Buffer.from(stdout).toString('latin1');
		return {value: /SCHILY\.xattr\.system\.posix_acl_access=(.{52})\n/s.exec(text)?.[1], named: text.includes('alice:r'), said: Buffer.from(stderr).toString()};
	};

	/** Tag, rights and number of each entry, behind the version (linux/posix_acl_xattr.h). */
	const entry = (tag: number, rights: number, id = 0xFF_FF_FF_FF) => {
		const bytes = Buffer.alloc(8);
		bytes.writeUInt16LE(tag);
		bytes.writeUInt16LE(rights, 2);
		bytes.writeUInt32LE(id, 4);
		return bytes;
	};

	const expected = (alice: Buffer[]) => Buffer.concat([Buffer.from([2, 0, 0, 0]), entry(1, 6), ...alice, entry(2, 5, 4242), entry(4, 4), entry(0x10, 4), entry(0x20, 0)]).toString('latin1');

	test('go by the numbers of the tree itself, never by those of this machine', async () => {
		const passwd = member({name: './etc/passwd', content: 'root:x:0:0::/root:/bin/sh\nalice:x:77:77::/:/bin/sh\n'});
		expect(await attributeOf(Buffer.concat([listed, file, passwd, Buffer.alloc(1024)]))).toEqual({value: expected([entry(2, 4, 77)]), named: false, said: ''});
	});

	test('of somebody the tree does not know are left out, and that is said', async () => {
		const {value, said} = await attributeOf(Buffer.concat([listed, file, Buffer.alloc(1024)]));
		expect(value).toBeUndefined();
		expect(said).toBe('warning: access lists (ACLs) name alice, whom the tree does not know; what they may is left out');
	});
});

describe('a file below a link of a lower layer', () => {
	const link = (name: string, target: string) => member({name, type: '2', target});
	const namesOf = async (...archives: Buffer[][]) => {
		const folder = scratch();
		const files = archives.map((members, index) => {
			writeFileSync(path.join(folder, `${index}.tar`), Buffer.concat([...members, Buffer.alloc(1024)]));
			return `${index}.tar`;
		});
		const {stdout} = await execa('perl', [script, '--whiteouts', ...files], {cwd: folder, encoding: 'buffer'});
		return (await execa('bsdtar', ['-tf', '-'], {input: stdout})).stdout.split('\n');
	};

	test.each([
		['is where the link leads', [link('./lib', 'usr/lib')], [member({name: './lib/y'})], ['./lib', './usr/lib/y']],
		['also over two links, of which one is absolute', [link('./a', '/b'), link('./b', 'c')], [member({name: './a/d/y'})], ['./a', './b', './c/d/y']],
		['also up from where it leads', [link('./usr/x', '../opt')], [member({name: './usr/x/y'})], ['./usr/x', './opt/y']],
		['never above the root', [link('./x', '../../../etc')], [member({name: './x/y'})], ['./x', './etc/y']],
		['which is a folder now is in that folder', [link('./lib', 'usr/lib')], [member({name: './lib/', type: '5'}), member({name: './lib/y'})], ['./lib/', './lib/y']],
		['which is deleted is there again', [link('./lib', 'usr/lib')], [member({name: './.wh.lib'}), member({name: './lib/y'})], ['./lib/y']],
		['hides the one that lay there', [link('./lib', 'usr/lib'), member({name: './usr/lib/y', content: 'old'})], [member({name: './lib/y'})], ['./lib', './usr/lib/y']],
		['is deleted through it as well', [link('./lib', 'usr/lib'), member({name: './usr/lib/y'})], [member({name: './lib/.wh.y'})], ['./lib']],
		['goes with the link into what the kernel fills', [link('./var/run', '/run')], [member({name: './var/run/pid'})], ['./var/run']],
	])('%s', async (_what, lower, upper, names) => {
		expect(await namesOf(lower, upper)).toEqual(names);
	});

	test('which leads in a circle is nowhere', async () => {
		expect((await layers(link('./a', 'b'), link('./b', 'a'), member({name: './a/y'}))).said).toBe('the archive has a name below a link that leads in a circle: a/y');
	});

	test('also in one archive to which it was appended, and of a hard link', async () => {
		expect(await namesOf([link('./lib', 'usr/lib'), member({name: './usr/lib/a', content: 'x'}), member({name: './lib/b', type: '1', target: './lib/a'})])).toEqual(['./lib', './usr/lib/a', './usr/lib/b']);
	});
});
