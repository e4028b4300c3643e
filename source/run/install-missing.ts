import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {exitCodes, UserError} from '../errors.ts';
import {installCommands} from '../host/doctor-report.ts';
import type {Facts} from '../host/types.ts';

export type MissingPackages = {packages: readonly string[]; refresh: boolean};

/** Whoever installs, and how it is asked and told. */
export type Installing = {
	out(line: string): void;
	/** Asks yes or no; left out where there is no terminal. */
	ask?: ((question: string) => Promise<boolean>) | undefined;
	/** Runs a command that the user sees; tells whether it succeeded. */
	run?: ((argv: readonly string[], options: {json: boolean}) => Promise<boolean>) | undefined;
	/** Aborts when the program is to stop: what was ended by that has not failed. */
	signal?: AbortSignal | undefined;
};

/**
Installs packages with the machine's own package manager, after naming the commands.
@param options.yes without it there has to be somebody to ask
@returns whether that was wanted
@throws UserError (exit 3) where it cannot be done
*/
export async function installMissing(
	facts: Facts,
	wanted: MissingPackages,
	{yes = false, json = false}: {yes?: boolean | undefined; json?: boolean | undefined},
	{out, ask, run: start = runVisibly, signal}: Installing,
): Promise<boolean> {
	const run = async (...words: Parameters<typeof start>): Promise<boolean> => {
		const isDone = await start(...words);
		if (!isDone) {
			// Ctrl-C ends the command as well, and that is often heard of first.
			await sleep(100);
		}

		signal?.throwIfAborted();
		return isDone;
	};

	const isRefreshed = wanted.refresh || (facts.agedLists ?? false);
	const commands = installCommands(facts, {...wanted, refresh: isRefreshed});
	const named = json
		? [JSON.stringify({event: 'install', commands})]
		: ['These commands make this machine ready:', ...commands.map(command => `  ${command.join(' ')}`)];
	for (const line of named) {
		out(line);
	}

	if (!yes && !await ask!('Run these commands now?')) {
		return false;
	}

	if (!facts.user.root && !facts.user.sudo) {
		throw new UserError(
			'Installing packages needs root, and sudo is not installed.',
			['as root:', ...commands.map(command => command.slice(1).join(' '))],
			exitCodes.notReady,
		);
	}

	if (!facts.user.root && !await run(['sudo', '--validate'], {json})) {
		throw new UserError('Installing packages needs root, and sudo refused.', [], exitCodes.notReady);
	}

	if (await runAll(commands, run, json)) {
		return true;
	}

	// Lists that are too old name packages that are gone from the mirror: read them once more before giving up. Those
	// that could not be read anew may do.
	const again = installCommands(facts, {...wanted, refresh: !isRefreshed});
	if (wanted.refresh || !await runAll(again, run, json)) {
		const whole = installCommands(facts, {...wanted, refresh: true});
		throw new UserError(
			'The package manager failed; its output is above.',
			[whole.map(command => command.join(' ')).join(' && ')],
			exitCodes.notReady,
		);
	}

	return true;
}

async function runAll(commands: string[][], run: NonNullable<Installing['run']>, json: boolean): Promise<boolean> {
	for (const command of commands) {
		if (!await run(command, {json})) {
			return false;
		}
	}

	return true;
}

/** With --json our standard output is for machines, so the command's goes to standard error. */
async function runVisibly([command, ...words]: readonly string[], {json}: {json: boolean}): Promise<boolean> {
	const {failed} = await execa(command!, words, {
		reject: false,
		stdin: 'inherit',
		stdout: json ? 2 : 'inherit',
		stderr: 'inherit',
	});
	return !failed;
}
