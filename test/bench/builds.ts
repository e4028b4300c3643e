import {chmod, copyFile, mkdir, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {documentInit, documentWays, formatCommands, type DocumentParts, type DocumentWay} from './documents.ts';
import type {Home} from './home.ts';
import {inTurns, type Outcome, type Turns} from './measure.ts';
import {furnish, runSteps, type OurWay} from './ours.ts';
import type {Tree} from './tree.ts';

/** What a way gave once. */
export type Built = {seconds: number; bytes: number};

export type Builds = {
	documents: Array<{way: DocumentWay; outcome: Outcome<Built>}>;
	ours: Array<{way: OurWay; outcome: Outcome<Built>}>;
};

type Place = {folder: string; signal: AbortSignal};

/** Every way in turns: the documents' in one folder, ours in a work folder each, called like it. */
export async function measureBuilds(home: Home, ways: readonly OurWay[], {tree, documents: folder, ours, turns}: {tree: Tree; documents: string; ours: string; turns: Turns}): Promise<Builds> {
	const {signal} = turns;
	const documents = await prepareDocuments(home, tree, {folder, signal});
	await Promise.all(ways.map(async way => furnish(path.join(ours, way.id), {steps: [...way.measured, ...way.further], home})));
	const outcomes = await inTurns([
		...documents.map(way => ({name: `document ${way.id}`, run: async () => runDocument(way, {folder, signal})})),
		...ways.map(way => ({name: `ours: ${way.title}`, run: async () => runOurs(way, {folder: path.join(ours, way.id), signal})})),
	], turns);
	return {
		documents: documents.map((way, index) => ({way, outcome: outcomes[index]!})),
		ours: ways.map((way, index) => ({way, outcome: outcomes[documents.length + index]!})),
	};
}

/** What the documents say was there before their commands. */
async function prepareDocuments({tmpfs}: Home, tree: Tree, {folder, signal}: Place): Promise<DocumentWay[]> {
	await mkdir(path.join(folder, 'initramfs/bin'), {recursive: true});
	await mkdir(path.join(folder, 'ramdisk.dir'));
	await copyFile(path.join(tmpfs, 'busybox/busybox'), path.join(folder, 'initramfs/bin/busybox'));
	await chmod(path.join(folder, 'initramfs/bin/busybox'), 0o755);
	await writeFile(path.join(folder, 'initramfs/init'), documentInit, {mode: 0o755});
	return documentWays({folder, tree: tree.path, treeMiB: tree.mib, ...await fillWithoutLoop(tree, {folder, signal})});
}

/** Without root or without loop devices an image is filled beforehand, which nobody times. */
async function fillWithoutLoop(tree: Tree, {folder, signal}: Place): Promise<Pick<DocumentParts, 'noLoop'>> {
	const trial = 'truncate -s 4M loop.trial && mkfs.ext2 -q loop.trial && mount -o loop -t ext2 loop.trial ramdisk.dir && umount ramdisk.dir';
	const {failed, stderr, shortMessage} = await execa('unshare', ['-m', 'sh', '-c', trial], {cwd: folder, reject: false, stdin: 'ignore', env: {PATH: searchPath()}, cancelSignal: signal});
	await rm(path.join(folder, 'loop.trial'), {force: true});
	if (!failed) {
		return {};
	}

	const filled = path.join(folder, 'filled.ext2');
	await execa('mke2fs', ['-q', '-t', 'ext2', '-b', '4096', '-m', '0', '-d', tree.path, filled, `${tree.mib + 200}M`], {env: {PATH: searchPath()}, cancelSignal: signal});
	return {noLoop: {because: stderr === '' ? shortMessage! : stderr.trim().split('\n').at(-1)!, filled}};
}

/** By the same runner as our steps, so that both are timed and ended alike. */
async function runDocument(way: DocumentWay, place: Place): Promise<Built> {
	const bash = ['bash', '-c', formatCommands(way)];
	await settle();
	const seconds = await runSteps([{
		id: way.id, title: `document ${way.id}`, why: '', needs: [], reads: [], makes: [], hints: [],
		actions: [{do: 'command', argv: way.mounts ? ['unshare', '-m', ...bash] : bash, blames: 'recipe'}],
	}], place);
	return {seconds, bytes: (await stat(way.makes)).size};
}

async function runOurs({measured, makes}: OurWay, place: Place): Promise<Built> {
	await settle();
	const seconds = await runSteps(measured, place);
	return {seconds, bytes: (await stat(path.join(place.folder, makes))).size};
}

/** What the one before has written must not be waited for by the next. */
async function settle(): Promise<void> {
	await execa('sync');
}

/** Ordinary users of Debian have no sbin in theirs. */
const searchPath = () => `${process.env.PATH}:/usr/sbin:/sbin`;
