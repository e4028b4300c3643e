import type {RequiredOption} from '../kernel/check/requirements.ts';
import type {Step} from './types.ts';

/**
Fails where the kernel cannot do what the recipe asks for. A step of its own, so that
another wish does not unpack the kernel anew.
*/
export function kernelCheckStep(requirements: RequiredOption[]): Step {
	return {
		id: 'kernel-check',
		title: 'Check of the kernel configuration',
		why: 'A kernel that lacks a required option would not boot the node.',
		needs: ['kernel'],
		reads: [],
		actions: [
			{do: 'command', argv: ['cp', '../kernel/config', 'config']},
			{do: 'check-config', config: 'config', options: requirements},
		],
		makes: ['config'],
		hints: ['ramstrap kernel check <recipe>   shows what to do for each option'],
	};
}
