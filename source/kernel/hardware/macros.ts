import {partnerOf, splitAtCommas, tokenize, withoutComments} from './c-tokens.ts';

/** `#define NAME body` or `#define NAME(parameters) body`. */
export type Macro = {parameters?: readonly string[]; body: readonly string[]};

export type FindMacro = (name: string) => Macro | undefined;

/**
Every `#define` of a text. Of two, as in `#ifdef … #else`, the longer counts: tables are read as if everything were
configured. After `#undef` a name may be given a new meaning; without one it keeps the old.
*/
export function readMacros(text: string): Map<string, Macro> {
	const found = new Map<string, {parameters: string | undefined; body: string; over?: true}>();
	for (const [, verb, name, parameters, body] of text.matchAll(definition)) {
		const known = found.get(name!);
		const isBetter = known?.over ?? body!.length > (known?.body.length ?? -1);
		if (verb === 'define' && isBetter) {
			found.set(name!, {parameters, body: body!});
		} else if (verb === 'undef' && known) {
			known.over = true;
		}
	}

	return new Map(found.entries().map(([name, {parameters, body}]) => [name, lazyMacro(parameters, body)]));
}

const definition = /^[\t ]*#[\t ]*(define|undef)[\t ]+([a-z_]\w*)(\([^()]*\))?((?:[^\n\\]|\\(?:\r?\n)?)*)/gim;

/** Headers define thousands of registers of which a table needs none: the body is looked at when it is used. */
function lazyMacro(parameters: string | undefined, body: string): Macro {
	let tokens: string[] | undefined;
	return {
		...(parameters === undefined ? {} : {
			parameters: tokenize(parameters.slice(1, -1).replaceAll('...', '__VA_ARGS__')).filter(word => word !== ','),
		}),
		get body() {
			tokens ??= tokenize(withoutComments(body).replaceAll(/\\\r?\n/g, ' '));
			return tokens;
		},
	};
}

/** As the preprocessor does it; a macro is not expanded inside itself. */
export function expand(tokens: readonly string[], find: FindMacro, busy: readonly string[] = []): string[] {
	const result: string[] = [];
	for (let index = 0; index < tokens.length; index++) {
		const name = tokens[index]!;
		const macro = /^[a-z_]/i.test(name) && !busy.includes(name) ? find(name) : undefined;
		if (!macro) {
			result.push(name);
		} else if (!macro.parameters) {
			result.push(...expand(paste(macro.body), find, [...busy, name]));
		} else if (tokens[index + 1] === '(') {
			const end = partnerOf(tokens, index + 1);
			const filled = fill(macro, splitAtCommas(tokens.slice(index + 2, end)), part => expand(part, find, busy));
			result.push(...expand(filled, find, [...busy, name]));
			index = end;
		} else {
			result.push(name);
		}
	}

	return result;
}

/**
Puts arguments in the places of parameters. Beside `##` an argument stands as it was written,
elsewhere it is expanded first.
*/
function fill(
	{parameters = [], body}: Macro,
	given: readonly string[][],
	expanded: (tokens: readonly string[]) => string[],
): string[] {
	const values = new Map(parameters.map((name, index) =>
		[name, name === '__VA_ARGS__' ? joinRest(given.slice(index)) : given[index] ?? []]));
	return paste(body.flatMap((word, index) => {
		const value = values.get(word);
		if (!value) {
			return word;
		}

		return body[index - 1] === '##' || body[index + 1] === '##' ? value : expanded(value);
	}));
}

function joinRest(parts: readonly string[][]): string[] {
	return parts.flatMap((part, index) => (index === 0 ? part : [',', ...part]));
}

function paste(tokens: readonly string[]): string[] {
	const result: string[] = [];
	for (let index = 0; index < tokens.length; index++) {
		if (tokens[index] === '##' && result.length > 0 && index + 1 < tokens.length) {
			result.push(result.pop()! + tokens[++index]!);
		} else {
			result.push(tokens[index]!);
		}
	}

	return result;
}
