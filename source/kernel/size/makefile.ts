/** What a makefile set: a variable's name → its text. `obj-$(CONFIG_E1000E)` is there as `obj-m`, `obj-y` or `obj-`. */
export type Variables = Map<string, string>;

/**
Reads the assignments and conditions of a kernel's makefile, as far as these files use the language: no rules, no
commands, and no function that looks at the machine. What is asked of the machine is taken as empty.
@param given what is set before it is read: `CONFIG_PCI` → `y`, `SRCARCH` → `x86`
@param include the text of another makefile by its path in the tree
*/
export function readMakefile(
	text: string,
	given: (name: string) => string | undefined,
	include: (file: string) => string | undefined = () => undefined,
): Variables {
	const variables: Variables = new Map();
	const macros = new Map<string, string>();
	const conditions: Condition[] = [];
	const effort: Effort = {depth: 0, left: mostCharacters};
	const read = (lines: string, depth: number): void => {
		const scope: Scope = {
			valueOf: name => variables.get(name) ?? given(name) ?? '',
			textOf: name => macros.get(name) ?? '',
			effort,
			read(inner) {
				if (depth < deepest) {
					read(inner, depth + 1);
				}
			},
		};
		effort.left -= lines.length;
		for (const line of effort.left < 0 ? [] : keepMacros(joinLines(lines), macros)) {
			const {word, rest} = firstWord(line);
			if (isCondition(word)) {
				enter(conditions, {word, rest}, scope);
			} else if (conditions.every(({isMet}) => isMet)) {
				take({word, rest}, {scope, variables, include});
			}
		}
	};

	read(text, 0);
	return variables;
}

/** A line that says what to do: `ifdef CONFIG_PCI`. Without such a word all of it is `rest`. */
type Line = {word: string; rest: string};

function firstWord(line: string): Line {
	const word = /^(?:else|endif|ifn?def|ifn?eq|-?include|export|override)\b/.exec(line)?.[0] ?? '';
	return {word, rest: line.slice(word.length).trimStart()};
}

type Around = {scope: Scope; variables: Variables; include: (file: string) => string | undefined};

function take({word, rest}: Line, {scope, variables, include}: Around): void {
	if (word.endsWith('include')) {
		for (const file of wordsIn(expand(rest, scope))) {
			scope.read(include(file) ?? '');
		}
	} else if (rest.startsWith('$(')) {
		expand(rest, scope);
	} else {
		assign(rest, variables, scope);
	}
}

/** What a name stands for, what a macro is made of, and how lines that a macro makes are read. */
type Scope = {
	valueOf: (name: string) => string;
	textOf: (macro: string) => string;
	effort: Effort;
	read: (lines: string) => void;
};

/** So that a makefile which never ends, or grows without end, ends: what is beyond is empty. */
type Effort = {depth: number; left: number};

const mostCharacters = 5_000_000;
const mostNested = 100;

/** Takes `define … endef` out. @returns the other lines */
function keepMacros(lines: readonly string[], macros: Map<string, string>): string[] {
	const others: string[] = [];
	let name: string | undefined;
	for (const line of lines) {
		const [word, named] = line.split(/[\t ]+/, 2);
		if (word === 'define') {
			name = named ?? '';
			macros.set(name, '');
		} else if (word === 'endef') {
			name = undefined;
		} else if (name === undefined) {
			others.push(line);
		} else {
			macros.set(name, `${macros.get(name)!}${line}\n`);
		}
	}

	return others;
}

/** How far makefiles include each other, or themselves. */
const deepest = 8;

export const wordsIn = (text: string): string[] => text.split(/\s+/).filter(Boolean);

function joinLines(text: string): string[] {
	const joined = text.replaceAll(/\\\r?\n/g, ' ');
	return joined.split('\n').map(line => line.replace(/(^|[^\\])#.*/, '$1').trim());
}

/** `isMet`: what is read now counts. `wasMet`: one of its branches was taken. */
type Condition = {isMet: boolean; wasMet: boolean};

const isCondition = (word: string): boolean => /^(?:else|endif|ifn?def|ifn?eq)$/.test(word);

function enter(conditions: Condition[], {word, rest}: Line, scope: Scope): void {
	if (word === 'endif') {
		conditions.pop();
	} else if (word === 'else') {
		const last = conditions.at(-1);
		const inner = firstWord(rest);
		if (last) {
			last.isMet = !last.wasMet && (inner.word === '' || holds(inner, scope));
			last.wasMet ||= last.isMet;
		}
	} else {
		const isMet = holds({word, rest}, scope);
		conditions.push({isMet, wasMet: isMet});
	}
}

function holds({word, rest}: Line, scope: Scope): boolean {
	const isEqual = word.endsWith('def') ? scope.valueOf(expand(rest, scope).trim()) === '' : isSame(rest, scope);
	return word === 'ifdef' || word === 'ifneq' ? !isEqual : isEqual;
}

/** `(a,b)`, `"a" "b"` and `'a' 'b'`. */
function isSame(rest: string, scope: Scope): boolean {
	const quoted = /^(["'])(.*?)\1[\t ]*(["'])(.*?)\3/.exec(rest);
	if (quoted) {
		return expand(quoted[2]!, scope) === expand(quoted[4]!, scope);
	}

	const [one = '', ...others] = splitArguments(rest.trim().replace(/^\(/, '').replace(/\)$/, ''));
	return expand(one, scope).trim() === expand(others.join(','), scope).trim();
}

function assign(line: string, variables: Variables, scope: Scope): void {
	const found = /\+=|\?=|::?=|=/.exec(line);
	const [operator] = found ?? [''];
	const index = found?.index ?? 0;
	const name = operator === '' ? '' : expand(line.slice(0, index), scope).trim();
	if (!/^[\w\-.]+$/.test(name) || (operator === '?=' && scope.valueOf(name) !== '')) {
		return;
	}

	const value = expand(line.slice(index + operator.length), scope).trim();
	variables.set(name, operator === '+=' ? `${variables.get(name) ?? ''} ${value}` : value);
}

/** A text with its `$(…)` replaced. */
function expand(text: string, scope: Scope): string {
	const {effort} = scope;
	if (!text.includes('$') || effort.depth === mostNested || effort.left < 0) {
		return effort.left < 0 ? '' : text;
	}

	effort.depth++;
	let result = '';
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '$' && (text[at + 1] === '(' || text[at + 1] === '{')) {
			const end = closing(text, at + 1);
			result += expandOne(text.slice(at + 2, end), scope);
			at = end;
			if (result.length > effort.left) {
				effort.left = -1;
				return '';
			}
		} else {
			result += text[at];
		}
	}

	effort.depth--;
	effort.left -= text.length + result.length;
	return result;
}

function closing(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length; at++) {
		depth += '({'.includes(text[at]!) ? 1 : (')}'.includes(text[at]!) ? -1 : 0);
		if (depth === 0) {
			return at;
		}
	}

	return text.length;
}

function splitArguments(text: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const character of text) {
		depth += character === '(' ? 1 : (character === ')' ? -1 : 0);
		if (character === ',' && depth === 0) {
			parts.push('');
		} else {
			parts[parts.length - 1] += character;
		}
	}

	return parts;
}

