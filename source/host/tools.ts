import {access, constants, stat} from 'node:fs/promises';
import path from 'node:path';
import {optionalToolNames, toolNames, type Facts} from './types.ts';

/**
Absolute path of each tool that is there. Ordinary users of Debian have no sbin in their PATH, so we look there anyway.
*/
export async function findTools(searchPath: string): Promise<Facts['tools']> {
	const found = await Promise.all(
		[...toolNames, ...optionalToolNames].map(async name => [name, await findProgram(name, searchPath)] as const),
	);
	return Object.fromEntries(found.filter(([, file]) => file));
}

export async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
	const folders = new Set([
		...searchPath.split(':').filter(folder => path.isAbsolute(folder)),
		'/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin',
	]);
	const candidates = await Promise.all([...folders].map(async folder => executable(path.join(folder, name))));
	return candidates.find(Boolean);
}

async function executable(file: string): Promise<string | undefined> {
	try {
		await access(file, constants.X_OK);
		return (await stat(file)).isFile() ? file : undefined;
	} catch {
		return undefined;
	}
}
