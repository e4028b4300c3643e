import path from 'node:path';

/** What a folder's Makefile says, all conditions taken as true. Option: without CONFIG_, `y` or `m`. */
export type Makefile = {
	/** `obj-$(CONFIG_E1000E) += e1000e.o`: object without its ending → options. */
	objects: Map<string, string[]>;
	/** `obj-$(CONFIG_NET_VENDOR_INTEL) += intel/`: folder → options. */
	folders: Map<string, string[]>;
	/** `e1000e-objs := netdev.o ethtool.o`: part → what it becomes a part of. */
	parts: Map<string, string[]>;
};

export function readMakefile(text: string): Makefile {
	const makefile: Makefile = {objects: new Map(), folders: new Map(), parts: new Map()};
	const joined = text.replaceAll(/\\\r?\n/g, ' ').replaceAll(/#.*/g, '');
	for (const [, target, suffix, words] of joined.matchAll(assignment)) {
		const names = words!.split(/\s+/).filter(Boolean);
		for (const word of names) {
			if (target === 'obj') {
				const option = /CONFIG_(\w+)/.exec(suffix!)?.[1] ?? suffix!;
				add(word.endsWith('/') ? makefile.folders : makefile.objects, word.replace(/(?:\/|\.o)$/, ''), option);
			} else if (word.endsWith('.o')) {
				add(makefile.parts, word.slice(0, -2), target!);
			}
		}
	}

	return makefile;
}

/**
`name-suffix += words`: the suffix is `y`, `m`, `objs` or `$(CONFIG_X)`, also inside a function such as
`$(subst m,y,$(CONFIG_X))`.
*/
const assignment = /^[\t ]*([\w\-.]+?)-(objs|[my]|\$\([^=]*\))[\t ]*[+:?]?=(.*)$/gm;

function add(map: Map<string, string[]>, key: string, value: string): void {
	const values = map.get(key) ?? [];
	if (!values.includes(value)) {
		map.set(key, [...values, value]);
	}
}

export type BuiltModule = {module: string; options: string[]; with: string[]; folder: string};

/** The modules a source file becomes a part of. `makefileOf`: of a folder, by its path in the tree. */
export function modulesOfSource(source: string, makefileOf: (folder: string) => Makefile | undefined): BuiltModule[] {
	const folder = path.posix.dirname(source);
	const object = path.posix.basename(source, '.c');
	const here = modulesOfObject(object, folder, makefileOf);
	// A part may be named by the Makefile of a folder above: `hclge-objs = hns3pf/hclge_main.o`.
	for (
		let above = path.posix.dirname(folder);
		here.length === 0 && above.startsWith('drivers/');
		above = path.posix.dirname(above)
	) {
		const found = modulesOfObject(path.posix.relative(above, path.posix.join(folder, object)), above, makefileOf);
		if (found.length > 0) {
			return found;
		}
	}

	return here;
}

function modulesOfObject(
	object: string,
	folder: string,
	makefileOf: (folder: string) => Makefile | undefined,
	seen: readonly string[] = [],
): BuiltModule[] {
	const makefile = makefileOf(folder);
	if (!makefile || seen.includes(object)) {
		return [];
	}

	const own = makefile.objects.get(object);
	const wholes = (makefile.parts.get(object) ?? [])
		.flatMap(whole => modulesOfObject(whole, folder, makefileOf, [...seen, object]));
	return own ? [describeModule(object, folder, own, makefileOf), ...wholes] : wholes;
}

function describeModule(
	object: string,
	folder: string,
	own: readonly string[],
	makefileOf: (folder: string) => Makefile | undefined,
): BuiltModule {
	const gates = gatesOf(folder, makefileOf);
	const real = own.filter(option => option.length > 1);
	// `obj-y` in a folder of its own: the folder's option is the module's.
	const options = real.length > 0 ? real : gates.slice(-1);
	return {
		module: path.posix.basename(object).replaceAll('-', '_'),
		options,
		with: gates.filter(gate => !options.includes(gate)),
		folder,
	};
}

/** Options that let the build enter a folder, outermost first. */
function gatesOf(folder: string, makefileOf: (folder: string) => Makefile | undefined): string[] {
	const gates: string[] = [];
	for (let inner = folder; inner.includes('/');) {
		let above = path.posix.dirname(inner);
		// `obj-$(CONFIG_USB_XHCI_HCD) += usb/host/` may reach over several folders at once.
		while (above !== '.' && !makefileOf(above)?.folders.has(path.posix.relative(above, inner))) {
			above = path.posix.dirname(above);
		}

		const [option, ...others] = above === '.'
			? []
			: makefileOf(above)!.folders.get(path.posix.relative(above, inner))!;
		if (option && others.length === 0 && option.length > 1) {
			gates.unshift(option);
		}

		inner = above;
	}

	return [...new Set(gates)];
}
