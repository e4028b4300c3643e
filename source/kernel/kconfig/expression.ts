import type {Comparison, Expression} from './types.ts';
import type {Token} from './tokens.ts';

/** The pieces of a line that are still to be read. */
export type Cursor = {tokens: readonly Token[]; at: number};

/**
Reads `A && !B || C = "d"` up to the first piece that cannot go on. Comparisons bind closest, then `!`, `&&`, `||`.
Throws a SyntaxError where there is no expression.
*/
export function readExpression(cursor: Cursor): Expression {
	return joined('or', readList(cursor, '||', readConjunction))!;
}

/** What stands after `if` at the end of a line, if anything. */
export function readCondition(cursor: Cursor): Expression | undefined {
	return takeWord(cursor, 'if') ? readExpression(cursor) : undefined;
}

export function takeWord(cursor: Cursor, word: string): boolean {
	const token = cursor.tokens[cursor.at];
	if (token?.kind !== 'word' || token.value !== word) {
		return false;
	}

	cursor.at++;
	return true;
}

/** A word or a text, as a value. */
export function readOperand(cursor: Cursor): Expression {
	const token = cursor.tokens[cursor.at];
	if (!token || token.kind === 'operator') {
		throw new SyntaxError('a value is missing');
	}

	cursor.at++;
	if (token.unknown !== undefined) {
		return {kind: 'unknown', text: token.unknown};
	}

	const isConstant = token.kind === 'text' || token.value === 'y' || token.value === 'm' || token.value === 'n';
	const {value, from} = token;
	return isConstant ? {kind: 'constant', value, ...from && {from}} : {kind: 'symbol', name: value};
}

/** One expression for several; the parts of like ones side by side. */
export function joined(kind: 'and' | 'or', all: ReadonlyArray<Expression | undefined>): Expression | undefined {
	if (all.length === 1) {
		return all[0];
	}

	const parts = all.filter(part => part !== undefined).flatMap(part => part.kind === kind ? part.parts : [part]);
	return parts.length > 1 ? {kind, parts} : parts[0];
}

/** The options that it asks about. */
export function namesIn(expression: Expression): string[] {
	switch (expression.kind) {
		case 'symbol': {
			return [expression.name];
		}

		case 'not': {
			return [expression.of].flatMap(part => namesIn(part));
		}

		case 'and':
		case 'or': {
			return expression.parts.flatMap(part => namesIn(part));
		}

		case 'compare': {
			return [expression.left, expression.right].flatMap(part => namesIn(part));
		}

		case 'constant':
		case 'unknown': {
			return [];
		}
	}
}

/** What holds where the comparison does not. */
export const opposites = {'=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>'} as const;

/** As Kconfig would write it. */
export function formatExpression(expression: Expression, inner = false): string {
	switch (expression.kind) {
		case 'symbol': {
			return expression.name;
		}

		case 'constant': {
			return /^[mny]$/.test(expression.value) ? expression.value : `"${expression.value}"`;
		}

		case 'unknown': {
			return expression.text;
		}

		case 'not': {
			return `!${formatExpression(expression.of, true)}`;
		}

		case 'compare': {
			const text = formatExpression(expression.left) + expression.operator + formatExpression(expression.right);
			return inner ? `(${text})` : text;
		}

		case 'and':
		case 'or': {
			const sign = expression.kind === 'and' ? ' && ' : ' || ';
			const text = expression.parts.map(part => formatExpression(part, part.kind !== 'compare')).join(sign);
			return inner ? `(${text})` : text;
		}
	}
}

/** Of an expression that is always the same, whatever the options are: 0 or 2. */
export function constantOf(expression: Expression): 0 | 2 | undefined {
	switch (expression.kind) {
		case 'constant': {
			return ({n: 0, y: 2} as const)[expression.value as 'n'];
		}

		case 'not': {
			const of = constantOf(expression.of);
			return of === undefined ? undefined : (2 - of) as 0 | 2;
		}

		case 'and':
		case 'or': {
			const settled = expression.kind === 'and' ? 0 : 2;
			const parts = expression.parts.map(part => constantOf(part));
			const isSame = parts.every(part => part === 2 - settled);
			return parts.includes(settled) ? settled : (isSame ? (2 - settled) as 0 | 2 : undefined);
		}

		case 'symbol':
		case 'compare':
		case 'unknown': {
			return undefined;
		}
	}
}

const comparisons: ReadonlySet<string> = new Set<Comparison>(['=', '!=', '<', '>', '<=', '>=']);

function readConjunction(cursor: Cursor): Expression {
	return joined('and', readList(cursor, '&&', readNegation))!;
}

function readList(cursor: Cursor, operator: string, readPart: (cursor: Cursor) => Expression): Expression[] {
	const parts = [readPart(cursor)];
	while (takeOperator(cursor, operator)) {
		parts.push(readPart(cursor));
	}

	return parts;
}

function readNegation(cursor: Cursor): Expression {
	if (takeOperator(cursor, '!')) {
		return {kind: 'not', of: readNegation(cursor)};
	}

	if (takeOperator(cursor, '(')) {
		const expression = readExpression(cursor);
		if (!takeOperator(cursor, ')')) {
			throw new SyntaxError('a parenthesis is not closed');
		}

		return expression;
	}

	const left = readOperand(cursor);
	const token = cursor.tokens[cursor.at];
	if (token?.kind !== 'operator' || !comparisons.has(token.value)) {
		return left;
	}

	cursor.at++;
	return {kind: 'compare', operator: token.value as Comparison, left, right: readOperand(cursor)};
}

function takeOperator(cursor: Cursor, operator: string): boolean {
	const token = cursor.tokens[cursor.at];
	if (token?.kind !== 'operator' || token.value !== operator) {
		return false;
	}

	cursor.at++;
	return true;
}
