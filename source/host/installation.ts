import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {getAsset, isSea} from 'node:sea';
import {fileURLToPath} from 'node:url';

/** How this very program came to this machine. */
export type Installation = {
	/** Program and first arguments that start it again. */
	self: string[];
	/** Of the bundled recipes. Where the program has them in itself, it is where the package puts them. */
	bundledFolder: string;
	/** Their texts by name, where they lie in the program. */
	bundled?: Readonly<Record<string, string>>;
	/** For a list of what it is: `installed by the package ramstrap`. */
	way: () => string;
};

/** @param module the URL of the program's main module, one folder below its own */
export function readInstallation(module: string, root = '/'): Installation {
	const bundledFolder = fileURLToPath(new URL('../recipes', module));
	if (isSea()) {
		return {
			self: [process.execPath],
			bundledFolder,
			bundled: JSON.parse(getAsset('recipes.json', 'utf8')) as Record<string, string>,
			way: () => isPackaged(process.execPath, root)
				? 'installed by the package ramstrap'
				: `the program ${process.execPath}`,
		};
	}

	const program = fileURLToPath(module);
	return {self: [process.execPath, program], bundledFolder, way: () => wayOf(path.dirname(path.dirname(program)))};
}

/** Dpkg has a list of the files of each package that it installed. */
function isPackaged(program: string, root: string): boolean {
	const list = path.join(root, 'var/lib/dpkg/info/ramstrap.list');
	return existsSync(list) && readFileSync(list, 'utf8').split('\n').includes(program);
}

function wayOf(folder: string): string {
	const isCheckout = existsSync(path.join(folder, 'source'));
	return isCheckout ? `the checkout ${folder}` : `the npm package in ${folder}`;
}
