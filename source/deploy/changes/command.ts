import {exitCodes, UserError} from '../../errors.ts';
import {hashOf} from '../hash.ts';
import type {World} from '../types.ts';
import type {Kind} from './kind.ts';

/** Tells a running program to read its files again. What follows or stands before decides when that is needed. */
export const command: Kind<'command'> = {
	inspect: async () => ({kind: 'command'}),
	isThere: () => true,
	mark: ({doing}) => hashOf(JSON.stringify(doing ?? [])),
	async make({doing}, {world}) {
		return doing ? must(world, doing) : [];
	},
	async putBack({undoing}, {world}) {
		if (undoing) {
			// The program may be gone with its package by now.
			await world.run(undoing);
		}

		return [];
	},
};

/** @throws UserError with what the command wrote last */
export async function must({run}: World, argv: readonly string[]): Promise<string[]> {
	const {ok, output} = await run(argv);
	if (!ok) {
		throw new UserError(
			[
				`${argv.join(' ')} failed:`,
				...output
					.trim()
					.split('\n')
					.slice(-10)
					.map(line => `  │ ${line}`),
			].join('\n'),
			[],
			exitCodes.stepFailed,
		);
	}

	return [];
}
