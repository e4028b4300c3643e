import {expect, test} from 'vitest';
import {architectures} from '../../source/services/architectures.ts';

test('6 is 32-bit, 7 and 9 are 64-bit UEFI; other machines get nothing', () => {
	expect(Object.fromEntries(architectures.map(({code, tag}) => [code, tag]))).toEqual({0: 'bios', 6: undefined, 7: 'uefi', 9: 'uefi', 11: undefined, 15: undefined, 16: 'uefi-http', 19: undefined});
});
