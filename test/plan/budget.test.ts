import {expect, test} from 'vitest';
import {describeError} from '../../source/errors.ts';
import {refuseTooSmall} from '../../source/plan/budget.ts';

const need = {mib: 180, parts: [{what: 'the kernel at work', mib: 120}, {what: 'the unpacked initramfs', mib: 6}], wall: 'Half of it is a wall.'};

test('enough is enough', () => {
	expect(() => {
		refuseTooSmall(180, need);
	}).not.toThrow();
});

test('too little is refused with the numbers', () => {
	const refused = () => {
		refuseTooSmall(96, need);
	};

	expect(refused).toThrow('A node with 96 MiB of memory cannot boot this: it needs 180 MiB.\n  120 MiB the kernel at work\n    6 MiB the unpacked initramfs\n  Half of it is a wall.');
	try {
		refused();
	} catch (error) {
		expect(describeError(error)).toMatchObject({exitCode: 2, lines: [expect.anything(), '  → --memory 180 or more', expect.anything()]});
	}
});
