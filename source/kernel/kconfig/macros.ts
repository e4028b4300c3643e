import {UserError} from '../../errors.ts';

/** Stands in expanded text for what only a shell could tell. No Kconfig file contains it. */
export const unknownMark = '\0';

/** What a command writes to its standard output. */
export type Shell = (command: string) => string;

export type Macros = {
	variables: Map<string, {body: string; simple: boolean}>;
	environment: Readonly<Record<string, string>>;
	/** How many macros may still be expanded: a few lines could ask for more than there is time for. */
	left: number;
	/** What a command of `$(shell,…)` says; without it, none is run. */
	shell?: Shell;
	/** Where the reader is: `$(filename)`, `$(lineno)` and every complaint. */
	place: {file: string; line: number};
};

/**
The text with every `$(…)` replaced, after Documentation/kbuild/kconfig-macro-language.rst. Where nothing may run
commands, `$(shell,…)` and whatever is made of it is unknown.
*/
export function expand(macros: Macros, text: string, values: readonly string[] = [], depth = 0): string {
	let result = '';
	let from = 0;
	for (let open = text.indexOf('$('); open !== -1; open = text.indexOf('$(', from)) {
		const close = closingParenthesis(text, open + 1);
		if (close === -1) {
			throw unreadable(macros, `"${text.trim()}" lacks a closing parenthesis`);
		}

		result += text.slice(from, open) + call(macros, text.slice(open + 2, close), values, depth);
		from = close + 1;
	}

	return result + text.slice(from);
}

/** `name = …` is expanded whenever it is used, `name := …` at once; `+=` goes on as the variable began. */
export function assign(macros: Macros, name: string, operator: string, text: string): void {
	const known = macros.variables.get(name);
	const simple = operator === ':=' || (operator === '+=' && known?.simple === true);
	const body = simple ? expand(macros, text) : text;
	macros.variables.set(name, {body: operator === '+=' && known ? `${known.body} ${body}` : body, simple});
}

/** Index of the parenthesis that closes the one at `open`, or -1. */
export function closingParenthesis(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length; at++) {
		if (text[at] === '(') {
			depth++;
		} else if (text[at] === ')') {
			depth--;
			if (depth === 0) {
				return at;
			}
		}
	}

	return -1;
}

export function unreadable({place}: Macros, what: string): UserError {
	return new UserError(`${place.file}:${place.line} cannot be read: ${what}.`);
}

function call(macros: Macros, text: string, outer: readonly string[], depth: number): string {
	if (depth > 100) {
		throw unreadable(macros, `$(${text}) expands to itself`);
	}

	if (macros.left-- === 0) {
		throw unreadable(macros, 'its macros expand to more than a million others');
	}

	const [name = '', ...values] = splitAtCommas(text).map(part => expand(macros, part, outer, depth + 1));
	const variable = macros.variables.get(name);
	if (variable) {
		return variable.simple ? variable.body : expand(macros, variable.body, values, depth + 1);
	}

	if (/^\d+$/.test(name)) {
		return outer[Number(name) - 1] ?? '';
	}

	return builtIn(macros, name, values)
		?? (values.length > 0 || name.includes(unknownMark) ? unknownMark : macros.environment[name] ?? '');
}

function builtIn(macros: Macros, name: string, values: readonly string[]): string | undefined {
	switch (name) {
		case 'info':
		case 'warning-if': {
			return '';
		}

		case 'error-if': {
			if (values[0]?.trim() === 'y') {
				throw unreadable(macros, values[1]?.trim() ?? 'the kernel\'s own $(error) stopped it');
			}

			return '';
		}

		case 'shell': {
			return macros.shell && inOneLine(macros.shell(values.join(',')));
		}

		case 'filename': {
			return macros.place.file;
		}

		case 'lineno': {
			return String(macros.place.line);
		}

		default: {
			return undefined;
		}
	}
}

/** The kernel's own reader takes 4,095 bytes, and no empty lines at the end. */
function inOneLine(text: string): string {
	const lines = text.slice(0, 4095).split('\n');
	return lines.slice(0, lines.findLastIndex(line => line !== '') + 1).join(' ');
}

/** Commas within inner parentheses do not separate. */
function splitAtCommas(text: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let from = 0;
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '(') {
			depth++;
		} else if (text[at] === ')') {
			depth--;
		} else if (depth === 0 && text[at] === ',') {
			parts.push(text.slice(from, at));
			from = at + 1;
		}
	}

	return [...parts, text.slice(from)];
}
