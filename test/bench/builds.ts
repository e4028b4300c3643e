import {chmod, copyFile, mkdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {documentInit, documentWays, formatCommands, type DocumentParts, type DocumentWay} from './documents.ts';
import type {Home} from './home.ts';
import type {Trial} from './measure.ts';
import {furnish, runSteps, type OurWay} from './ours.ts';

/** What a way gave once. */
export type Built = {seconds: number; bytes: number};

/** The tree unpacked for the documents' commands, and what it is. */
export type Tree = {path: string; mib: number; entries: number};

export async function unpackTree({tmpfs}: Home, folder: string, signal: AbortSignal): Promise<Tree> {
	const tree = path.join(folder, 'tree');
	await mkdir(tree);
	await execa('tar', ['-x', '-p', '--numeric-owner', '--xattrs', '--xattrs-include=*', '-f', path.join(tmpfs, 'root/root.tar'), '-C', tree], {cancelSignal: signal});
	const {stdout} = await execa('du', ['-s', '-m', tree]);
	const names = await readFile(path.join(tmpfs, 'root/names.txt'), 'utf8');
	return {path: tree, mib: Number.parseInt(stdout, 10), entries: names.trimEnd().split('\n').length};
}

/** The documents' commands, each to be tried in the same folder, which holds what the documents say was there before. */
export async function documentTrials({tmpfs}: Home, tree: Tree, {folder, signal}: {folder: string; signal: AbortSignal}): Promise<Array<{way: DocumentWay; trial: Trial<Built>}>> {
	await mkdir(path.join(folder, 'initramfs/bin'), {recursive: true});
	await mkdir(path.join(folder, 'ramdisk.dir'));
	await copyFile(path.join(tmpfs, 'busybox/busybox'), path.join(folder, 'initramfs/bin/busybox'));
	await chmod(path.join(folder, 'initramfs/bin/busybox'), 0o755);
	await writeFile(path.join(folder, 'initramfs/init'), documentInit, {mode: 0o755});
	const parts: DocumentParts = {folder, tree: tree.path, treeMiB: tree.mib, ...await loopOr(folder, tree, signal)};
	return documentWays(parts).map(way => ({way, trial: {name: `document ${way.id}`, run: async () => runDocument(way, {folder, signal})}}));
}

/** Without root or without loop devices the image is filled beforehand, which nobody times. */
async function loopOr(folder: string, tree: Tree, signal: AbortSignal): Promise<Pick<DocumentParts, 'noLoop'>> {
	const trial = 'truncate -s 4M loop.trial && mkfs.ext2 -q loop.trial && mount -o loop -t ext2 loop.trial ramdisk.dir && umount ramdisk.dir';
	const {failed, stderr} = await execa('unshare', ['-m', 'sh', '-c', trial], {cwd: folder, reject: false, stdin: 'ignore', cancelSignal: signal});
	await rm(path.join(folder, 'loop.trial'), {force: true});
	if (!failed) {
		return {};
	}

	const filled = path.join(folder, 'filled.ext2');
	await execa('mke2fs', ['-q', '-t', 'ext2', '-b', '4096', '-m', '0', '-d', tree.path, filled, `${tree.mib + 200}M`], {cancelSignal: signal});
	return {noLoop: {because: stderr.trim().split('\n').at(-1) ?? 'no loop device', filled}};
}

async function runDocument(way: DocumentWay, {folder, signal}: {folder: string; signal: AbortSignal}): Promise<Built> {
	const log = path.join(folder, `${way.id}.log`);
	const argv = [...(way.mounts ? ['unshare', '-m'] : []), 'bash', '-c', formatCommands(way)];
	await settle();
	const started = performance.now();
	const {failed, exitCode} = await execa(argv[0]!, argv.slice(1), {
		reject: false, stdin: 'ignore', stdout: 'ignore', stderr: {file: log}, env: {PATH: `${process.env.PATH}:/usr/sbin:/sbin`}, cancelSignal: signal, forceKillAfterDelay: 1000,
	});
	const seconds = (performance.now() - started) / 1000;
	if (failed) {
		signal.throwIfAborted();
		throw new Error(`it ended with code ${exitCode ?? 'none'}: ${(await readFile(log, 'utf8')).trimEnd().split('\n').at(-1)}`);
	}

	return {seconds, bytes: (await stat(way.makes)).size};
}

export async function ourTrials(home: Home, ways: readonly OurWay[], {folder, signal}: {folder: string; signal: AbortSignal}): Promise<Array<{way: OurWay; trial: Trial<Built>}>> {
	return Promise.all(ways.map(async way => {
		const own = path.join(folder, way.id);
		const from = Object.fromEntries(['root', 'busybox', 'kernel', 'drivers'].map(id => [id, path.join(home.tmpfs, id)]));
		await furnish(own, {steps: [...way.measured, ...way.further], from});
		return {way, trial: {name: `ours: ${way.title}`, async run() {
			await settle();
			const seconds = await runSteps(way.measured, {folder: own, signal});
			return {seconds, bytes: (await stat(path.join(own, way.makes))).size};
		}}};
	}));
}

/** What the one before has written must not be waited for by the next. */
async function settle(): Promise<void> {
	await execa('sync');
}
