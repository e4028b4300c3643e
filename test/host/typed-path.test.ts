import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {aboutPath, completePath} from '../../source/host/typed-path.ts';
import {temporaryFolder} from '../journeys/program.ts';

function folderWith(...names: string[]): string {
	const folder = temporaryFolder();
	for (const name of names) {
		if (name.endsWith('/')) {
			mkdirSync(path.join(folder, name));
		} else {
			writeFileSync(path.join(folder, name), 'x'.repeat(1000));
		}
	}

	return folder;
}

test('a path is completed as far as it is the only way, folders with their stroke, links too', () => {
	const folder = folderWith('kernel.config', 'kernels/', 'image.tar', '.hidden', 'a b');
	symlinkSync('kernels', path.join(folder, 'linked'));
	const complete = (text: string, kind: 'path' | 'paths' = 'path') => completePath(text, kind, folder);
	expect(complete('k')).toEqual({text: 'kernel', choices: ['kernel.config', 'kernels/']});
	expect(complete('kernels')).toEqual({text: 'kernels/', choices: []});
	expect(complete(`${folder}/im`)).toEqual({text: `${folder}/image.tar`, choices: []});
	expect(complete('./l').text).toBe('./linked/');
	expect(complete('.h').text).toBe('.hidden');
	expect(complete('').choices).not.toContain('.hidden');
	expect(complete('a').text).toBe('a b');
	expect(complete('none/x')).toEqual({text: 'none/x', choices: []});
	expect(complete('first.pub im', 'paths').text).toBe('first.pub image.tar');
	expect(complete('a', 'paths').text).toBe('a');
	expect(complete('nothing')).toEqual({text: 'nothing', choices: []});
});

test('names that no recipe can hold are not offered', () => {
	const folder = folderWith('good', 'go\nod', 'go\u{1B}[31m');
	expect(completePath('go', 'path', folder)).toEqual({text: 'good', choices: []});
});

test('says what is there', () => {
	const folder = folderWith('file', 'folder/');
	const about = (text: string, kind: 'path' | 'paths' = 'path') => aboutPath(text, kind, folder);
	expect(about('file')).toBe('a file of 1.0 kB');
	expect(about('folder')).toBe('a folder');
	expect(about('not/there')).toBe('! does not exist');
	expect(about('')).toBe('');
	expect(about('file folder', 'paths')).toBe('a folder');
	expect(about('file ', 'paths')).toBe('');
});

test.each(['x'.repeat(5000), 'file/below', 'nul\0', '/proc/1/root/'.repeat(300)])('whatever is typed is answered', text => {
	const folder = folderWith('file');
	chmodSync(folder, 0o700);
	expect(aboutPath(text, 'path', folder)).toBe('! does not exist');
	expect(completePath(text, 'path', folder).choices).toEqual([]);
});
