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
		if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			return undefined;
		}

		throw error;
	}

	const parsed = schema.safeParse(valueOf(text));
	if (parsed.success) {
		return parsed.data;
	}

	const where = parsed.error.issues[0]!.path.map(String).join('.');
	throw new UserError(`${file} is damaged: ${where === '' ? 'it does not hold what ramstrap wrote there' : `${JSON.stringify(where)} in it is not what ramstrap writes there`}.`, mend, exitCodes.notReady);
}

function valueOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
