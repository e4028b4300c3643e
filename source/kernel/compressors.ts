import type {Compression} from '../recipe/schema.ts';

/**
The command that packs an initramfs, reading standard input and writing standard output; `cat` packs nothing.
Each writes the same bytes every time: no name, no date, and for zstd no dependence on the number of threads.
*/
export const compressors: Record<Compression, readonly string[]> = {
	zstd: ['zstd', '-q', '-3', '-T0', '-c'],
	gzip: ['gzip', '-n', '-9', '-c'],
	// The kernel's decompressor knows no checksum but CRC32 (Documentation/staging/xz.rst).
	xz: ['xz', '--check=crc32', '-6', '-T1', '-c'],
	// The kernel reads the legacy frame only (lib/decompress_unlz4.c).
	lz4: ['lz4', '-q', '-l', '-9', '-c'],
	none: ['cat'],
};
