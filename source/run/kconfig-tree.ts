import {createHash} from 'node:crypto';
import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execaSync} from 'execa';
import * as z from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import {readKconfig} from '../kernel/kconfig/reader.ts';
import type {Model} from '../kernel/kconfig/solve/cells.ts';
import {refuseLoops} from '../kernel/kconfig/solve/links.ts';
import {makeModel} from '../kernel/kconfig/solve/model.ts';
import type {KconfigTree, ReadFile} from '../kernel/kconfig/types.ts';
import {howItEnded} from '../report/how-it-ended.ts';

export type Environment = Readonly<Record<string, string>>;

/** `version`: of Linux, whose language a tree speaks that is no kernel. `environment`: of such a tree. */
export type TreeOptions = {
	arch: string;
	version?: string | undefined;
	environment: Environment;
	/** For what commands said. */
	cacheFolder: string;
};

/** `model`: of the tree, with nothing asked for yet. */
export type LoadedTree = {kconfig: KconfigTree; read: ReadFile; model: Model};

/**
Reads a Kconfig tree as its own `make menuconfig` does: what its makefiles set is set, and the commands in it are run
(`$(shell,…)`), which mostly ask the compiler what it can do. What they said is remembered for the same environment.
@throws UserError for a folder without Kconfig, or one that its own program would refuse
*/
export async function loadTree(folder: string, options: TreeOptions): Promise<LoadedTree> {
	const file = rootFileOf(folder);
	const root = realpathSync.native(folder);
	// BusyBox needs nothing of its makefiles.
	const isMade = file === 'Kconfig'
		&& ['scripts/kconfig', 'Makefile'].every(name => existsSync(path.join(root, name)));
	const build = isMade ? mkdtempSync(path.join(tmpdir(), 'ramstrap-kconfig-')) : root;
	try {
		const environment = isMade ? environmentOf(root, build, options) : options.environment;
		const answers = isMade
			? rememberedAnswers(environment, build, {root, cacheFolder: options.cacheFolder})
			: askedAnew(environment, root);
		const shell = (command: string): string => answers.ask(command);
		const read: ReadFile = name => readWithin(root, name) ?? readMarked(root, name);
		const seen = createHash('sha256');
		const readFirst: ReadFile = name => {
			const text = read(name);
			seen.update(`${name}\0${text ?? ''}\0`);
			return text;
		};

		const found = readKconfig(readFirst, {
			file,
			srcarch: environment.SRCARCH ?? options.arch,
			environment,
			shell,
			hasWordPrompts: existsSync(path.join(root, 'scripts/kconfig/zconf.y')),
		});
		refuseUnread(found);
		const kconfig = {...found, version: options.version ?? languageOf(root) ?? found.version};
		const model = makeModel(kconfig);
		await answers.keep?.();
		const print = answers.print && seen.update(kconfig.version + answers.print()).digest('hex');
		await checkOnce(model, print, options.cacheFolder);
		return {kconfig, read, model};
	} catch (error) {
		throw error instanceof RangeError ? new UserError(`${folder} cannot be read: it is nested too deeply.`) : error;
	} finally {
		if (isMade) {
			rmSync(build, {recursive: true});
		}
	}
}

/** The first file of a tree: of BusyBox and what came from it, `Config.in`. */
function rootFileOf(folder: string): string {
	const file = ['Kconfig', 'Config.in'].find(name => existsSync(path.join(folder, name)));
	if (file === undefined) {
		throw new UserError(
			`${folder} is not a Kconfig tree: it contains no file named Kconfig or Config.in.`,
			['give the folder of a kernel source, such as /usr/src/linux-source-6.12'],
		);
	}

	return file;
}

/**
The version of Linux whose language another program's tree speaks, by its own copy of the kernel's program: until 6.10
a choice was a property of an option there.
*/
function languageOf(root: string): string | undefined {
	const program = readIfThere(path.join(root, 'scripts/kconfig/expr.h'));
	return program?.includes('P_CHOICE') && !existsSync(path.join(root, 'init/Kconfig')) ? '6.1' : undefined;
}

