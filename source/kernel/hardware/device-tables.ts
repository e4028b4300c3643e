import {partnerOf, tokenize, withoutComments, withoutDirectives} from './c-tokens.ts';
import {readInitialisers} from './initialisers.ts';
import {expand, readMacros, type FindMacro} from './macros.ts';
import {aliasOf, structures, type Bus} from './table-aliases.ts';

/** What a table may need from the files around it. */
export type SourceContext = {
	macro: FindMacro;
	include: (name: string) => string | undefined;
	includes: readonly string[];
};

/** The aliases that the build would make of a source file's device tables, as in modules.alias. */
export function readDeviceTables(text: string, around: SourceContext): string[] {
	return text.matchAll(/^[\t ]*MODULE_DEVICE_TABLE[\t ]*\(\s*(\w+)\s*,\s*(\w+)\s*\)/gm).flatMap(([, bus, name]) => {
		const elements = Object.hasOwn(structures, bus!)
			? readInitialisers(tokensOf(name!, text, around), structures[bus as Bus])
			: [];
		return elements.map(element => aliasOf(bus as Bus, element)).filter(alias => alias !== undefined);
	}).toArray();
}

/** What stands between the braces of a table, macros expanded. */
function tokensOf(name: string, text: string, around: SourceContext): string[] {
	const begin = new RegExp(String.raw`\b${name}\s*\[[^\]]*\][^=;{}]*=\s*\\?\s*\{`).exec(text);
	if (!begin) {
		const header = around.includes.find(include => around.include(include)?.includes(`${name}[]`));
		return header === undefined ? [] : tokensOf(name, around.include(header)!, {...around, includes: []});
	}

	const start = begin.index + begin[0].length;
	const end = start + (/\}\s*;/.exec(text.slice(start))?.index ?? text.length);
	const writer = /^[\t ]*#[\t ]*define[\t ]+(\w+)/.exec(text.slice(lineStart(text, begin.index), start))?.[1];
	// Up to here only: a macro may be written anew for a second table (usual-tables.c of usb-storage).
	const own = readMacros(writer === undefined ? text.slice(0, end) : text);
	const macro = (word: string) => own.get(word) ?? around.macro(word);
	return writer === undefined
		? expand(tokenize(clean(text.slice(start, end), around)), macro)
		: writtenBy(writer, {...around, macro});
}

/** Where the line begins, and the lines that it continues. */
function lineStart(text: string, index: number): number {
	const start = text.lastIndexOf('\n', index) + 1;
	return text.slice(Math.max(0, start - 2), start) === '\\\n' ? lineStart(text, start - 2) : start;
}

/**
A table may be written by a header that is told what to begin and end it with (t4_pci_id_tbl.h of Chelsio's drivers).
*/
function writtenBy(name: string, around: SourceContext): string[] {
	for (const include of around.includes) {
		const text = around.include(include) ?? '';
		const tokens = text.includes(name) ? tokenize(withoutDirectives(withoutComments(text))) : [];
		if (tokens.includes(name)) {
			const table = expand(tokens.slice(tokens.indexOf(name)), around.macro);
			const start = table.indexOf('{');
			return table.slice(start + 1, partnerOf(table, start));
		}
	}

	return [];
}

/** Lists of odd devices are files of their own in the middle of a table (unusual_devs.h of usb-storage). */
function clean(text: string, around: SourceContext): string {
	const whole = text.replaceAll(/^[\t ]*#[\t ]*include[\t ]+"([^"]+)".*$/gm, (_, name: string) =>
		withoutDirectives(around.include(name) ?? ''));
	return withoutDirectives(withoutComments(whole));
}
