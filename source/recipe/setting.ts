import {parseDocument} from 'yaml';
import type {Path} from './problem.ts';
import {valueOf} from './yaml-text.ts';

/** One `--set a.b=value` of the command line; the value is read as YAML. */
export type Setting = {text: string; path: Path; value: unknown};

export function parseSetting(text: string): Setting | {problem: string} {
	const equals = text.indexOf('=');
	const path = text.slice(0, Math.max(equals, 0)).split('.');
	if (equals < 1 || path.includes('')) {
		return {problem: `--set ${text} does not have the form path=value, such as --set node.memory=256.`};
	}

	const document = parseDocument(text.slice(equals + 1), {prettyErrors: false});
	if (document.errors.length > 0) {
		return {problem: `--set ${text} has a value that is not valid YAML; put the value in quotes.`};
	}

	try {
		return {
			text,
			path: path.map(part => (/^\d{1,3}$/.test(part) ? Number(part) : part)),
			value: valueOf(document, path.at(-1)),
		};
	} catch {
		return {problem: `--set ${text} has a value that is too complicated.`};
	}
}

/** A copy of the recipe with the setting in it; groups that are not there yet are made. */
export function applySetting(
	recipe: unknown,
	{path: [first, ...rest], value}: Pick<Setting, 'path' | 'value'>,
): unknown {
	if (first === undefined) {
		return value;
	}

	const group = typeof recipe === 'object' && recipe !== null ? recipe : (typeof first === 'number' ? [] : {});
	const copy: object = Array.isArray(group) ? [...group as unknown[]] : {...group};
	const before: unknown = Object.hasOwn(group, first) ? Reflect.get(group, first) : undefined;
	// Defined, not assigned: `__proto__` is then a field like any other, and refused as one.
	Object.defineProperty(copy, first, {
		value: applySetting(before, {path: rest, value}),
		enumerable: true,
		configurable: true,
		writable: true,
	});
	return copy;
}

/** A copy that lacks this field, and the group around it when it was alone in there. */
export function removeSetting(value: unknown, [first, ...rest]: readonly string[]): unknown {
	if (typeof value !== 'object' || value === null || first === undefined || !Object.hasOwn(value, first)) {
		return value;
	}

	const inner = rest.length > 0 ? removeSetting(Reflect.get(value, first), rest) : undefined;
	const others = Object.fromEntries(Object.entries(value).filter(([key]) => key !== first));
	return inner === undefined || Object.keys(inner as object).length === 0 ? others : {...others, [first]: inner};
}
