import {expect, test} from 'vitest';
import {fingerprint} from '../../source/plan/fingerprint.ts';
import type {Step} from '../../source/steps/types.ts';

const step: Step = {id: 'kernel', title: 'Kernel', why: 'because', needs: ['busybox'], reads: ['/boot/vmlinuz'], actions: [{do: 'command', argv: ['cp', 'a', 'b']}], makes: ['b'], hints: []};
const base = fingerprint(step, ['11'], ['22']);

test('better words build nothing anew', () => {
	expect(fingerprint({...step, title: 'The kernel', why: 'still', hints: ['try again']}, ['11'], ['22'])).toBe(base);
});

test.each([
	['another action', {...step, actions: [{do: 'command' as const, argv: ['cp', 'a', 'c']}]}, ['11'], ['22']],
	['another input', step, ['12'], ['22']],
	['another step before it', step, ['11'], ['23']],
	['another result', {...step, makes: ['b', 'c']}, ['11'], ['22']],
])('%s makes another fingerprint', (_, changed, inputs, needs) => {
	expect(fingerprint(changed, inputs, needs)).not.toBe(base);
});
