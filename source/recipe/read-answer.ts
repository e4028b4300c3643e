import type {Field} from './fields.ts';
import {elementOf, isOptional} from './shape.ts';

/** What a person typed, as the value of a field; nothing where the field is left out by that. */
export function readAnswer({kind, schema, choices}: Field, text: string): unknown {
	if (text === '' && isOptional(schema)) {
		return undefined;
	}

	if (kind === 'number') {
		return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
	}

	return kind === 'list' && choices.every(({value}) => value !== text) ? readList(schema, text) : text;
}

/**
Entries are separated by spaces, and by commas where these are not part of an entry, as in the console `ttyS0,115200`.
*/
function readList(schema: Field['schema'], text: string): string[] {
	const element = elementOf(schema);
	return text.replace(/^\[(.*)\]$/, '$1').split(/\s+/).flatMap(entry =>
		element?.safeParse(entry).success ? [entry] : entry.split(',').filter(Boolean));
}
