import {explainDropped} from '../../../source/kernel/kconfig/explain.ts';
import {readKconfig} from '../../../source/kernel/kconfig/reader.ts';
import type {KconfigTree} from '../../../source/kernel/kconfig/types.ts';
import type {Dropped, Request} from '../../../source/kernel/types.ts';

/** A tree out of the text of its Kconfig, and of other files where it has any. */
export function treeOf(kconfig: string, files: Readonly<Record<string, string>> = {}): KconfigTree {
	const all: Readonly<Record<string, string>> = {Kconfig: kconfig, Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\n', ...files};
	return readKconfig(file => Object.hasOwn(all, file) ? all[file] : undefined, {srcarch: 'x86', environment: {ARCH: 'x86_64', CC: 'gcc'}});
}

/** `A B=m C=5`: requests, or lines of a .config. */
export function settings(words: string): Map<string, string> {
	return new Map(words.split(' ').filter(Boolean).map(word => {
		const [name, value = 'y'] = word.split('=', 2);
		return [name!, value];
	}));
}

export function explain(kconfig: string | KconfigTree, {asked, result = ''}: {asked: string; result?: string}): Dropped[] {
	const requests: Request[] = [...settings(asked)].map(([option, value]) => ({option, value, from: 'kernel.options'}));
	return explainDropped(typeof kconfig === 'string' ? treeOf(kconfig) : kconfig, settings(result), requests);
}
