import {createHash} from 'node:crypto';
import {existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {setFlagsFromString} from 'node:v8';
import * as z from 'zod';
import {UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import {readKconfig} from '../kernel/kconfig/reader.ts';
import type {Model} from '../kernel/kconfig/solve/cells.ts';
import {refuseLoops} from '../kernel/kconfig/solve/links.ts';
import {makeModel} from '../kernel/kconfig/solve/model.ts';
import type {KconfigTree, ReadFile} from '../kernel/kconfig/types.ts';
import {askedAnew, rememberedAnswers, type Answers} from './kconfig-answers.ts';
import {
	environmentOf,
	guessEnvironment,
	isSameEnvironment,
	keepEnvironment,
	type Environment,
} from './kconfig-environment.ts';

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
	// What is read stays: memory for what goes soon need not grow, which would take 60 MB more and be slower.
	setFlagsFromString('--semi-space-growth-factor=1');
	const file = rootFileOf(folder);
	const root = realpathSync.native(folder);
	// BusyBox needs nothing of its makefiles.
	const isMade = file === 'Kconfig'
		&& ['scripts/kconfig', 'Makefile'].every(name => existsSync(path.join(root, name)));
	const place = {root, folder, file};
	if (isMade) {
		return loadMade(place, options);
	}

	const {environment} = options;
	return readTree(place, {options, environment, answers: askedAnew(environment, root)});
}

/** `folder`: as the user named it. `file`: the first one of the tree. */
type Place = {root: string; folder: string; file: string};

/**
With what makefiles set. make takes as long as reading does, so the tree is read beside it, with what make said the last
time; and once more where it says something else now.
*/
async function loadMade(place: Place, options: TreeOptions): Promise<LoadedTree> {
	const {root} = place;
	const {arch, cacheFolder} = options;
	const build = newFolder(cacheFolder);
	const asked = environmentOf(root, build, options);
	// Whoever waits for it hears of it.
	asked.catch(() => undefined);
	try {
		const key = createHash('sha256').update(`${arch} ${root}`).digest('hex').slice(0, 32);
		const file = path.join(cacheFolder, 'kconfig', `environment-${key}.json`);
		const readWith = async (environment: Environment): Promise<LoadedTree> => {
			const answers = rememberedAnswers(environment, build, {root, cacheFolder});
			return readTree(place, {options, environment, answers});
		};

		const guess = guessEnvironment(file, options.environment, build);
		const early = guess && readWith(guess);
		await Promise.allSettled([early]);
		const environment = await asked;
		if (early && isSameEnvironment(environment, guess, build)) {
			return await early;
		}

		const loaded = await readWith(environment);
		await keepEnvironment(file, environment, {given: options.environment, build});
		return loaded;
	} finally {
		await Promise.allSettled([asked]);
		rmSync(build, {recursive: true});
	}
}

async function readTree(
	{root, folder, file}: Place,
	{options, environment, answers}: {options: TreeOptions; environment: Environment; answers: Answers},
): Promise<LoadedTree> {
	const readWithin = readerWithin(root);
	const read: ReadFile = name => readWithin(name) ?? readMarked(root, name, readWithin);
	const seen = createHash('sha256');
	const readFirst: ReadFile = name => {
		const text = read(name);
		seen.update(`${name}\0${text ?? ''}\0`);
		return text;
	};

	try {
		const found = readKconfig(readFirst, {
			file,
			srcarch: environment.SRCARCH ?? options.arch,
			environment,
			shell: command => answers.ask(command),
			hasWordPrompts: existsSync(path.join(root, 'scripts/kconfig/zconf.y')),
		});
		refuseUnread(found);
		const kconfig = {
			...found,
			version: options.version ?? languageOf(readWithin) ?? found.version,
			hasRawTexts: readsRawTexts(readWithin),
		};
		const model = makeModel(kconfig);
		await answers.keep?.();
		const print = answers.print && seen.update(kconfig.version + answers.print()).digest('hex');
		await checkOnce(model, print, options.cacheFolder);
		return {kconfig, read, model};
	} catch (error) {
		throw error instanceof RangeError ? new UserError(`${folder} cannot be read: it is nested too deeply.`) : error;
	}
}

/** Where a kernel's makefiles and commands may write. Of our own: whoever is killed leaves nothing elsewhere. */
function newFolder(cacheFolder: string): string {
	const place = path.join(cacheFolder, 'kconfig');
	makeFolder(place);
	return mkdtempSync(path.join(place, 'reading-'));
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
function languageOf(read: ReadFile): string | undefined {
	const program = read('scripts/kconfig/expr.h');
	return program?.includes('P_CHOICE') && read('init/Kconfig') === undefined ? '6.1' : undefined;
}

/** U-Boot's copy of that program takes all between the first and the last quote of a line as it is. */
function readsRawTexts(read: ReadFile): boolean {
	const program = read('scripts/kconfig/confdata.c');
	return program !== undefined && !program.includes('strpbrk');
}

/** BusyBox writes `Config.in` when it is built: `Config.src`, with what C files have behind `//config:` in it. */
function readMarked(root: string, file: string, readWithin: ReadFile): string | undefined {
	const frame = /(?:^|\/)Config\.in$/.test(file) ? readWithin(file.replace(/in$/, 'src')) : undefined;
	return frame?.replace(/^INSERT$/m, () => {
		const folder = path.resolve(root, path.dirname(file));
		const sources = readdirSync(folder).filter(name => name.endsWith('.c')).toSorted();
		return sources
			.flatMap(name => (readWithin(path.join(folder, name)) ?? '').matchAll(/^\/\/config:(.*)$/gm).toArray())
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

/** Reads files of a tree. What it reads outside of itself, directly or by a link, is not there. */
export function readerWithin(root: string): ReadFile {
	const folders = new Map<string, string>();
	const realFolder = (folder: string): string => {
		const known = folders.get(folder) ?? realpathSync.native(folder);
		folders.set(folder, known);
		return known;
	};

	return file => {
		const named = path.resolve(root, file.replaceAll('\0', '?'));
		const found = lstatSync(named, {throwIfNoEntry: false});
		const isThere = found?.isSymbolicLink() ? statSync(named, {throwIfNoEntry: false})?.isFile() : found?.isFile();
		if (!isThere) {
			return undefined;
		}

		const real = found!.isSymbolicLink()
			? realpathSync.native(named)
			: `${realFolder(path.dirname(named))}/${path.basename(named)}`;
		return real.startsWith(`${root}/`) ? readFileSync(named, 'utf8') : undefined;
	};
}
