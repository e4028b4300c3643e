import {conjuncts, menuBelow} from './blocks.ts';
import {joined, readCondition, readExpression, readOperand, takeWord, type Cursor} from './expression.ts';
import {cursorOver, type Entry, type Reading} from './reading.ts';
import type {Choice, Definition, Expression, Prompt, SymbolType} from './types.ts';

/** What an entry says about itself. The rest of the line comes as text. */
export const attributes: Readonly<Record<string, (reading: Reading, rest: string) => void>> = {
	bool: typed('bool'),
	boolean: typed('bool'),
	tristate: typed('tristate'),
	int: typed('int'),
	hex: typed('hex'),
	string: typed('string'),
	def_bool: typedDefault('bool'),
	def_tristate: typedDefault('tristate'),
	prompt(reading, rest) {
		addPrompt(reading, definitionOf(reading), cursorOver(reading, rest));
	},
	default(reading, rest) {
		addDefault(definitionOf(reading), cursorOver(reading, rest));
	},
	range(reading, rest) {
		const cursor = cursorOver(reading, rest);
		definitionOf(reading).ranges.push({
			low: readOperand(cursor),
			high: readOperand(cursor),
			...conditionOf(cursor),
		});
	},
	select(reading, rest) {
		definitionOf(reading).selects.push(readSelect(cursorOver(reading, rest)));
	},
	imply(reading, rest) {
		definitionOf(reading).implies.push(readSelect(cursorOver(reading, rest)));
	},
	depends: addDependency,
	visible(reading, rest) {
		const conditions = conjuncts([readCondition(cursorOver(reading, rest))]);
		entryOf(reading).visibleIf.push(...conditions);
		reading.node!.visibleIf.push(...conditions);
	},
	optional(reading) {
		(entryOf(reading) as Choice).optional = true;
	},
	modules(reading) {
		reading.modules = definitionOf(reading).name;
	},
	transitional(reading) {
		reading.symbols.get(definitionOf(reading).name)!.transitional = true;
	},
	/** Of trees older than 5.14. */
	option(reading, rest) {
		if (rest.trim() === 'modules') {
			reading.modules = definitionOf(reading).name;
		}
	},
};

function typed(type: SymbolType) {
	return (reading: Reading, rest: string): void => {
		const definition = definitionOf(reading);
		setType(reading, definition, type);
		const cursor = cursorOver(reading, rest);
		if (cursor.tokens.length > 0) {
			addPrompt(reading, definition, cursor);
		}
	};
}

function typedDefault(type: SymbolType) {
	return (reading: Reading, rest: string): void => {
		const definition = definitionOf(reading);
		setType(reading, definition, type);
		addDefault(definition, cursorOver(reading, rest));
	};
}

function setType(reading: Reading, definition: Definition, type: SymbolType): void {
	const owner = definition.name === '' ? definition as Choice : reading.symbols.get(definition.name);
	if (owner) {
		owner.type ??= type;
	}
}

function addPrompt({hasWordPrompts}: Reading, definition: Definition, cursor: Cursor): void {
	definition.prompt = readPrompt(cursor, hasWordPrompts);
	definition.prompts.push(definition.prompt);
}

function readPrompt(cursor: Cursor, mayBeWord: boolean): Prompt {
	const token = cursor.tokens[cursor.at++];
	if (token?.kind !== 'text' && !(mayBeWord && token?.kind === 'word')) {
		throw new SyntaxError('the prompt is missing');
	}

	return {text: token.unknown ?? token.value.trim(), ...conditionOf(cursor)};
}

function addDefault(definition: Definition, cursor: Cursor): void {
	definition.defaults.push({value: readExpression(cursor), ...conditionOf(cursor)});
}

function readSelect(cursor: Cursor): {name: string; condition?: Expression} {
	const operand = readOperand(cursor);
	if (operand.kind !== 'symbol') {
		throw new SyntaxError('a name is missing');
	}

	return {name: operand.name, ...conditionOf(cursor)};
}

/**
`depends on A if B` (Linux 7.0) asks for A only where B is on. A line that cannot be read still says
that there is a condition.
*/
function addDependency(reading: Reading, rest: string): void {
	const entry = entryOf(reading);
	const dependency = readDependency(reading, rest);
	entry.conditions.push(...conjuncts([dependency]));
	reading.node!.conditions.push(dependency);
	const menu = menuBelow(reading.block, dependency);
	if (menu && 'selects' in entry && menu !== reading.block.menu) {
		entry.menu = menu;
	}
}

function readDependency(reading: Reading, rest: string): Expression {
	try {
		const cursor = cursorOver(reading, rest);
		if (!takeWord(cursor, 'on')) {
			throw new SyntaxError('"on" is missing');
		}

		const needed = readExpression(cursor);
		const condition = readCondition(cursor);
		return condition ? joined('or', [needed, isOff(condition)])! : needed;
	} catch (error) {
		if (error instanceof SyntaxError) {
			entryOf(reading).conditions.push({kind: 'unknown', text: rest.trim().replace(/^on\s+/, '')});
		}

		throw error;
	}
}

function isOff(condition: Expression): Expression {
	return condition.kind === 'symbol'
		? {kind: 'compare', operator: '=', left: condition, right: {kind: 'constant', value: 'n'}}
		: {kind: 'not', of: condition};
}

function conditionOf(cursor: Cursor): {condition?: Expression} {
	const condition = readCondition(cursor);
	if (cursor.at < cursor.tokens.length) {
		throw new SyntaxError(`"${cursor.tokens[cursor.at]!.value}" is not valid here`);
	}

	return condition ? {condition} : {};
}

function entryOf({entry}: Reading): Entry {
	if (!entry) {
		throw new SyntaxError('it is outside of any entry');
	}

	return entry;
}

function definitionOf(reading: Reading): Definition {
	const entry = entryOf(reading);
	if (!('selects' in entry)) {
		throw new SyntaxError('it is outside of any option');
	}

	return entry;
}
