import {chmodSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import {act} from '../../source/commands/wizard-act.ts';
import type {Context} from '../../source/context.ts';
import {draftStore} from '../../source/draft-store.ts';
import {Cancelled, exitCodes} from '../../source/errors.ts';
import {newestFile} from '../../source/files/newest-file.ts';
import {foldersFrom} from '../../source/paths.ts';
import type {Terminal} from '../../source/wizard/on-screen.tsx';
import {temporaryFolder} from '../journeys/program.ts';

function world({env = {}, isStopped = false}: {env?: NodeJS.ProcessEnv; isStopped?: boolean} = {}) {
	const home = temporaryFolder();
	const folders = foldersFrom({RAMSTRAP_HOME: home});
	mkdirSync(folders.recipes, {recursive: true});
	writeFileSync(path.join(folders.recipes, 'attic.yaml'), '# attic: what stands in the attic\nversion: 1\nname: attic\nstrategy: busybox-initramfs\n');
	const said: string[] = [];
	const context = {
		folders,
		recipes: {bundledFolder: path.resolve('recipes'), savedFolder: folders.recipes},
		out(line: string) {
			said.push(line);
		},
		signal: new AbortController().signal,
		interruptible: async (work: (context: Context) => Promise<unknown>) => isStopped ? undefined : work(context),
	} as unknown as Context;
	const terminal = {stdin: process.stdin, stdout: process.stdout, env} as Terminal;
	return {home, folders, said, file: (name: string) => path.join(folders.recipes, `${name}.yaml`), context: {context, terminal, drafts: draftStore(folders.recipes)}};
}

const editor = (lines: string): string => {
	const file = path.join(temporaryFolder(), 'ed it.sh');
	writeFileSync(file, `#!/bin/sh\n${lines}\n`);
	chmodSync(file, 0o755);
	return `'${file}'`;
};

test('copies, renames and deletes, and says so in a note', async () => {
	const {context, file} = world();
	expect(await act({do: 'copy', name: 'attic', to: 'loft'}, context)).toMatchObject({note: {title: 'Copied'}, name: 'loft'});
	expect(readFileSync(file('loft'), 'utf8')).toContain('# loft: what stands in the attic');
	expect(await act({do: 'rename', name: 'loft', to: 'cellar'}, context)).toMatchObject({note: {title: 'Renamed'}, name: 'cellar'});
	expect(existsSync(file('loft'))).toBe(false);
	expect(await act({do: 'copy', name: 'attic', to: 'cellar'}, context)).toMatchObject({note: {title: '! Not copied', text: expect.stringContaining('already the name of a saved recipe') as string}});
	expect(await act({do: 'remove', name: 'cellar'}, context)).toMatchObject({note: {title: 'Deleted'}});
	expect(existsSync(file('cellar'))).toBe(false);
});

test('the user\'s editor, with its options and blanks; what is no recipe afterwards is told with its line', async () => {
	const {context, file} = world({env: {VISUAL: '', EDITOR: `${editor('test "$1" = --wait && echo "# noted" >> "$2"')} --wait`}});
	expect(await act({do: 'edit', name: 'attic'}, context)).toMatchObject({note: {title: 'Edited'}, name: 'attic'});
	expect(readFileSync(file('attic'), 'utf8')).toContain('# noted');
	const broken = world({env: {VISUAL: editor('echo "strategie: x" >> "$1"')}});
	expect(await act({do: 'edit', name: 'attic'}, broken.context)).toMatchObject({note: {title: '! Editing ended with a problem', text: expect.stringMatching(/attic\.yaml:5: strategie/) as string}});
	const failing = world({env: {EDITOR: 'false'}});
	expect(await act({do: 'edit', name: 'attic'}, failing.context)).toMatchObject({note: {text: expect.stringContaining('The editor false failed.') as string}});
});

test('what fails is said on the ordinary screen and kept for the next one, with its exit code and how to do it again', async () => {
	const {context, said} = world();
	const after = await act({do: 'status', name: 'attic'}, context);
	expect(after).toMatchObject({done: {headline: 'Nothing is known of attic.', exitCode: exitCodes.invalid, why: 'attic has no published version.', log: undefined}});
	expect(said.join('\n')).toContain('attic has no published version');
	expect(said.at(-1)).toBe('Run again: ramstrap status attic');
	expect('done' in after && after.done.lines.join('\n')).toContain('attic has no published version');
});

test('Ctrl-C leads back; what is asked of the whole program does not', async () => {
	const {context} = world({isStopped: true});
	expect(await act({do: 'run', name: 'attic'}, context)).toMatchObject({done: {headline: 'Stopped. Finished steps are kept.', exitCode: exitCodes.interrupted}});
	const stopped = world();
	stopped.context.context.recipes = {get bundledFolder(): string {
		throw new Cancelled('SIGTERM');
	}, savedFolder: ''};
	await expect(act({do: 'run', name: 'none'}, stopped.context)).rejects.toThrow(Cancelled);
});

test('the newest log, however deep; none of another ending, or where there is no folder', () => {
	const folder = temporaryFolder();
	const write = (name: string, seconds: number) => {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), '');
		utimesSync(path.join(folder, name), seconds, seconds);
	};

	write('old.log', 100);
	write('deep/er/new.log', 300);
	write('newer.txt', 400);
	write('one.log', 200);
	expect(newestFile(folder, '.log')).toBe(path.join(folder, 'deep/er/new.log'));
	expect(newestFile(folder, '.none')).toBeUndefined();
	expect(newestFile(path.join(folder, 'none'), '.log')).toBeUndefined();
});
