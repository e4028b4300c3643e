import path from 'node:path';
import {indexAliases} from './aliases.ts';
import {readDeviceTables, type SourceContext} from './device-tables.ts';
import {readMacros, type Macro} from './macros.ts';
import {modulesOfSource, readMakefile, type BuiltModule, type Makefile} from './makefiles.ts';
import type {Alias, DriverFacts, DriverTables} from './types.ts';

/**
The tables of a kernel that is not built yet, out of its source: path in the tree → text, as host/alias-tables.ts
gathers them (Makefiles, C files with device tables, headers).
*/
export function readSourceTree(files: ReadonlyMap<string, string>): DriverTables {
	const makefileOf = remembered((folder: string): Makefile | undefined => {
		const text = files.get(`${folder}/Makefile`) ?? files.get(`${folder}/Kbuild`);
		return text === undefined ? undefined : readMakefile(text);
	});
	const contextOf = contextsIn(files);
	const includers = includersIn(files);
	const modulesOf = (file: string) => modulesOfSource(file, makefileOf);
	const aliases: Alias[] = [];
	const drivers = new Map<string, DriverFacts>();
	for (const [file, text] of files) {
		const patterns = file.endsWith('.c') ? readDeviceTables(text, contextOf(file)) : [];
		const modules = patterns.length > 0
			? modulesOfTable(file, modulesOf, includers).filter(({module}) => !rivals.has(module))
			: [];
		for (const built of modules) {
			drivers.set(built.module, mergeFacts(drivers.get(built.module), built));
			aliases.push(...patterns.map(pattern => ({pattern, module: built.module})));
		}
	}

	return {aliases: indexAliases(aliases), drivers};
}

/**
Drivers for keyboards and mice of the simplest kind, possible only where USB_HID, which knows all, is not built in.
*/
const rivals = new Set(['usbkbd', 'usbmouse']);

/** A C file may be a part of another one: uhci-hcd.c includes uhci-pci.c. */
function modulesOfTable(
	file: string,
	modulesOf: (file: string) => BuiltModule[],
	includers: ReadonlyMap<string, string>,
): BuiltModule[] {
	const own = modulesOf(file);
	return own.length > 0 || !includers.has(file) ? own : modulesOf(includers.get(file)!);
}

function includersIn(files: ReadonlyMap<string, string>): Map<string, string> {
	const sources = files.entries().filter(([file, text]) => file.endsWith('.c') && text.includes('.c"'));
	return new Map(sources.flatMap(([file, text]) => namedIncludes(file, text)
		.filter(name => name.endsWith('.c'))
		.map(name => [name, file] as const)));
}

function mergeFacts(known: DriverFacts | undefined, {options, with: others, folder}: BuiltModule): DriverFacts {
	return {
		options: [...new Set([...known?.options ?? [], ...options])],
		with: known?.with ?? others,
		folder: known?.folder ?? folder,
	};
}

/** Headers with the macros that tables are written with, and the numbers of PCI vendors. */
export const commonHeaders = [
	'include/linux/mod_devicetable.h', 'include/linux/pci.h', 'include/linux/pci_ids.h', 'include/linux/usb.h',
	'include/uapi/linux/usb/ch9.h', 'include/uapi/linux/usb/cdc.h', 'include/linux/usb/storage.h',
	'include/linux/hid.h', 'include/uapi/linux/hid.h', 'include/uapi/linux/virtio_ids.h', 'include/uapi/linux/input.h',
	'include/uapi/linux/pci.h',
];

function contextsIn(files: ReadonlyMap<string, string>): (file: string) => SourceContext {
	const macrosOf = remembered((file: string) => readMacros(files.get(file) ?? ''));
	const includesOf = remembered((file: string) =>
		namedIncludes(file, files.get(file) ?? '').filter(name => files.has(name)));
	return file => {
		let all: string[] | undefined;
		const includes = () => {
			all ??= closure(file, includesOf);
			return all;
		};

		const macro = (name: string): Macro | undefined => {
			for (const place of [file, ...commonHeaders]) {
				const found = macrosOf(place).get(name);
				if (found) {
					return found;
				}
			}

			// Numbers have names in capitals; words of C and names of variables would make us read every header.
			return /^[a-z]/.test(name)
				? undefined
				: includes().values().map(header => macrosOf(header).get(name)).find(Boolean);
		};

		return {
			macro,
			include: name => files.get(name) ?? files.get(path.posix.join(path.posix.dirname(file), name)),
			get includes() {
				return includes();
			},
		};
	};
}

/**
Paths in the tree of what a file includes from beside it, and of what a driver shares with others:
`<linux/usb/r8152.h>`, `<net/mana/gdma.h>`.
*/
export function namedIncludes(file: string, text: string): string[] {
	return text.matchAll(/^[\t ]*#[\t ]*include[\t ]+(?:"([^"]+)"|<((?:linux|net)\/\w+\/[^>]+)>)/gm)
		.map(([, beside, system]) =>
			system ? `include/${system}` : path.posix.join(path.posix.dirname(file), beside!))
		.toArray();
}

function closure(file: string, next: (file: string) => readonly string[]): string[] {
	const seen = new Set<string>();
	const visit = (one: string): void => {
		for (const inner of next(one)) {
			if (seen.has(inner)) {
				continue;
			}

			seen.add(inner);
			visit(inner);
		}
	};

	visit(file);
	return [...seen];
}

function remembered<T>(compute: (key: string) => T): (key: string) => T {
	const known = new Map<string, T>();
	return key => {
		if (!known.has(key)) {
			known.set(key, compute(key));
		}

		return known.get(key)!;
	};
}
