import path from 'node:path';
import {readMakefile, wordsIn, type Variables} from './makefile.ts';

/** `name`: its path in the tree, without `.o`. `sources`: C or assembly files, without their endings. */
export type BuiltObject = {name: string; sources: readonly string[]; isModule: boolean};

/** What an option is: y, m, a number, a text; empty where it is off. */
export type ValueOf = (option: string) => string;

type Tree = {
	/** The text of a file of the tree. */
	read: (file: string) => string | undefined;
	/** The folder below `arch`: `x86`. */
	srcarch: string;
	/** Whether modules are wanted, too: they are in no image, and there are thousands. */
	withModules?: boolean;
};

/**
What a kernel is compiled from: all objects that the makefiles of its tree name with a configuration. What they make by
commands (the vDSO, the code of real mode) is not among them. A makefile is read again only where an option that it
asks for is another one now.
*/
export function objectsOf(tree: Tree): (valueOf: ValueOf) => BuiltObject[] {
	const contentsOf = rememberedContents(tree);
	return valueOf => {
		const objects = new Map<string, BuiltObject>();
		const seen = new Set<string>();
		const enter = (place: Place): void => {
			const key = keyOf(place);
			if (seen.has(key)) {
				return;
			}

			seen.add(key);
			for (const content of contentsOf(place, valueOf)) {
				if ('folder' in content) {
					enter(content);
				} else if (!content.isModule || !objects.has(content.name)) {
					objects.set(content.name, content);
				}
			}
		};

		enter({folder: '.', isModule: false});
		// The root's Makefile adds `lib`, an architecture's what it names by itself.
		enter({folder: 'lib', isModule: false});
		enter({folder: `arch/${tree.srcarch}`, isModule: false, isTop: true});
		return objects.values().toArray();
	};
}

/** A folder to be built. `isTop`: the Makefile that an architecture adds to the root's, whose words go by the root. */
type Place = {folder: string; isModule: boolean; isTop?: boolean};

const keyOf = ({folder, isModule, isTop = false}: Place): string => `${folder} ${isModule} ${isTop}`;

type Content = BuiltObject | Place;

type ContentsOf = (place: Place, valueOf: ValueOf) => readonly Content[];

function rememberedContents({read, srcarch, withModules = false}: Tree): ContentsOf {
	const known = new Map<string, {asked: ReadonlyMap<string, string>; contents: readonly Content[]}>();
	return (place, valueOf) => {
		const {folder, isTop = false} = place;
		const key = keyOf(place);
		const former = known.get(key);
		if (former?.asked.entries().every(([option, value]) => valueOf(option) === value)) {
			return former.contents;
		}

		const asked = new Map<string, string>();
		const text = (isTop ? ['Makefile'] : ['Kbuild', 'Makefile'])
			.map(name => read(path.posix.join(folder, name)))
			.find(found => found !== undefined) ?? '';
		const others: Record<string, string> = {
			SRCARCH: srcarch, ARCH: srcarch, BITS: '64', src: folder, obj: folder, srctree: '.',
		};
		const given = (name: string): string | undefined => {
			const option = /^CONFIG_(\w+)$/.exec(name)?.[1];
			if (option === undefined) {
				return Object.hasOwn(others, name) ? others[name] : undefined;
			}

			asked.set(option, valueOf(option));
			return asked.get(option);
		};

		const contents = contentsIn(place, readMakefile(text, given, file => read(path.posix.normalize(file))));
		const wanted = contents.filter(({isModule}) => withModules || !isModule);
		known.set(key, {asked, contents: wanted});
		return wanted;
	};
}

function contentsIn({folder, isModule, isTop = false}: Place, variables: Variables): Content[] {
	const kinds = isTop ? ['core-y', 'drivers-y', 'libs-y'] : ['obj-y', 'lib-y', 'obj-m'];
	const inTree = (file: string): string => path.posix.join(isTop ? '.' : folder, file.replace(/\.o$/, ''));
	return kinds.flatMap(kind => wordsIn(variables.get(kind) ?? '').map((word): Content => {
		const asModule = isModule || kind === 'obj-m';
		if (word.endsWith('/')) {
			return {folder: inTree(word.slice(0, -1)), isModule: asModule};
		}

		const name = word.replace(/\.o$/, '');
		const parts = ['objs', 'y', ...asModule ? ['m'] : []]
			.flatMap(suffix => wordsIn(variables.get(`${name}-${suffix}`) ?? ''));
		const sources = (parts.length > 0 ? parts : [word]).map(part => inTree(part));
		return {name: inTree(name), sources, isModule: asModule};
	}));
}