function expandOne(inner: string, scope: Scope): string {
	const name = /^[-a-z]+(?=[\t ])/.exec(inner)?.[0];
	if (name !== undefined) {
		const parts = splitArguments(inner.slice(name.length).trimStart());
		if (Object.hasOwn(callers, name)) {
			return callers[name]!(parts, scope);
		}

		return Object.hasOwn(functions, name) ? functions[name]!(parts.map(part => expand(part, scope))) : '';
	}

	const [, variable, from, to] = /^([^:]+):([^=]*)=(.*)$/.exec(inner) ?? [];
	return variable === undefined
		? scope.valueOf(expand(inner, scope).trim())
		: substitute(`%${expand(from!, scope)}`, `%${expand(to!, scope)}`, scope.valueOf(expand(variable, scope)));
}

/** Functions that expand their arguments themselves. */
const callers: Record<string, (parts: string[], scope: Scope) => string> = {
	foreach([name = '', list = '', ...text], scope) {
		const inner = (word: string): string => expand(text.join(','), bound(scope, {[name.trim()]: word}));
		return wordsIn(expand(list, scope)).map(word => inner(word)).join(' ');
	},
	call([macro = '', ...parts], scope) {
		const given = Object.fromEntries(parts.map((part, index) => [index + 1, expand(part, scope)]));
		return expand(scope.textOf(macro.trim()), bound(scope, given));
	},
	eval(parts, scope) {
		scope.read(expand(parts.join(','), scope));
		return '';
	},
};

function bound(scope: Scope, names: Record<string, string>): Scope {
	return {...scope, valueOf: name => names[name] ?? scope.valueOf(name)};
}

/** The functions that say which objects there are. */
const functions: Record<string, (texts: string[]) => string> = {
	subst: ([from = '', to = '', text = '']) => from === '' ? text : text.replaceAll(from, () => to),
	patsubst: ([from = '', to = '', text = '']) => substitute(from.trim(), to.trim(), text),
	addprefix: ([prefix = '', text = '']) => wordsIn(text).map(word => prefix.trim() + word).join(' '),
	addsuffix: ([suffix = '', text = '']) => wordsIn(text).map(word => word + suffix.trim()).join(' '),
	filter: ([patterns = '', text = '']) => filter(patterns, text, true),
	'filter-out': ([patterns = '', text = '']) => filter(patterns, text, false),
	strip: ([text = '']) => wordsIn(text).join(' '),
	sort: ([text = '']) => [...new Set(wordsIn(text))].toSorted().join(' '),
	basename: ([text = '']) => wordsIn(text).map(word => word.replace(/\.[^./]*$/, '')).join(' '),
	if: ([condition = '', yes = '', no = '']) => condition.trim() === '' ? no : yes,
	or: texts => texts.find(text => text.trim() !== '') ?? '',
	and: texts => texts.every(text => text.trim() !== '') ? texts.at(-1) ?? '' : '',
};

function filter(patterns: string, text: string, isWanted: boolean): string {
	const matchers = wordsIn(patterns).map(pattern => matcherOf(pattern));
	return wordsIn(text).filter(word => matchers.some(matcher => matcher(word) !== undefined) === isWanted).join(' ');
}

/** What a `%` of the pattern stands for, where it fits. */
function matcherOf(pattern: string): (word: string) => string | undefined {
	const [before = '', after] = pattern.split('%', 2);
	return word => {
		if (after === undefined) {
			return word === pattern ? '' : undefined;
		}

		const fits = word.length >= before.length + after.length && word.startsWith(before) && word.endsWith(after);
		return fits ? word.slice(before.length, word.length - after.length) : undefined;
	};
}

function substitute(from: string, to: string, text: string): string {
	const stem = matcherOf(from);
	return wordsIn(text).map(word => {
		const found = stem(word);
		return found === undefined ? word : to.replace('%', () => found);
	}).join(' ');
}
