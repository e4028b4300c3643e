import {readFile} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import * as z from 'zod';
import {oneOf, type Flags} from '../arguments.ts';
import type {Context} from '../context.ts';
import {exitCodes, UserError} from '../errors.ts';
import {modes, solve, type Mode} from '../kernel/kconfig/solve/solve.ts';
import {whyUnreadable} from '../report/system-error.ts';
import {loadTree, type TreeOptions} from '../run/kconfig-tree.ts';

/** `ramstrap kernel solve`: the whole `.config` that a Kconfig tree's own `conf` would write. */
export async function kernelSolve(
	context: Context,
	flags: Flags,
	{stdin, env}: {stdin: Readable; env: NodeJS.ProcessEnv},
): Promise<number> {
	const options = {
		arch: oneOf('arch', flags.arch, ['x86_64', 'arm64', 'riscv'], 'x86_64'),
		version: flags.version,
		environment: present(env),
		cacheFolder: context.folders.cache,
	};
	if (flags.batch) {
		return solveLines(context, stdin, options);
	}

	if (flags.tree === undefined) {
		throw new UserError(
			'kernel solve needs the folder of a Kconfig tree.',
			['ramstrap kernel solve --tree linux-6.12'],
		);
	}

	const mode = oneOf('mode', flags.mode, modes, 'olddefconfig');
	const input = flags.input === undefined ? undefined : await readInput(flags.input, stdin);
	context.out(await solveOnce({tree: flags.tree, mode, input}, options));
	return exitCodes.done;
}

/** `input`: its text. */
type Job = {tree: string; mode: Mode; input: string | undefined};

async function solveOnce({tree, mode, input}: Job, options: TreeOptions): Promise<string> {
	const {model} = await loadTree(tree, options);
	return solve(model, mode, input).replace(/\n$/, '');
}

/** Standard input that is empty says nothing. */
async function readInput(file: string, stdin: Readable): Promise<string | undefined> {
	try {
		return file === '-' ? await text(stdin) || undefined : await readFile(file, 'utf8');
	} catch (error) {
		throw new UserError(`--input is ${file}, which ${whyUnreadable(error)}.`);
	}
}

const jobSchema = z.object({
	tree: z.string(),
	version: z.string().optional(),
	mode: z.enum(modes),
	input: z.string().optional(),
	env: z.record(z.string(), z.string()).optional(),
});

/** Lines of JSON, answered in their order: `{"text"}`, or `{"error"}` where `conf` would fail. */
async function solveLines(context: Context, stdin: Readable, options: TreeOptions): Promise<number> {
	for await (const line of createInterface({input: stdin})) {
		context.out(JSON.stringify(await answer(line, options)));
	}

	return exitCodes.done;
}

async function answer(line: string, options: TreeOptions): Promise<{text: string} | {error: string}> {
	try {
		const {version, env = {}, input: file, ...job} = jobSchema.parse(JSON.parse(line));
		const input = file === undefined ? undefined : await readFile(file, 'utf8');
		const environment = {...options.environment, ...env};
		const solved = await solveOnce({...job, input}, {...options, environment, version: version ?? options.version});
		return {text: solved === '' ? '' : `${solved}\n`};
	} catch (error) {
		return {error: error instanceof Error ? error.message : String(error)};
	}
}

function present(env: NodeJS.ProcessEnv): Record<string, string> {
	return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
