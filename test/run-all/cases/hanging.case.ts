import {test} from 'vitest';

test('never ends, and lets nobody in', () => {
	for (;;) {
		// A test's own limit is of no use here.
	}
});
