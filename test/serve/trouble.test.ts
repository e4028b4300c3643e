import {expect, test} from 'vitest';
import type {NodeRow} from '../../source/serve/table.ts';
import {watchTrouble} from '../../source/serve/trouble.ts';

const row = (standing: NodeRow['standing'], ...below: string[]): NodeRow => ({mac: '52:54:00:00:00:01', standing, line: '', below});

test('a trouble is told once, and once more when it is another or is there again', () => {
	const watch = watchTrouble();
	expect(watch([row('on its way')])).toEqual([]);
	expect(watch([row('turned away', '→ No address is left')])).toEqual([{event: 'trouble', node: '52:54:00:00:00:01', standing: 'turned away', says: ['→ No address is left']}]);
	expect(watch([row('turned away', '→ No address is left')])).toEqual([]);
	expect(watch([row('silent', 'silent for 46 s', '→ STP')])).toHaveLength(1);
	expect(watch([row('silent', 'silent for 47 s', '→ STP')])).toEqual([]);
	expect(watch([row('up')])).toEqual([]);
	expect(watch([row('silent', 'silent for 46 s', '→ STP')])).toHaveLength(1);
});
