import {Buffer} from 'node:buffer';
import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import type {Flags} from '../arguments.ts';
import type {Context} from '../context.ts';
import {exitCodes, UserError} from '../errors.ts';
import {replaceByCopy, replaceUserFile} from '../files/replace-file.ts';
import {parseConfig} from '../kernel/config-text.ts';
import {openConfiguration} from '../kernel/kconfig/solve/configuration.ts';
import {writeConfig} from '../kernel/kconfig/solve/write-config.ts';
import {whyUnreadable} from '../report/system-error.ts';
import {readDeviceOptions} from '../run/device-options.ts';
import {loadTree} from '../run/kconfig-tree.ts';
import {sizeOfKernel} from '../run/kernel-size.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {optionsOf, readInput, withoutOverflow} from './kernel-tree.ts';
import {treeView} from './tree-view.ts';

/** `ramstrap kernel menu --tree`: every option of a tree, to be set by hand; writes its `.config`. */
export const kernelTreeMenu = withoutOverflow(async (
	[recipe]: readonly string[],
	context: Context,
	flags: Flags,
	terminal: Terminal,
): Promise<number> => {
	const tree = flags.tree!;
	const {stdin, env} = terminal;
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
	const former = await bytesIn(file);
	const config = flags.input === undefined ? former?.toString() : await readInput(flags.input, stdin);
	context.out(`Reading ${tree}`);
	const [{kconfig, read, model}, show] = await Promise.all([
		context.quietly(async () => loadTree(tree, optionsOf(context, flags, env))),
		treeView(terminal),
	]);
	const configuration = openConfiguration(model, config);
	const isInFile = isSame(former?.toString() ?? '', writeConfig(configuration.model));
	const saved = await show(
		{
			tree: kconfig,
			configuration,
			read,
			readDevices: async () => readDeviceOptions(tree),
			sizeOf: sizeOfKernel(tree, read),
			file,
			isInFile,
			save: keepIn(file, former),
		},
		{...terminal, signal: context.signal},
	);
	context.out(saved > 0 ? `Saved as ${file}` : 'Nothing was saved.');
	return exitCodes.done;
});

/** @throws UserError where there is one that cannot be read */
async function bytesIn(file: string): Promise<Buffer | undefined> {
	try {
		return await readFile(file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw new UserError(`The configuration ${file} ${whyUnreadable(error)}.`);
	}
}

function isSame(text: string, other: string): boolean {
	const [one, two] = [parseConfig(text), parseConfig(other)];
	return one.size === two.size && [...one].every(([name, value]) => two.get(name) === value);
}

/**
@param former what was there when it was opened
@returns what writes a configuration there. Whatever somebody else wrote stays beside it, byte for byte, as menuconfig
leaves it; what was written meanwhile is told.
*/
function keepIn(file: string, former: Buffer | undefined): (config: string) => Promise<string | undefined> {
	let own: string | undefined;
	return async config => {
		const there = await bytesIn(file);
		const isForeign = there
			&& ![own, config].some(text => text !== undefined && there.equals(Buffer.from(text)));
		if (isForeign) {
			const {mode} = await stat(file);
			await replaceByCopy(`${file}.old`, file, mode % 0o1000);
		}

		await replaceUserFile(file, config);
		const isNew = isForeign && !(own === undefined && former?.equals(there));
		own = config;
		return isNew ? `Another program had changed it meanwhile: that text is in ${path.basename(file)}.old.`
			: undefined;
	};
}
