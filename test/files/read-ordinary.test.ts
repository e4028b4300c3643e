import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {readDevices} from '../../source/run/built/kernel-hardware.ts';
import {readOrdinary} from '../../source/files/read-ordinary.ts';
import {adoptedFile, withAdopted} from '../../source/host/adopted-nodes.ts';
import {readKernelConfig} from '../../source/host/kernel-config.ts';
import {readNodeContent} from '../../source/host/node-content.ts';
import {recipeFacts} from '../../source/host/recipe-facts.ts';
import {listRecipes, readRecipeFile} from '../../source/host/recipe-files.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {recipeWith} from '../recipe/recipe.ts';
import {debianFacts} from '../sample.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-ordinary-'));
const at = (name: string) => path.join(folder, name);
const server = createServer();

beforeAll(async () => {
	execFileSync('mkfifo', [at('fifo'), at('fifo.yaml')]);
	writeFileSync(at('sparse'), '');
	truncateSync(at('sparse'), 2 * 1024 ** 4);
	mkdirSync(at('nodes'));
	execFileSync('mkfifo', [adoptedFile(folder, 'rambox')]);
	await new Promise<void>(resolve => {
		server.listen(at('socket'), resolve);
	});
});

afterAll(() => {
	server.close();
	rmSync(folder, {recursive: true});
});

const strange: Array<[string, string]> = [['/dev/zero', 'is a device, not a regular file.'], ['/dev/null', 'is a device, not a regular file.'], [at('fifo'), 'is a pipe, not a regular file.'], [at('socket'), 'is a socket, not a regular file.']];

describe('what has no end or no beginning is refused at once', () => {
	test.each(strange)('%s', async (file, sentence) => {
		expect(() => readOrdinary(file, {most: 10})).toThrow(`${file} ${sentence}`);
		await expect(readKernelConfig(file)).rejects.toMatchObject({message: `${file} ${sentence}`, exitCode: 2});
		await expect(readRecipeFile(file, {bundledFolder: folder, savedFolder: folder})).rejects.toMatchObject({message: `${file} ${sentence}`, exitCode: 2});
		await expect(readDevices(file)).rejects.toMatchObject({message: `--hardware names ${file}, which ${sentence}`, exitCode: 2});
		expect(() => readNodeContent(recipeWith({nodes: [{mac: '52:54:00:00:00:01', keys: [file]}]}))).toThrow(`nodes[0].keys names ${file}, which ${sentence}`);
	});

	test.each(strange)('%s, whatever field of a recipe names it', (file, sentence) => {
		const facts = (fields: Partial<RecipeInput>) => () => recipeFacts(recipeWith(fields), debianFacts, folder);
		expect(facts({node: {keys: [at('nowhere'), file]}})).toThrow(`node.keys names ${file}, which ${sentence}`);
		expect(facts({tree: {from: 'archive', path: file, files: file}})).toThrow(`tree.path is ${file}, which ${sentence}\ntree.files is ${file}, which ${sentence}`);
		expect(facts({tree: {from: 'disk-image', path: file}})).toThrow(`tree.path is ${file}, which ${sentence}`);
		expect(facts({kernel: {from: 'build', source: {path: file}, fragment: file}})).toThrow(`kernel.source.path is ${file}, which ${sentence}\nkernel.fragment is ${file}, which ${sentence}`);
		expect(facts({nodes: [{mac: '52:54:00:00:00:01', files: file, keys: [file]}]})).toThrow(`nodes[0].keys names ${file}, which ${sentence}\nnodes[0].files is ${file}, which ${sentence}`);
	});

	test('a pipe among the saved recipes, and one in place of the adopted machines', async () => {
		expect(await listRecipes({bundledFolder: folder, savedFolder: '/nowhere'})).toMatchObject([{name: 'fifo',
			problem: `${at('fifo.yaml')} is a pipe, not a regular file.`}]);
		await expect(withAdopted(recipeWith(), folder)).rejects.toThrow(`${adoptedFile(folder, 'rambox')} is a pipe, not a regular file.`);
	});
});

test('of a file without end no more is read than makes sense', async () => {
	expect(() => readOrdinary(at('sparse'), {most: 1024 ** 2})).toThrow(`${at('sparse')} is larger than 1 MiB, so it is probably the wrong file.`);
	await expect(readDevices(at('sparse'))).rejects.toThrow('is larger than 16 MiB');
	expect(spawnSync('sh', ['source/steps/system/check-keys.sh', at('sparse')], {encoding: 'utf8', timeout: 5000})).toMatchObject({status: 1,
		stderr: `node.keys names ${at('sparse')}, which is larger than 1 MiB, so it is probably the wrong file\n`});
});

test('what is read is what is there, also of the kernel\'s files without a size, and of what is open already', () => {
	writeFileSync(at('plain'), 'ä\0b'.repeat(50_000));
	expect(readOrdinary(at('plain'), {most: 1024 ** 2}).toString()).toBe('ä\0b'.repeat(50_000));
	expect(readOrdinary('/proc/self/status', {most: 1024 ** 2}).toString()).toContain('Pid:');
	const program = at('read.mjs');
	writeFileSync(program, [`import {readOrdinary} from ${JSON.stringify(path.resolve('source/files/read-ordinary.ts'))};`, 'try {', '\tconsole.log(readOrdinary(process.argv[2], {most: 100}).toString());', '} catch (error) {', '\tconsole.log(error.message);', '}', ''].join('\n'));
	const read = (script: string) => execFileSync('bash', ['-c', script, process.execPath, program], {encoding: 'utf8', timeout: 20_000});
	expect(read('printf lspci | "$0" "$1" /dev/stdin')).toBe('lspci\n');
	expect(read('"$0" "$1" <(printf lsmod)')).toBe('lsmod\n');
	expect(read('head -c 200 /dev/zero | "$0" "$1" /dev/stdin')).toContain('/dev/stdin is larger than');
});
