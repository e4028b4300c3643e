import {expect, test} from 'vitest';
import {prefixLength} from '../../source/rehearse/wires.ts';

test.each([['255.255.255.0', 24], ['255.255.0.0', 16], ['255.255.255.252', 30], ['255.254.0.0', 15]])('%s is /%i', (netmask, length) => {
	expect(prefixLength(netmask)).toBe(length);
});
