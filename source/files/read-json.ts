import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import type * as z from 'zod';
import {exitCodes, UserError} from '../errors.ts';

/**
What a file that ramstrap wrote holds; nothing where there is none.
@param mend the next things to do where it is damaged
@throws UserError (exit 3) for a file that is damaged: cut short, changed by hand, written by another program
*/
export async function readJson<T>(file: string, schema: z.ZodType<T>, mend: readonly string[]): Promise<T | undefined> {
	let text;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		throwUnlessGone(error);
		return undefined;
	}

	return parseJson(text, file, schema, mend);
}

/** The same at once, for what is asked in the middle of drawing. */
export function readJsonSync<T>(file: string, schema: z.ZodType<T>, mend: readonly string[]): T | undefined {
	let text;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throwUnlessGone(error);
		return undefined;
	}

	return parseJson(text, file, schema, mend);
}

/** What can be found out or made again: nothing also where the file is damaged or cannot be read. */
export function readNote<T>(file: string, schema: z.ZodType<T>): T | undefined {
	try {
		return readJsonSync(file, schema, []);
	} catch {
		return undefined;
	}
}

function throwUnlessGone(error: unknown): void {
	if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
		throw error;
	}
}

function parseJson<T>(text: string, file: string, schema: z.ZodType<T>, mend: readonly string[]): T {
	const parsed = schema.safeParse(valueOf(text));
	if (parsed.success) {
		return parsed.data;
	}

	const where = placeOf(parsed.error.issues[0]!);
	const what = where === ''
		? 'is damaged: its content is not what ramstrap wrote'
		: `is damaged, or a newer ramstrap wrote it: ${JSON.stringify(where)} in it is not what this one writes`;
	throw new UserError(`${file} ${what}.`, mend, exitCodes.notReady);
}

function placeOf(issue: z.core.$ZodIssue): string {
	const below = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
	return [...issue.path, ...below].map(String).join('.');
}

function valueOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
