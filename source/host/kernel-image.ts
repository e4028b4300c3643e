import zlib from 'node:zlib';
import {execa} from 'execa';
import {exitCodes, UserError} from '../errors.ts';

/*
Offsets in a bzImage (Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header"): 0x1f1 setup_sects, 0x202 "HdrS",
0x206 version, 0x20e kernel_version, 0x248 payload_offset, 0x24c payload_length, 0x260 init_size.
*/

/** What a bzImage says it is: `6.1.0-56-amd64 (debian-kernel@…) #1 SMP …`; nothing for other files. */
export function releaseOfImage(image: Buffer): string | undefined {
	if (!isBzImage(image)) {
		return undefined;
	}

	const start = image.readUInt16LE(0x2_0E) + 0x2_00;
	const end = image.indexOf(0, start);
	return image.subarray(start, end === -1 ? start : end).toString('latin1');
}

/**
Bytes of memory that a kernel wants for itself where it runs, from version 2.10 of the
boot protocol on; nothing for other files.
*/
export function laidOutSize(image: Buffer): number | undefined {
	return isBzImage(image) && image.length > 0x2_64 && image.readUInt16LE(0x2_06) >= 0x2_0A
		? image.readUInt32LE(0x2_60)
		: undefined;
}

/**
Whether Debian signed it for Secure Boot: the header of a program of the firmware says where its certificates are (PE
format, optional header of PE32+, data directories, certificate table).
*/
export function isSignedByDebian(image: Buffer): boolean {
	const header = image.length > 0x40 ? image.readUInt32LE(0x3C) : image.length;
	const certificates = header + 24 + 112 + (4 * 8);
	if (certificates + 8 > image.length || image.toString('latin1', header, header + 4) !== 'PE\0\0') {
		return false;
	}

	const [start, bytes] = [image.readUInt32LE(certificates), image.readUInt32LE(certificates + 4)];
	return image.subarray(start, start + bytes).includes('Debian Secure Boot');
}

/**
The kernel proper out of its packed image; `file` is what it is called in an error. Nothing when that cannot be done.
@throws UserError (exit 3) when the tool for it is missing
*/
export async function unpackImage(file: string, image: Buffer): Promise<Buffer | undefined> {
	const payload = payloadOf(image);
	const format = payload
		&& formats.find(({magic}) => payload.subarray(0, magic.length / 2).toString('hex') === magic);
	if (!format) {
		return undefined;
	}

	// The build appends the unpacked size as four bytes, which is no part of the packed data; gzip ends in its
	// own (scripts/Makefile.lib, size_append).
	const packed = format.tool ? payload.subarray(0, -4) : payload;
	return format.unpack?.(packed) ?? (format.tool && runTool(file, format.tool, packed));
}

type Format = {magic: string; tool?: readonly [string, ...string[]]; unpack?: (packed: Buffer) => Buffer | undefined};

const formats: readonly Format[] = [
	{magic: '1f8b', unpack: packed => attempt(() => zlib.gunzipSync(packed))},
	// Node has it from 22.15 on.
	{
		magic: '28b52ffd',
		tool: ['zstd', '-dcq', '--long=31'],
		unpack: packed => attempt(
			() => zlib.zstdDecompressSync(packed, {params: {[zlib.constants.ZSTD_d_windowLogMax]: 31}}),
		),
	},
	{magic: 'fd377a585a00', tool: ['xz', '-dcq', '--single-stream']},
	{magic: '5d0000', tool: ['xz', '-dcq', '--format=lzma']},
	{magic: '02214c18', tool: ['lz4', '-dcq']},
	{magic: '425a68', tool: ['bzip2', '-dcq']},
	{magic: '894c5a4f', tool: ['lzop', '-dcq']},
];

function isBzImage(image: Buffer): boolean {
	return image.length > 0x2_50 && image.subarray(0x2_02, 0x2_06).toString('latin1') === 'HdrS';
}

/** From version 2.08 of the boot protocol on the header says where the packed kernel lies. */
function payloadOf(image: Buffer): Buffer | undefined {
	if (!isBzImage(image) || image.readUInt16LE(0x2_06) < 0x2_08) {
		return undefined;
	}

	const sectors = image[0x1_F1]! || 4;
	const start = (sectors + 1) * 512 + image.readUInt32LE(0x2_48);
	return image.subarray(start, start + image.readUInt32LE(0x2_4C));
}

function attempt(unpack: () => Buffer): Buffer | undefined {
	try {
		return unpack();
	} catch {
		return undefined;
	}
}

/** Nothing when the tool finds fault with it. */
async function runTool(
	file: string,
	[tool, ...words]: readonly [string, ...string[]],
	packed: Buffer,
): Promise<Buffer | undefined> {
	const result = await execa(tool, words, {input: packed, encoding: 'buffer', maxBuffer: 1024 ** 3, reject: false});
	if (result.code === 'ENOENT') {
		throw new UserError(
			`${file} is compressed with ${tool}, which is not installed.`,
			[`install ${tool}, or give the configuration itself: --config /boot/config-<release>`],
			exitCodes.notReady,
		);
	}

	return result.exitCode === 0 ? Buffer.from(result.stdout) : undefined;
}
