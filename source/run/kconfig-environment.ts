import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import * as z from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {readIfThere} from '../files/read-if-there.ts';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';

export type Environment = Readonly<Record<string, string>>;

/**
What the tree's makefiles give to their own programs: about 150 variables. MAKEFILES is read before them, and adds a
target beside `menuconfig` that writes its environment down.
*/
export async function environmentOf(
	root: string,
	build: string,
	{arch, environment}: {arch: string; environment: Environment},
): Promise<Environment> {
	const [extra, noted] = [path.join(build, 'extra.mk'), path.join(build, 'environment')];
	writeFileSync(extra, [
		'ifeq ($(obj),scripts/kconfig)',
		'.PHONY: ramstrapconfig',
		'ramstrapconfig:',
		`\t@env -0 >'${noted}'`,
		// Nothing is built here, so a source with a `.config` or objects of its own, which make would refuse, will do.
		// Where the makefile first starts itself once more, its own rule takes the place of this one until then.
		'else',
		'.PHONY: ramstrapconfig',
		'ramstrapconfig:',
		'\t@$(MAKE) $(build)=scripts/kconfig $@',
		'endif',
		'',
	].join('\n'));
	const makefile = path.join(root, 'Makefile');
	// As in kernels until 5.2: the makefile has to be started in its own folder, and starts itself in the other one.
	const isOld = readFileSync(makefile, 'utf8').includes('ifeq ($(KBUILD_SRC),)');
	const where = isOld ? ['-C', root, `O=${build}`] : ['-f', makefile, `ARCH=${arch}`];
	const {cause, stderr} = await execa('make', ['-s', ...where, 'ramstrapconfig'], {
		cwd: build,
		env: {...environment, MAKEFLAGS: '', MAKEFILES: extra},
		extendEnv: false,
		reject: false,
		stdin: 'ignore',
	});
	const text = readIfThere(noted);
	if (text === undefined) {
		throw cause instanceof Error ? cause : makeError(root, stderr ?? '');
	}

	return Object.fromEntries(text.split('\0').filter(Boolean).map(entry => {
		const end = entry.indexOf('=');
		return [entry.slice(0, end), entry.slice(end + 1)];
	}));
}

/** What no compiler and no script of a kernel asks for: of the shell, the terminal, the session, of npm and make. */
const ofSession = /^(?:_|COLORTERM|COLUMNS|DBUS_.*|DISPLAY|LINES|LS_COLORS|MAKEFLAGS|MFLAGS|OLDPWD|PWD|SHLVL|SSH_.*|STY|TERM.*|TMUX.*|WAYLAND_DISPLAY|WINDOW.*|XDG_.*|npm_.*)$/;

/** Stands for the folder that is a new one each time; no environment contains it. */
const buildMark = '\uFFFFbuild';

/** An environment without what is another one in the next terminal, and with a mark in place of the new folder. */
export function lastingPart(environment: Environment, build: string): Array<[name: string, value: string]> {
	return Object.entries(environment)
		.filter(([name]) => !ofSession.test(name))
		.map(([name, value]): [string, string] => [name, value.replaceAll(build, () => buildMark)])
		.toSorted(([one], [other]) => Number(one > other) - Number(one < other));
}

/** Whether two environments differ only in what does not last. */
export function isSameEnvironment(one: Environment, other: Environment, build: string): boolean {
	return JSON.stringify(lastingPart(one, build)) === JSON.stringify(lastingPart(other, build));
}

/** What makefiles set, and as null what they take away. */
const changesSchema = z.record(z.string(), z.nullable(z.string()));

/** With what the makefiles changed the last time: most likely what they will change again. */
export function guessEnvironment(file: string, given: Environment, build: string): Environment | undefined {
	const changes = readNote(file, changesSchema);
	return changes && Object.fromEntries(
		Object.entries({...given, ...changes})
			.filter((entry): entry is [string, string] => entry[1] !== null)
			.map(([name, value]) => [name, value.replaceAll(buildMark, () => build)]),
	);
}

/** What the commands of a tree are given: nothing that their answers are not remembered by. */
export const forCommands = (environment: Environment): Environment =>
	Object.fromEntries(Object.entries(environment).filter(([name]) => !ofSession.test(name)));

/** Only what makefiles changed: what else stands in an environment, passwords too, is nobody's business. */
export async function keepEnvironment(
	file: string,
	environment: Environment,
	{given, build}: {given: Environment; build: string},
): Promise<void> {
	const made = lastingPart(environment, build).filter(([name, value]) => given[name] !== value);
	const gone = lastingPart(given, build).filter(([name]) => environment[name] === undefined);
	const changes = Object.fromEntries([...made, ...gone.map(([name]) => [name, null] as const)]);
	makeFolder(path.dirname(file));
	await replaceFile(file, JSON.stringify(changes));
}

/** The first line that names a reason; the lines after it only say that make ended. */
function makeError(root: string, said: string): UserError {
	const lines = said.split('\n')
		.map(line => line.replace(/^\*+ */, ''))
		.filter(line => line !== '' && !/: warning: (?:overriding|ignoring old) recipe/.test(line));
	const reason = lines.find(line => !/\] Error \d+$/.test(line)) ?? lines.at(-1) ?? 'make gives no reason';
	return new UserError(`The makefiles of ${root} stop: ${reason}`, [], exitCodes.notReady);
}
