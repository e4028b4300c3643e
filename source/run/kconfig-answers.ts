import {createHash} from 'node:crypto';
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {execaSync} from 'execa';
import * as z from 'zod';
import {UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import {howItEnded} from '../report/how-it-ended.ts';
import {forCommands, lastingPart, type Environment} from './kconfig-environment.ts';

/** `print`: of everything that they depend on, and of what they are; not where they may change at any time. */
export type Answers = {ask: (command: string) => string; keep?: () => Promise<void>; print?: () => string};

const answersSchema = z.record(z.string(), z.string());

/**
Of a kernel: its commands ask what compiler, linker and scripts can do, so the same ones give the same answers. Those of
other trees may read any file.
*/
export function rememberedAnswers(
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
			const answer = known.get(command) ?? run(command, build, forCommands(environment));
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

export function askedAnew(environment: Environment, folder: string): Answers {
	return {ask: command => run(command, folder, environment)};
}

/** The environment, as far as it lasts; the tools, which may be replaced; the tree's scripts. */
function keyOf(environment: Environment, build: string, root: string): string {
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
	const all = JSON.stringify([root, lastingPart(environment, build), stamps]);
	return createHash('sha256').update(all).digest('hex').slice(0, 32);
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
