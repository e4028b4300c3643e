/**
Measures how many bytes of code come from a byte of source, folder by folder, and prints them as
`source/kernel/size/ratios.ts`. What is measured: folders that a kernel was built in, and the modules of a distribution.

	node test/kernel/size/measure-ratios.ts --tree linux-6.12 --build BUILD --config CONFIG --modules FOLDER
*/
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {objectsOf, type BuiltObject} from '../../../source/kernel/size/objects.ts';
import {valuesOfConfig} from '../../../source/kernel/size/values.ts';
import {readerWithin} from '../../../source/run/kconfig-tree.ts';
import {sourceLengths} from '../../../source/run/kernel-size.ts';

const {tree, build, config, modules} = parseArgs({
	options: {
		tree: {type: 'string'}, build: {type: 'string'}, config: {type: 'string'}, modules: {type: 'string'},
	},
}).values as Record<'tree' | 'build' | 'config' | 'modules', string>;

type Measured = {folder: string; code: number; source: number};

const lengthOf = sourceLengths(tree);
/** Sections that every kernel has, whatever it is compiled with. */
const section = /^\.(?:text|rodata|data|init|exit|ref|head|noinstr|sched|cpuidle|entry|kprobes|irqentry|softirqentry)/;
const leastSource = 20_000;
const leastDifference = 0.15;

const ratios = pruned(sums([...fromBuild(), ...fromModules()]));
console.log(`/**
Bytes of code, in thousandths, that come from a byte of source: by folder, without the ones that are as what is around
them. Measured by test/kernel/size/measure-ratios.ts.
*/
export const ratios: Readonly<Record<string, number>> = {
${ratios.map(([folder, ratio]) => `\t'${folder}': ${Math.round(ratio * 1000)},`).join('\n')}
};`);

function fromBuild(): Measured[] {
	const files = objectsWith(path.join(build, '.config'))
		.filter(({isModule}) => !isModule)
		.flatMap(({sources}) => sources)
		.map(name => ({name, file: path.join(build, `${name}.o`), source: lengthOf(name)}))
		.filter(({file, source}) => source > 0 && existsSync(file));
	return measure(files);
}

function fromModules(): Measured[] {
	const files = objectsWith(config)
		.filter(({isModule}) => isModule)
		.map(({name, sources}) => ({
			name,
			file: path.join(modules, `${name}.ko`),
			source: sources.reduce((sum, one) => sum + lengthOf(one), 0),
		}))
		.filter(({file}) => existsSync(file));
	return measure(files);
}

function objectsWith(file: string): BuiltObject[] {
	return objectsOf({read: readerWithin(realpathSync(tree)), srcarch: 'x86', withModules: true})(valuesOfConfig(readFileSync(file, 'utf8')));
}

function measure(files: ReadonlyArray<{name: string; file: string; source: number}>): Measured[] {
	const code = new Map<string, number>();
	for (let at = 0; at < files.length; at += 500) {
		const names = files.slice(at, at + 500).map(({file}) => file);
		let file = '';
		for (const line of execFileSync('size', ['-A', '-d', ...names], {encoding: 'utf8'}).split('\n')) {
			const [, found] = /^(\S+) {2}:$/.exec(line) ?? [];
			file = found ?? file;
			const [, name, bytes] = /^(\S+) +(\d+) +\d+$/.exec(line) ?? [];
			if (name !== undefined && section.test(name)) {
				code.set(file, (code.get(file) ?? 0) + Number(bytes));
			}
		}
	}

	return files.map(({name, file, source}) => ({folder: path.dirname(name), code: code.get(file) ?? 0, source}));
}

/** Of each folder with all below it. */
function sums(all: readonly Measured[]): Map<string, {code: number; source: number}> {
	const folders = new Map<string, {code: number; source: number}>();
	for (const {folder, code, source} of all) {
		for (const one of upwards(folder)) {
			const sum = folders.get(one) ?? {code: 0, source: 0};
			folders.set(one, {code: sum.code + code, source: sum.source + source});
		}
	}

	return folders;
}

function * upwards(folder: string): Generator<string> {
	for (let one = folder; one !== '.'; one = path.dirname(one)) {
		yield one;
	}

	yield '.';
}

/** Folders that are much as the one above say nothing new. */
function pruned(folders: ReadonlyMap<string, {code: number; source: number}>): Array<[string, number]> {
	const kept = new Map<string, number>();
	const sorted = [...folders].toSorted(([one], [other]) => upwardsCount(one) - upwardsCount(other) || (one < other ? -1 : 1));
	for (const [folder, {code, source}] of sorted) {
		const above = upwards(folder).drop(1).map(one => kept.get(one)).find(one => one !== undefined);
		const ratio = code / source;
		if (above === undefined || (source >= leastSource && Math.abs(Math.log(ratio / above)) > leastDifference)) {
			kept.set(folder, ratio);
		}
	}

	return [...kept].toSorted(([one], [other]) => one < other ? -1 : 1);
}

function upwardsCount(folder: string): number {
	return [...upwards(folder)].length;
}
