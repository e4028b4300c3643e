import {existsSync, lstatSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {enableCompileCache} from 'node:module';
import path from 'node:path';
import process from 'node:process';

/** As many files as some ten versions of ramstrap leave; each has 40. */
const most = 400;

/**
Node compiles what is imported from now on once, and not at every start (`node:module`, compile cache): a fifth of the time to
the wizard's first frame. What is kept there runs as we do, so the folder has to be ours alone; any trouble with it costs only
that time.
@param cacheFolder a folder of what can be found out again
*/
export function keepCompiledCode(cacheFolder: string): void {
	const folder = path.join(cacheFolder, 'compiled');
	try {
		if (!existsSync(folder)) {
			mkdirSync(folder, {mode: 0o700});
		}

		if (!isOursAlone(folder)) {
			return;
		}

		if (readdirSync(folder, {recursive: true}).length > most) {
			rmSync(folder, {recursive: true});
		}

		enableCompileCache(folder);
	} catch {
		// No cache folder yet, a full or read-only disk, a home that is somebody else's.
	}
}

function isOursAlone(folder: string): boolean {
	const {uid, mode} = lstatSync(folder);
	return uid === process.getuid?.() && mode % 0o100 === 0;
}
