import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {ReadStream, WriteStream} from 'node:tty';
import type {Flags} from '../arguments.ts';
import type {Context} from '../context.ts';
import {exitCodes, UserError} from '../errors.ts';
import {replaceUserFile} from '../files/replace-file.ts';
import {openConfiguration} from '../kernel/kconfig/solve/configuration.ts';
import {modelOf} from '../kernel/kconfig/solve/links.ts';
import {loadTree} from '../run/kconfig-tree.ts';
import {optionsOf, readInput, withoutOverflow} from './kernel-tree.ts';

type Terminal = {stdin: ReadStream; stdout: WriteStream; env: NodeJS.ProcessEnv};

/** `ramstrap kernel menu --tree`: every option of a tree, to be set by hand; writes its `.config`. */
export const kernelTreeMenu = withoutOverflow(async (
	[recipe]: readonly string[],
	context: Context,
	flags: Flags,
	{stdin, stdout, env}: Terminal,
): Promise<number> => {
	const tree = flags.tree!;
	if (recipe !== undefined) {
		throw new UserError(
			`kernel menu takes a recipe or --tree, not both: ${recipe}.`,
			[`ramstrap kernel menu ${recipe}`, `ramstrap kernel menu --tree ${tree}`],
		);
	}

	if (!context.ask) {
		throw new UserError('kernel menu needs a terminal.', [
			`ramstrap kernel solve --tree ${tree}   prints a configuration without questions`,
		]);
	}

	if (flags.input === '-') {
		throw new UserError('--input is -, standard input, which the menu reads keys from.', [
			`ramstrap kernel menu --tree ${tree} --input FILE`,
		]);
	}

	const file = path.join(tree, '.config');
	const input = flags.input ?? (existsSync(file) ? file : undefined);
	const config = input === undefined ? undefined : await readInput(input, stdin);
	context.out(`Reading ${tree}`);
	const [{kconfig, read}, {runTreeMenu}] = await Promise.all([
		loadTree(tree, optionsOf(context, flags, env)),
		import('../wizard/tree/session.tsx'),
	]);
	const configuration = openConfiguration(modelOf(kconfig), config);
	const saved = await runTreeMenu(
		{tree: kconfig, configuration, read, file, save: async text => keep(file, text)},
		{stdin, stdout, env, signal: context.signal},
	);
	context.out(saved > 0 ? `Saved as ${file}` : 'Nothing was changed.');
	return exitCodes.done;
});

/** What was there before stays beside it, as menuconfig leaves it. */
async function keep(file: string, text: string): Promise<void> {
	const former = await readFile(file, 'utf8').catch(() => undefined);
	await (former === undefined ? undefined : replaceUserFile(`${file}.old`, former));
	await replaceUserFile(file, text);
}
