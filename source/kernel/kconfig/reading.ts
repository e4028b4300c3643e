import type {Cursor} from './expression.ts';
import type {Macros} from './macros.ts';
import {readTokens} from './tokens.ts';
import type {Choice, Definition, Expression, KconfigSymbol, Menu, MenuNode, ReadFile} from './types.ts';

/** What surrounds the entries being read. */
export type Block = {
	kind: 'tree' | 'if' | 'menu' | 'choice';
	file: string;
	line: number;
	parent?: Block;
	conditions: Expression[];
	visibleIf: Expression[];
	menu?: Menu;
	choice?: Choice;
	/** What the entries being read are below. */
	node: MenuNode;
	/** The last `menuconfig` directly in this block, and the menu that it opens for those that depend on it. */
	lastMenu?: {option: string; entry: Definition; menu?: Menu};
};

/** What attributes are added to. Of menus and comments only conditions are kept. */
export type Entry = Definition | Choice | Pick<Definition, 'conditions' | 'visibleIf'>;

/** A file being read, line by line. `at` is the index of the next line. */
export type Source = {lines: readonly string[]; at: number};

/** Everything gathered so far. */
export type Reading = {
	read: ReadFile;
	macros: Macros;
	symbols: Map<string, KconfigSymbol>;
	choices: Choice[];
	skipped: string[];
	/** Until Linux 4.20 a prompt could be one word without quotes. */
	hasWordPrompts: boolean;
	modules?: string;
	block: Block;
	entry?: Entry;
	/** That of the entry, where there is one. */
	node?: MenuNode;
	/** How many files may still be read: a few that read each other could be without end. */
	filesLeft: number;
};

/** The next entry below what surrounds it. */
export function addNode(
	reading: Reading,
	node: Pick<MenuNode, 'kind'> & Partial<Pick<MenuNode, 'title' | 'definition' | 'conditions'>>,
): MenuNode {
	const parent = reading.block.node;
	const added = {title: '', conditions: [], ...node, visibleIf: [], parent, children: []};
	parent.children.push(added);
	reading.node = added;
	return added;
}

export function cursorOver({macros}: Reading, text: string): Cursor {
	return {tokens: readTokens(text, macros), at: 0};
}

export function placeOf({macros: {place}}: Reading): string {
	return `${place.file}:${place.line}`;
}
