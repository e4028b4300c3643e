import {UserError} from '../../errors.ts';
import {readExpression} from './expression.ts';
import {addNode, cursorOver, placeOf, type Block, type Reading} from './reading.ts';
import type {Choice, Definition, Expression, Menu} from './types.ts';

/**
Everything that ends the entry before it: new entries, and what they stand in. The rest of the line comes as text.
*/
export const statements: Readonly<Record<string, (reading: Reading, rest: string) => void>> = {
	config(reading, rest) {
		startOption(reading, rest);
	},
	menuconfig(reading, rest) {
		startOption(reading, rest);
		const {block, entry, node} = reading;
		node!.opens = true;
		block.lastMenu = {option: (entry as Definition).name, entry: entry as Definition};
	},
	choice(reading) {
		const choice: Choice = {...newDefinition(reading, ''), members: []};
		reading.choices.push(choice);
		reading.entry = choice;
		const node = addNode(reading, {kind: 'choice', definition: choice});
		open(reading, {kind: 'choice', conditions: choice.conditions, choice, node});
	},
	menu(reading, rest) {
		const {block} = reading;
		const menu = {title: textOf(reading, rest), ...block.menu && {parent: block.menu}};
		const own = {conditions: [...block.conditions], visibleIf: [...block.visibleIf]};
		reading.entry = own;
		const node = addNode(reading, {kind: 'menu', title: menu.title});
		open(reading, {kind: 'menu', ...own, menu, node});
	},
	if(reading, rest) {
		const {block} = reading;
		const condition = readExpression(cursorOver(reading, rest));
		reading.entry = undefined;
		const conditions = conjuncts([...block.conditions, condition]);
		const node = addNode(reading, {kind: 'if', conditions: [condition]});
		open(reading, {kind: 'if', conditions, menu: menuBelow(block, condition), node});
	},
	comment(reading, rest) {
		reading.entry = {conditions: [], visibleIf: []};
		addNode(reading, {kind: 'comment', title: textOf(reading, rest)});
	},
	mainmenu(reading, rest) {
		reading.entry = undefined;
		reading.block.node.title = textOf(reading, rest);
	},
	endchoice(reading) {
		close(reading, 'choice');
	},
	endmenu(reading) {
		close(reading, 'menu');
	},
	endif(reading) {
		close(reading, 'if');
	},
};

export function conjuncts(all: ReadonlyArray<Expression | undefined>): Expression[] {
	return all.flatMap(part => part?.kind === 'and' ? part.parts : part ?? []);
}

/** An `if` or a `depends on` of the menuconfig entry just before makes a submenu of what it surrounds. */
export function menuBelow(block: Block, condition: Expression): Menu | undefined {
	const last = block.lastMenu;
	if (!last || !conjuncts([condition]).some(part => part.kind === 'symbol' && part.name === last.option)) {
		return block.menu;
	}

	last.menu ??= {title: last.entry.prompt?.text ?? last.option, ...block.menu && {parent: block.menu}};
	return last.menu;
}

function startOption(reading: Reading, rest: string): void {
	const [token] = cursorOver(reading, rest).tokens;
	if (token?.kind !== 'word') {
		throw new SyntaxError('a name is missing');
	}

	const definition = newDefinition(reading, token.value);
	const {choice} = reading.block;
	if (choice) {
		definition.choice = choice;
		choice.members.push(definition.name);
	}

	reading.entry = definition;
	addNode(reading, {kind: 'option', definition});
	const known = reading.symbols.get(definition.name);
	if (known) {
		known.definitions.push(definition);
	} else {
		reading.symbols.set(definition.name, {
			name: definition.name,
			index: reading.symbols.size,
			definitions: [definition],
			selectors: [],
			impliedBy: [],
		});
	}
}

function newDefinition({macros: {place}, block}: Reading, name: string): Definition {
	return {
		name,
		file: place.file,
		line: place.line,
		...block.menu && {menu: block.menu},
		conditions: [...block.conditions],
		visibleIf: block.visibleIf,
		prompts: [],
		defaults: [],
		ranges: [],
		selects: [],
		implies: [],
	};
}

function open(reading: Reading, block: Partial<Block> & Pick<Block, 'kind'>): void {
	const {lastMenu, ...inherited} = reading.block;
	const {file, line} = reading.macros.place;
	reading.block = {...inherited, ...block, parent: reading.block, file, line};
}

function close(reading: Reading, kind: Block['kind']): void {
	const {block} = reading;
	if (block.kind !== kind || !block.parent) {
		throw new UserError(`${placeOf(reading)} ends a ${kind} that was not started.`);
	}

	reading.block = block.parent;
	reading.entry = undefined;
}

function textOf(reading: Reading, rest: string): string {
	return cursorOver(reading, rest).tokens[0]?.value.trimStart() ?? '';
}
