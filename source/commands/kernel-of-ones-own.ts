import {UserError} from '../errors.ts';
import {quoteArgv} from '../plan/quote.ts';
import type {Recipe} from '../recipe/schema.ts';

/** @throws UserError where there are no options to choose, as the kernel is the distribution's */
export function refuseUnbuilt({kernel: {from}, name}: Recipe, reference: string, ...verb: readonly string[]): void {
	if (from !== 'build') {
		throw new UserError(
			`${name} uses the distribution's kernel; kernel ${verb[0]!} is for kernels built from source.`,
			[
				quoteArgv([
					'ramstrap', 'kernel', ...verb, reference,
					'--set', 'kernel={from: build, source: {package: linux-source}, bundles: [virtio]}',
				]),
			],
		);
	}
}
