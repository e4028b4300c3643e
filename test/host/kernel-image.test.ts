import {expect, test} from 'vitest';
import {isSigned, laidOutSize} from '../../source/host/kernel-image.ts';

function header(version: number): Buffer {
	const image = Buffer.alloc(0x3_00);
	image.write('HdrS', 0x2_02, 'latin1');
	image.writeUInt16LE(version, 0x2_06);
	image.writeUInt32LE(0x3_F9_80_00, 0x2_60);
	return image;
}

test('the header says how much memory the kernel wants, in protocols that have the field', () => {
	expect(laidOutSize(header(0x2_0F))).toBe(66_682_880);
	expect(laidOutSize(header(0x2_09))).toBeUndefined();
	expect(laidOutSize(header(0x2_0F).subarray(0, 0x2_60))).toBeUndefined();
	expect(laidOutSize(Buffer.from('not a kernel'))).toBeUndefined();
});

test('a kernel that somebody signed says where the certificates are', () => {
	const kernel = (bytes: number) => {
		const image = Buffer.alloc(0x2_00);
		image.writeUInt32LE(0x80, 0x3C);
		image.write('PE\0\0', 0x80, 'latin1');
		image.writeUInt32LE(bytes, 0x80 + 24 + 112 + 36);
		return image;
	};

	expect(isSigned(kernel(1544))).toBe(true);
	expect(isSigned(kernel(0))).toBe(false);
	expect(isSigned(kernel(1544).subarray(0, 0x1_20))).toBe(false);
	expect(isSigned(Buffer.alloc(0x2_00, 0xFF))).toBe(false);
	expect(isSigned(Buffer.from('not a kernel'))).toBe(false);
});