/** BusyBox writes `Config.in` when it is built: `Config.src`, with what C files have behind `//config:` in it. */
function readMarked(root: string, file: string): string | undefined {
	const frame = /(?:^|\/)Config\.in$/.test(file) ? readWithin(root, file.replace(/in$/, 'src')) : undefined;
	return frame?.replace(/^INSERT$/m, () => {
		const folder = path.resolve(root, path.dirname(file));
		const sources = readdirSync(folder).filter(name => name.endsWith('.c')).toSorted();
		return sources
			.flatMap(name => readFileSync(path.join(folder, name), 'utf8').matchAll(/^\/\/config:(.*)$/gm).toArray())
			.map(([, line]) => line)
			.join('\n');
	});
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
	const {cause, stderr} = execaSync('make', ['-s', ...where, 'ramstrapconfig'], {
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

/** The first line that names a reason; the lines after it only say that make ended. */
function makeError(root: string, said: string): UserError {
	const lines = said.split('\n')
		.map(line => line.replace(/^\*+ */, ''))
		.filter(line => line !== '' && !/: warning: (?:overriding|ignoring old) recipe/.test(line));
	const reason = lines.find(line => !/\] Error \d+$/.test(line)) ?? lines.at(-1) ?? 'make gives no reason';
	return new UserError(`The makefiles of ${root} stop: ${reason}`, [], exitCodes.notReady);
}

/** `print`: of everything that they depend on, and of what they are; not where they may change at any time. */
type Answers = {ask: (command: string) => string; keep?: () => Promise<void>; print?: () => string};

const answersSchema = z.record(z.string(), z.string());

/**
Of a kernel: its commands ask what compiler, linker and scripts can do, so the same ones give the same answers. Those of
other trees may read any file.
*/
function rememberedAnswers(
	environment: Environment,
	build: string,
	{root, cacheFolder}: {root: string; cacheFolder: string},
): Answers {
	const key = keyOf(environment, build, root);
	const file = path.join(cacheFolder, 'kconfig', `${key}.json`);
	const known = new Map(Object.entries(readNote(file, answersSchema) ?? {}));
	const before = known.size;
	return {
		ask(command) {
			const answer = known.get(command) ?? run(command, build, environment);
			known.set(command, answer);
			return answer;
		},
		print: () => key + JSON.stringify([...known]),
		async keep() {
			if (known.size === before) {
				return;
			}

			makeFolder(path.dirname(file));
			await replaceFile(file, JSON.stringify(Object.fromEntries(known)));
		},
	};
}

/** A chain of thousands of options is more than a program can follow; no tree that is used has one. */
export const tooDeep = 'This Kconfig tree cannot be worked out: its options depend on each other too deeply.';

const printsSchema = z.array(z.string());

/**
Refuses a tree in which an option depends on itself. To look takes a third of all the time until a kernel's tree is
open, so one whose text and answers are the same as before is not looked through again.
*/
async function checkOnce(model: Model, print: string | undefined, cacheFolder: string): Promise<void> {
	const file = path.join(cacheFolder, 'kconfig', 'without-loops.json');
	const known = print === undefined ? [] : readNote(file, printsSchema) ?? [];
	if (print !== undefined && known.includes(print)) {
		return;
	}

	try {
		refuseLoops(model);
	} catch (error) {
		throw error instanceof RangeError ? new UserError(tooDeep) : error;
	}

	if (print === undefined) {
		return;
	}

	makeFolder(path.dirname(file));
	await replaceFile(file, JSON.stringify([...known, print].slice(-50)));
}

function askedAnew(environment: Environment, folder: string): Answers {
	return {ask: command => run(command, folder, environment)};
}

/** The environment, without the folder that is new each time; the tools, which may be replaced; the tree's scripts. */
function keyOf(environment: Environment, build: string, root: string): string {
	const lasting = Object.entries(environment)
		.filter(([name, value]) => !value.includes(build) && !['MAKEFLAGS', 'MFLAGS', 'SHLVL', '_'].includes(name))
		.toSorted(([one], [other]) => Number(one > other) - Number(one < other));
	const folders = environment.PATH?.split(':') ?? [];
	const tools = ['CC', 'LD', 'AS', 'NM', 'OBJCOPY', 'PAHOLE', 'RUSTC', 'BINDGEN'].flatMap(name => {
		const [program] = environment[name]?.split(' ', 1) ?? [];
		return program ? folders.map(folder => path.resolve(folder, program)) : [];
	});
	const scripts = readdirSync(path.join(root, 'scripts')).map(name => path.join(root, 'scripts', name));
	const stamps = [...tools, ...scripts].toSorted().map(file => {
		const found = statSync(file, {throwIfNoEntry: false});
		return found && [file, found.mtimeMs, found.size];
	});
	return createHash('sha256').update(JSON.stringify([root, lasting, stamps])).digest('hex').slice(0, 32);
}

const longest = 60;

/** A command that fails says what it has said until then, like one that does not. */
function run(command: string, folder: string, environment: Environment): string {
	const {stdout, timedOut, signal, isMaxBuffer} = execaSync('sh', ['-c', command], {
		cwd: folder, env: environment, extendEnv: false, reject: false, stripFinalNewline: false,
		stdin: 'ignore', stderr: 'ignore', timeout: longest * 1000,
		// No more of it is read; one that never ends is ended there.
		maxBuffer: 8192,
	});
	if (timedOut) {
		throw new UserError(`A command of this Kconfig tree does not end within ${longest} s: ${command}`);
	}

	// Of one that was killed nobody knows what it would have said.
	if (signal !== undefined && !isMaxBuffer) {
		throw new UserError(`A command of this Kconfig tree ${howItEnded('sh', {signal})}: ${command}`);
	}

	return stdout ?? '';
}

/** What a tree reads outside of itself, directly or by a link, is not there. */
function readWithin(root: string, file: string): string | undefined {
	const named = path.resolve(root, file.replaceAll('\0', '?'));
	const isThere = statSync(named, {throwIfNoEntry: false})?.isFile() === true;
	const isWithin = isThere && realpathSync.native(named).startsWith(`${root}/`);
	return isWithin ? readFileSync(named, 'utf8') : undefined;
}

function readIfThere(file: string): string | undefined {
	return statSync(file, {throwIfNoEntry: false})?.isFile() ? readFileSync(file, 'utf8') : undefined;
}
