import {expect, test} from 'vitest';
import {laidOutSize} from '../../source/host/kernel-image.ts';

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
