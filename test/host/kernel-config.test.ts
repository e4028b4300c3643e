import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {release as runningRelease, tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {findConfigs, readKernelConfig} from '../../source/host/kernel-config.ts';

const config = '#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86_64 6.1.192 Kernel Configuration\n#\nCONFIG_SMP=y\n';
let folder: string;

async function file(name: string, content: Buffer | string): Promise<string> {
	const place = path.join(folder, name);
	await writeFile(place, content);
	return place;
}

/** A kernel before it is packed; the mark alone occurs in real ones too. */
function kernelWith(carried: string | undefined): Buffer {
	return Buffer.concat([
		Buffer.from('\x7FELF'), Buffer.alloc(5000, 'code'), Buffer.from('IKCFG_ST is a mark'), Buffer.alloc(100),
		...(carried === undefined ? [] : [Buffer.from('IKCFG_ST'), gzipSync(carried), Buffer.from('IKCFG_ED')]), Buffer.alloc(3000, 'more'),
	]);
}

/**
Laid out as Documentation/arch/x86/boot.rst has it: one boot sector, two of set-up, the unpacker, the payload, more.
*/
function bzImage(payload: Buffer, {version = 0x2_0F, sectors = 2} = {}): Buffer {
	const head = Buffer.alloc(((sectors || 4) + 1) * 512);
	const unpacker = Buffer.alloc(700, 'unpack');
	head[0x1_F1] = sectors;
	head.write('HdrS', 0x2_02, 'latin1');
	head.writeUInt16LE(version, 0x2_06);
	head.writeUInt16LE(0x3_00, 0x2_0E);
	head.write('6.1.192-mine (me@here) #1 SMP\0', 0x5_00, 'latin1');
	head.writeUInt32LE(unpacker.length, 0x2_48);
	head.writeUInt32LE(payload.length, 0x2_4C);
	return Buffer.concat([head, unpacker, payload, Buffer.alloc(64, 'end')]);
}

/** As the kernel's build packs: the size of what was packed comes behind it, except for gzip. */
function pack([tool, ...words]: string[], data: Buffer): Buffer {
	const packed = execFileSync(tool!, words, {input: data, maxBuffer: 1e8});
	const size = Buffer.alloc(4);
	size.writeUInt32LE(data.length);
	return tool === 'gzip' ? packed : Buffer.concat([packed, size]);
}

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-config-'));
});
afterAll(async () => rm(folder, {recursive: true}));

describe('readKernelConfig', () => {
	test('a configuration as it is, and packed', async () => {
		expect(await readKernelConfig(await file('plain', config))).toEqual({config});
		expect(await readKernelConfig(await file('config.gz', gzipSync(config)))).toEqual({config});
	});

	test.each([
		[['gzip', '-9']], [['zstd', '-19', '-q', '-c']], [['xz', '--check=crc32', '--x86', '--lzma2=dict=1MiB']], [['xz', '--format=lzma']], [['lz4', '-l', '-9', '-q', '-c']], [['bzip2']],
	])('inside a kernel packed with %j', async words => {
		const image = await file('bzImage', bzImage(pack(words, kernelWith(config))));
		expect(await readKernelConfig(image)).toEqual({config, release: '6.1.192-mine'});
	});

	test('in a kernel that is not packed, and in one with four boot sectors because it names none', async () => {
		expect(await readKernelConfig(await file('vmlinux', kernelWith(config)))).toEqual({config});
		const image = bzImage(pack(['gzip'], kernelWith(config)), {sectors: 0});
		expect(await readKernelConfig(await file('bzImage', image))).toEqual({config, release: '6.1.192-mine'});
	});

	test('a kernel that carries none', async () => {
		const image = await file('vmlinuz', bzImage(pack(['zstd', '-q', '-c'], kernelWith(undefined))));
		await expect(readKernelConfig(image)).rejects.toMatchObject({
			message: `${image} (Linux 6.1.192-mine) contains no configuration: it was built without IKCONFIG.`,
			hints: ['/boot/config-6.1.192-mine   the usual place in a distribution'],
			exitCode: 2,
		});
		const program = await file('vmlinux', kernelWith(undefined));
		await expect(readKernelConfig(program)).rejects.toThrow(`${program} contains no configuration: it is not a kernel, or was built without IKCONFIG.`);
	});

	test.each([
		['packed with something else', bzImage(Buffer.alloc(100, 'odd'))],
		['older than the note of where the kernel lies', bzImage(pack(['gzip'], kernelWith(config)), {version: 0x2_07})],
		['cut off', bzImage(pack(['xz'], kernelWith(config))).subarray(0, 2300)],
	])('a kernel %s', async (_, image) => {
		const place = await file('odd', image);
		await expect(readKernelConfig(place)).rejects.toThrow(`${place} (Linux 6.1.192-mine) uses a compression that ramstrap does not know.`);
	});

	test.each<[string, string | Buffer]>([['text', 'hello\n'], ['nothing', ''], ['bytes', Buffer.from([0, 1, 2, 3])], ['packed text', gzipSync('hello')]])('%s is no kernel', async (name, content) => {
		const place = await file(name, content);
		await expect(readKernelConfig(place)).rejects.toMatchObject({message: `${place} is neither a kernel configuration nor a kernel image.`, exitCode: 2});
	});

	test.each([
		['/nowhere/config', '/nowhere/config does not exist.'],
		['/etc/passwd/config', '/etc/passwd/config does not exist: a part of its path is a file.'],
		['/etc', '/etc is a folder, but must be a file.'],
	])('%s', async (place, sentence) => {
		await expect(readKernelConfig(place)).rejects.toMatchObject({message: sentence, exitCode: 2});
	});
});

test('findConfigs: the newest first, the running kernel last', async () => {
	const [boot, proc] = ['boot', 'proc'].map(name => path.join(folder, name));
	await mkdir(boot!);
	await mkdir(proc!);
	for (const name of ['config-6.9.1', 'config-6.10.0-amd64', 'vmlinuz-6.9.1']) {
		await writeFile(path.join(boot!, name), config);
	}

	expect(await findConfigs({boot: boot!, proc: proc!})).toEqual([
		{release: '6.10.0-amd64', file: `${boot}/config-6.10.0-amd64`},
		{release: '6.9.1', file: `${boot}/config-6.9.1`},
	]);
	await writeFile(path.join(proc!, 'config.gz'), gzipSync(config));
	expect(await findConfigs({boot: '/nowhere', proc: proc!})).toEqual([{release: runningRelease(), file: `${proc}/config.gz`}]);
});
