import {existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync} from 'node:fs';
import {enableCompileCache} from 'node:module';
import path from 'node:path';
import process from 'node:process';

/** As many files as some ten versions of ramstrap leave; each has 40. */
const most = 400;

/**
Node compiles what is imported from now on once, and not at every start (`node:module`, compile cache): a fifth of the
time to the wizard's first frame. What is kept there runs as we do, so nobody else may be able to change the folder, or
to put another in its place; any trouble with it costs only that time.
@param cacheFolder a folder of what can be found out again
*/
export function keepCompiledCode(cacheFolder: string): void {
	// Which lines have run is counted less well in code that was compiled before.
	if (process.env.NODE_V8_COVERAGE !== undefined) {
		return;
	}

	try {
		const above = realpathSync(cacheFolder);
		const folder = path.join(above, 'compiled');
		if (!isSafe(above)) {
			return;
		}

		if (!existsSync(folder)) {
			mkdirSync(folder, {mode: 0o700});
		}

		if (!isOursAlone(folder)) {
			return;
		}

		if (readdirSync(folder, {recursive: true}).length > most) {
			for (const name of readdirSync(folder)) {
				rmSync(path.join(folder, name), {recursive: true});
			}
		}

		enableCompileCache(folder);
	} catch {
		// No cache folder yet, a full or read-only disk.
	}
}

/**
It is ours, and it and all above it can be changed by us and root only; in a folder like /tmp
nobody moves what is another's.
*/
function isSafe(folder: string): boolean {
	const above = path.dirname(folder);
	const {uid, mode} = lstatSync(folder);
	const isClosed = Math.floor(mode / 0o20) % 2 === 0 && Math.floor(mode / 0o2) % 2 === 0;
	const isSticky = Math.floor(mode / 0o1000) % 2 === 1;
	return (uid === process.getuid?.() || uid === 0) && (isClosed || isSticky) && (above === folder || isSafe(above));
}

function isOursAlone(folder: string): boolean {
	const {uid, mode} = lstatSync(folder);
	return uid === process.getuid?.() && mode % 0o100 === 0;
}
