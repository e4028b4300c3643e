import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';

/**
`scripts/kconfig/conf` of a kernel's source, for tests that ask it many times. A `make allnoconfig` takes seconds, nearly all of
them for what is the same each time: make reads the makefiles of the kernel, conf reads all of Kconfig, and asks compiler,
assembler and linker a hundred questions about it. Here this is done once: make builds conf and says with which environment it
starts it; conf reads, and for each configuration a copy of the process goes on (forked-conf.c). What comes of an option remains
the verdict of the kernel's own program, built by the kernel's own makefiles.
*/
export async function prepareConf(tree: string, arch = 'x86_64'): Promise<Conf> {
	const build = await mkdtemp(path.join(tmpdir(), 'ramstrap-conf-'));
	try {
		const environment = await environmentOfConf(tree, build, arch);
		const library = path.join(build, 'forked-conf.so');
		await execa(environment.HOSTCC!, ['-shared', '-fPIC', '-o', library, fileURLToPath(new URL('forked-conf.c', import.meta.url))]);
		return startConf(tree, build, {environment, library});
	} catch (error) {
		await rm(build, {recursive: true});
		throw error;
	}
}

export type Conf = {
	/** What `conf --MODE` writes, from a `.config` or, in modes that ask for all of something, from what is fixed before. */
	run: (mode: ConfMode, input?: string) => Promise<string>;
	/**
	What the tree makes of these lines, and of nothing else. Many may be asked for at once; they are worked on in turn.
	*/
	allnoconfig: (fragment: string) => Promise<Configured>;
	/** The same by `make allnoconfig` from its beginning, one at a time: what the short way is measured by. */
	makeAllnoconfig: (fragment: string) => Promise<Configured>;
	/** What menuconfig shows of a `.config`, a line each (shown-menu.c). */
	shown: (config: string) => Promise<string[]>;
	close: () => Promise<void>;
};

export type ConfMode = 'olddefconfig' | 'savedefconfig' | 'allnoconfig' | 'alldefconfig' | 'allyesconfig' | 'allmodconfig';

/** A whole `.config`, and the warnings on the way to it. */
export type Configured = {config: string; warnings: string[]};

/**
What the kernel's makefiles give to conf: about a hundred variables, which no copy here could follow. With KBUILD_KCONFIG they
let conf read another file than Kconfig; this one has it write down its environment.
*/
async function environmentOfConf(tree: string, build: string, arch: string): Promise<Record<string, string>> {
	const question = path.join(build, 'environment.kconfig');
	await writeFile(question, 'noted := $(shell,env -0 >environment)\n');
	await make(tree, build, {ARCH: arch, KBUILD_KCONFIG: question});
	const noted = await readFile(path.join(build, 'environment'), 'utf8');
	return Object.fromEntries(noted.split('\0').filter(Boolean).map(entry => {
		const end = entry.indexOf('=');
		return [entry.slice(0, end), entry.slice(end + 1)];
	}));
}

function startConf(tree: string, build: string, {environment, library}: {environment: Readonly<Record<string, string>>; library: string}): Conf {
	const started = new Map<ConfMode, Copies>();
	const copiesOf = (mode: ConfMode): Copies => {
		const copies = started.get(mode) ?? startCopies(mode, build, {...environment, LD_PRELOAD: library});
		started.set(mode, copies);
		return copies;
	};

	copiesOf('allnoconfig');
	return {
		allnoconfig: async fragment => copiesOf('allnoconfig').ask(fragment),
		run: async (mode, input) => (await copiesOf(mode).ask(input)).config,
		async makeAllnoconfig(fragment) {
			const file = path.join(build, 'fragment');
			await writeFile(file, fragment);
			const {stderr} = await make(tree, build, {KCONFIG_ALLCONFIG: file});
			return {config: await readFile(path.join(build, '.config'), 'utf8'), warnings: warningsOf(stderr)};
		},
		async shown(config) {
			const [program, file] = [path.join(build, 'shown-menu'), path.join(build, 'shown.config')];
			const scripts = path.join(build, 'scripts/kconfig');
			const objects = (await readdir(scripts)).filter(name => name.endsWith('.o') && name !== 'conf.o').map(name => path.join(scripts, name));
			const headers = ['scripts/kconfig', 'scripts/include'].flatMap(folder => ['-I', path.join(tree, folder)]);
			await execa(environment.HOSTCC!, ['-D_GNU_SOURCE', ...headers, '-o', program, fileURLToPath(new URL('shown-menu.c', import.meta.url)), ...objects]);
			await writeFile(file, config);
			const {stdout} = await execa(program, ['Kconfig'], {cwd: build, env: {...environment, KCONFIG_CONFIG: file}, extendEnv: false});
			return stdout.split('\n');
		},
		async close() {
			await Promise.all(started.values().map(async copies => copies.close()));
			await rm(build, {recursive: true});
		},
	};
}

type Copies = {ask: (input?: string) => Promise<Configured>; close: () => Promise<void>};

/** One conf that has read all of Kconfig, and makes a copy of itself for each input. */
function startCopies(mode: ConfMode, build: string, environment: Readonly<Record<string, string>>): Copies {
	const [minimal, complaints] = [path.join(build, 'minimal'), path.join(build, `${mode}.said`)];
	const flag = mode === 'savedefconfig' ? `--savedefconfig=${minimal}` : `--${mode}`;
	const conf = execa(path.join(build, 'scripts/kconfig/conf'), ['-s', flag, 'Kconfig'], {
		cwd: build, env: {...environment, RAMSTRAP_SAID: complaints}, extendEnv: false, buffer: false, reject: false, stdin: 'pipe', stderr: 'ignore',
	});
	const endings = conf.iterable();
	let count = 0;
	return {
		async ask(input) {
			const name = path.join(build, `${mode}-${++count}`);
			if (input !== undefined) {
				await writeFile(`${name}.${mode.startsWith('all') ? 'fragment' : 'config'}`, input);
			}

			// Asked and listened for in one breath: endings come in the order of the names.
			conf.stdin.write(`${name}\n`);
			const ending = await endings.next() as IteratorResult<string, undefined>;
			const said = await readFile(complaints, 'utf8') + (ending.done ? '' : await readFile(`${name}.said`, 'utf8'));
			if (ending.value !== '0') {
				throw new Error(`conf ended before its work was done: ${said}`);
			}

			const config = await readFile(mode === 'savedefconfig' ? minimal : `${name}.config`, 'utf8');
			await Promise.all(['fragment', 'said', 'config'].map(async end => rm(`${name}.${end}`, {force: true})));
			return {config, warnings: warningsOf(said)};
		},
		async close() {
			conf.stdin.end();
			await conf;
		},
	};
}

async function make(tree: string, build: string, environment: Readonly<Record<string, string>>) {
	return execa('make', ['-s', '-f', path.join(tree, 'Makefile'), 'allnoconfig'], {
		cwd: build, env: {ARCH: 'x86_64', MAKEFLAGS: '', ...environment}, stdin: 'ignore', stdout: 'ignore',
	});
}

const warningsOf = (said: string) => said.split('\n').filter(line => line.includes('warning'));
