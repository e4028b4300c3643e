import type {Expression, MenuNode, SymbolType} from '../types.ts';
import type {Level} from '../value.ts';

/** A condition, ready to be asked: n, m or y in the configuration as it stands. */
export type Test = () => Level;

/**
One option, or one choice (whose name is empty): what its definitions say of it together, what was asked for, and what
it is. `Documentation/kbuild/kconfig-language.rst` describes the first part.
*/
export type Cell = {
	name: string;
	type: SymbolType | undefined;
	prompts: Test[];
	defaults: Array<{value: Expression; level: Test; when: Test}>;
	ranges: Array<{low: Cell; high: Cell; when: Test}>;
	/** What it depends on; where no definition says so, on nothing. */
	direct: Test | undefined;
	selected: Test[];
	implied: Test[];
	/** `transitional`: read, never written. */
	isOld: boolean;
	/** The choice that it is a member of. */
	choice: Cell | undefined;
	/** Of a choice. */
	group: Group | undefined;
	/** Of what is no option but a condition of many. */
	condition: Test | undefined;
	asked: Asked | undefined;
	/** Whose values were worked out from this one, where the model notes that. */
	readers: Set<Cell> | undefined;
	/** What its own value was worked out from, in this order: of each of these it is among the readers. */
	asks: Cell[];
	/** How many of these it has asked, while it is worked out. */
	asking: number;
	/** Higher than that of all that it was worked out from. */
	rank: number;

	isValid: boolean;
	isWritten: boolean;
	level: Level;
	text: string;
	visible: Level;
	directLevel: Level;
	selectedLevel: Level;
	impliedLevel: Level;
};

/** `level` of a switch, `text` of a number or a text. */
export type Asked = {level: Level; text: string};

export type Group = {
	isOptional: boolean;
	members: Cell[];
	/** The members, the one whose value was read last first (from Linux 6.11 on). */
	priority: Cell[];
	/** The member that is on. */
	chosen?: Cell | undefined;
	/** What was asked of the members together, before 6.11: the one that was last read as y, and the highest value. */
	askedMember?: Cell | undefined;
	askedLevel: Level;
};

/** All cells have all properties from the start: an engine is quickest with objects of one shape. */
export function newCell(name: string, type?: SymbolType): Cell {
	return {
		name, type, prompts: [], defaults: [], ranges: [], direct: undefined, selected: [], implied: [], isOld: false,
		choice: undefined, group: undefined, condition: undefined, asked: undefined,
		readers: undefined, asks: [], asking: 0, rank: 0,
		isValid: false, isWritten: false, level: 0, text: name,
		visible: 0, directLevel: 0, selectedLevel: 0, impliedLevel: 0,
	};
}

/** All of a tree, in one configuration. */
export type Model = {
	/** Before Linux 6.11 choices were options of their own, and some conditions were rewritten. */
	isBefore611: boolean;
	/** `KconfigTree.hasRawTexts` */
	hasRawTexts: boolean;
	root: MenuNode;
	/** In the order in which they are defined. */
	cells: Map<string, Cell>;
	choices: Cell[];
	/** What menus and ifs depend on. */
	blocks: Cell[];
	cellOf: (node: MenuNode) => Cell | undefined;
	/** Whether a menu, a comment, or the prompt of this definition of an option or a choice is shown. */
	isShown: (node: MenuNode) => boolean;
	modules: Cell;
	/** Its value as it was worked out last. */
	modulesLevel: Level;
	/** What is being worked out, where it is noted who asks whom (`changes.ts`). */
	reader?: Cell | undefined;
	notesReaders?: true | undefined;
	/** How many cells were worked out so far. */
	settled: number;
};
