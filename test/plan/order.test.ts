import {expect, test} from 'vitest';
import {checkOrder} from '../../source/plan/order.ts';
import type {Step} from '../../source/steps/types.ts';

const step = (id: string, ...needs: string[]): Step => ({id, needs, title: id, why: '', reads: [], actions: [], makes: [], hints: []});

test('steps in order stay as they are', () => {
	const steps = [step('a'), step('b', 'a'), step('c', 'a', 'b')];
	expect(checkOrder(steps)).toBe(steps);
});

test('a step before what it needs, and two of one name, are refused', () => {
	expect(() => checkOrder([step('b', 'a'), step('a')])).toThrow('step b needs a, which does not run before it');
	expect(() => checkOrder([step('a'), step('a')])).toThrow('two steps named a');
});
