import {expect, test} from 'vitest';
import {isSignedByDebian, laidOutSize} from '../../source/host/kernel-image.ts';

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

test('a kernel that Debian signed says where the certificates are', () => {
	const kernel = (bytes: number, by = 'Debian Secure Boot CA') => {
		const image = Buffer.alloc(0x3_00);
		image.write(by, 0x2_20, 'latin1');
		image.writeUInt32LE(0x2_00, 0x80 + 24 + 112 + 32);
		image.writeUInt32LE(0x80, 0x3C);
		image.write('PE\0\0', 0x80, 'latin1');
		image.writeUInt32LE(bytes, 0x80 + 24 + 112 + 36);
		return image;
	};

	expect(isSignedByDebian(kernel(0x80))).toBe(true);
	expect(isSignedByDebian(kernel(0))).toBe(false);
	expect(isSignedByDebian(kernel(0x80, 'Proxmox'))).toBe(false);
	expect(isSignedByDebian(kernel(0x80).subarray(0, 0x1_20))).toBe(false);
	expect(isSignedByDebian(Buffer.alloc(0x2_00, 0xFF))).toBe(false);
	expect(isSignedByDebian(Buffer.from('not a kernel'))).toBe(false);
});
