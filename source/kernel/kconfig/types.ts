/** How files of the tree are read: the text of a path relative to its root, or nothing where there is no such file. */
export type ReadFile = (path: string) => string | undefined;

export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** A condition or a value. What only a shell could answer is `unknown`: nobody is ever blamed for it. */
export type Expression =
	| {kind: 'symbol'; name: string}
	/** `from`: the macro that became this value. */
	| {kind: 'constant'; value: string; from?: string}
	| {kind: 'unknown'; text: string}
	| {kind: 'not'; of: Expression}
	| {kind: 'and' | 'or'; parts: readonly Expression[]}
	| {kind: 'compare'; operator: Comparison; left: Expression; right: Expression};

export type Menu = {title: string; parent?: Menu};

export type Conditional = {condition?: Expression};

/** One `config` (or `choice`) of one file; an option may have several. */
export type Definition = {
	/** Empty for a choice. */
	name: string;
	file: string;
	line: number;
	menu?: Menu;
	/** What it depends on, surrounding menus and ifs first; all must hold. */
	conditions: Expression[];
	/** What only its prompt depends on beside that: `visible if` of the menus around it. */
	visibleIf: Expression[];
	/** Its last one, where it has several. */
	prompt?: Prompt;
	prompts: Prompt[];
	defaults: Array<{value: Expression} & Conditional>;
	ranges: Array<{low: Expression; high: Expression} & Conditional>;
	selects: Array<{name: string} & Conditional>;
	implies: Array<{name: string} & Conditional>;
	/** Lines of the file, counted from 1, both included. */
	help?: {from: number; to: number};
	choice?: Choice;
};

export type Prompt = {text: string} & Conditional;

/** Of its members exactly one is on while it is visible. */
export type Choice = Definition & {members: string[]; type?: SymbolType; optional?: true};

/** One entry of the tree, in the order and the nesting of the files. */
export type MenuNode = {
	kind: 'tree' | 'menu' | 'comment' | 'if' | 'choice' | 'option';
	/** Of the tree, a menu or a comment. */
	title: string;
	/** Of an option or a choice. */
	definition?: Definition;
	/** What it says itself that it depends on, without what surrounds it. */
	conditions: Expression[];
	/** `visible if` of a menu. */
	visibleIf: Expression[];
	/** `menuconfig`: what depends on this option has a page of its own. */
	opens?: true;
	parent?: MenuNode;
	children: MenuNode[];
};

export type SymbolType = 'bool' | 'tristate' | 'int' | 'hex' | 'string';

/** Something that turns an option on: a definition of another one, with the condition of its `select` or `imply`. */
export type Selector = {by: Definition} & Conditional;

export type KconfigSymbol = {
	name: string;
	type?: SymbolType;
	/** Its place in the tree, counted in menuconfig's order. */
	index: number;
	definitions: Definition[];
	selectors: Selector[];
	impliedBy: Selector[];
	/** The old name of another option: read, never written. */
	transitional?: true;
};

export type KconfigTree = {
	/** `6.1`; empty where the Makefile does not say. */
	version: string;
	srcarch: string;
	symbols: ReadonlyMap<string, KconfigSymbol>;
	choices: readonly Choice[];
	root: MenuNode;
	/** U-Boot's own program: in its `.config` a backslash in a text is a backslash. */
	hasRawTexts?: boolean;
	/** The option with the attribute `modules`. */
	modules: string;
	/** Whose value may change with that of the named option; worked out when it is asked for first. */
	dependents: () => ReadonlyMap<string, readonly KconfigSymbol[]>;
	/** Lines whose syntax is not known here, as `file:line: text`; the rest of the tree stands without them. */
	skipped: readonly string[];
};
