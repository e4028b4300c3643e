import {createHash} from 'node:crypto';
import {existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execaSync} from 'execa';
import * as z from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import {readKconfig} from '../kernel/kconfig/reader.ts';
import type {KconfigTree, ReadFile} from '../kernel/kconfig/types.ts';

type Environment = Readonly<Record<string, string>>;

/** `version`: of Linux, whose language a tree speaks that is no kernel. `environment`: of such a tree. */
export type TreeOptions = {
	arch: string;
	version?: string | undefined;
	environment: Environment;
	/** For what commands said. */
	cacheFolder: string;
};

export type LoadedTree = {kconfig: KconfigTree; read: ReadFile};

/**
Reads a Kconfig tree as its own `make menuconfig` does: what its makefiles set is set, and the commands in it are run
(`$(shell,…)`), which mostly ask the compiler what it can do. What they said is remembered for the same environment.
@throws UserError for a folder without Kconfig, or one that its own program would refuse
*/
export async function loadTree(folder: string, options: TreeOptions): Promise<LoadedTree> {
	refuseOther(folder);
	const root = realpathSync.native(folder);
	const isKernel = existsSync(path.join(root, 'scripts/kconfig')) && existsSync(path.join(root, 'Makefile'));
	const build = isKernel ? mkdtempSync(path.join(tmpdir(), 'ramstrap-kconfig-')) : root;
	try {
		const environment = isKernel ? environmentOf(root, build, options) : options.environment;
		const answers = rememberedAnswers(environment, build, options);
		const shell = (command: string): string => answers.ask(command);
		const read: ReadFile = file => readWithin(root, file);
		const kconfig = readKconfig(read, {
			srcarch: environment.SRCARCH ?? options.arch,
			environment,
			shell,
		});
		refuseUnread(kconfig);
		await answers.keep();
		return {kconfig: {...kconfig, version: options.version ?? kconfig.version}, read};
	} catch (error) {
		throw error instanceof RangeError ? new UserError(`${folder} cannot be read: it is nested too deeply.`) : error;
	} finally {
		if (isKernel) {
			rmSync(build, {recursive: true});
		}
	}
}

function refuseOther(folder: string): void {
	if (!existsSync(path.join(folder, 'Kconfig'))) {
		throw new UserError(
			`${folder} is not a Kconfig tree: it contains no file named Kconfig.`,
			['give the folder of a kernel source, such as /usr/src/linux-source-6.12'],
		);
	}
}

function refuseUnread({skipped: [first, ...others]}: KconfigTree): void {
	if (first === undefined) {
		return;
	}

	const more = others.length > 0 ? ` ${others.length} other lines have the same problem.` : '';
	throw new UserError(`The line ${first} is not valid in a Kconfig file.${more}`);
}

/**
What the tree's makefiles give to their own programs: about 150 variables. MAKEFILES is read before them, and adds a
target beside `menuconfig` that writes its environment down.
*/
function environmentOf(root: string, build: string, {arch, environment}: TreeOptions): Environment {
	const [extra, noted] = [path.join(build, 'extra.mk'), path.join(build, 'environment')];
	writeFileSync(extra, [
		'ifeq ($(obj),scripts/kconfig)',
		'.PHONY: ramstrapconfig',
		'ramstrapconfig:',
		`\t@env -0 >'${noted}'`,
		'endif',
		'',
	].join('\n'));
	const makefile = path.join(root, 'Makefile');
	const {exitCode, stderr} = execaSync('make', ['-s', '-f', makefile, `ARCH=${arch}`, 'ramstrapconfig'], {
		cwd: build,
		env: {...environment, MAKEFLAGS: '', MAKEFILES: extra},
		extendEnv: false,
		reject: false,
		stdin: 'ignore',
	});
	const text = readIfThere(noted);
	if (text === undefined) {
		const said = stderr?.trim().split('\n').at(-1) ?? `make ended with ${exitCode}`;
		throw new UserError(`The makefiles of ${root} cannot be read: ${said}`, [], exitCodes.notReady);
	}

	return Object.fromEntries(text.split('\0').filter(Boolean).map(entry => {
		const end = entry.indexOf('=');
		return [entry.slice(0, end), entry.slice(end + 1)];
	}));
}

type Answers = {ask: (command: string) => string; keep: () => Promise<void>};

const answersSchema = z.record(z.string(), z.string());

function rememberedAnswers(environment: Environment, folder: string, {cacheFolder}: TreeOptions): Answers {
	const file = path.join(cacheFolder, 'kconfig', `${keyOf(environment, folder)}.json`);
	const known = new Map(Object.entries(readNote(file, answersSchema) ?? {}));
	const before = known.size;
	return {
		ask(command) {
			const answer = known.get(command) ?? run(command, folder, environment);
			known.set(command, answer);
			return answer;
		},
		async keep() {
			if (!(known.size > before)) {
				return;
			}

			makeFolder(path.dirname(file));
			await replaceFile(file, JSON.stringify(Object.fromEntries(known)));
		},
	};
}

/** The environment without the folder that is new each time, and the compiler itself, which may have been replaced. */
function keyOf(environment: Environment, folder: string): string {
	const lasting = Object.entries(environment)
		.filter(([name, value]) => !value.includes(folder) && !['MAKEFLAGS', 'MFLAGS', 'SHLVL', '_'].includes(name))
		.toSorted(([one], [other]) => Number(one > other) - Number(one < other));
	return createHash('sha256').update(JSON.stringify(lasting)).digest('hex').slice(0, 32);
}

/** A command that fails says what it has said until then, like one that does not. */
function run(command: string, folder: string, environment: Environment): string {
	const {stdout} = execaSync('sh', ['-c', command], {
		cwd: folder, env: environment, extendEnv: false, reject: false, stripFinalNewline: false,
		stdin: 'ignore', stderr: 'ignore', timeout: 60_000,
	});
	return stdout ?? '';
}

/** What a tree reads outside of itself, directly or by a link, is not there. */
function readWithin(root: string, file: string): string | undefined {
	const named = path.resolve(root, file);
	const isThere = statSync(named, {throwIfNoEntry: false})?.isFile() === true;
	const isWithin = isThere && realpathSync.native(named).startsWith(`${root}/`);
	return isWithin ? readFileSync(named, 'utf8') : undefined;
}

function readIfThere(file: string): string | undefined {
	return statSync(file, {throwIfNoEntry: false})?.isFile() ? readFileSync(file, 'utf8') : undefined;
}
