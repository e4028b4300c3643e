import {chmodSync, copyFileSync, mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/**
A folder that is packed: every file with its mode, whatever the umask is.
@param {string} root is made
@returns {{put: (name: string, text: string | Uint8Array, mode?: number) => void, copy: (name: string, from: string, mode?: number) => void, seal: (time: number) => void}} Names are relative to it.
*/
export function layoutIn(root) {
	const place = name => {
		const file = path.join(root, name);
		mkdirSync(path.dirname(file), {recursive: true});
		return file;
	};

	return {
		put(name, text, mode = 0o644) {
			const file = place(name);
			writeFileSync(file, text);
			chmodSync(file, mode);
		},
		copy(name, from, mode = 0o644) {
			const file = place(name);
			copyFileSync(from, file);
			chmodSync(file, mode);
		},
		/** The last: folders get the time as well. */
		seal(time) {
			for (const name of ['', ...readdirSync(root, {recursive: true})].toReversed()) {
				const file = path.join(root, name);
				utimesSync(file, time, time);
			}
		},
	};
}

/** @returns {string[]} The bundled recipes' file names. */
export const recipeFiles = () => inOrder(readdirSync('recipes').filter(file => file.endsWith('.yaml')));

/** The same on every file system. @param {string[]} names of files @returns {string[]} Sorted. */
export const inOrder = names => names.toSorted((one, other) => one.localeCompare(other, 'en'));
