import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {cpSync, mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {publish} from '../../source/publish/publish.ts';
import {publishedSite} from '../../source/publish/published-site.ts';
import {withVersion} from '../../source/publish/state.ts';
import {hashFile} from '../../source/run/hash-file.ts';
import {fixed, makeVersion, refuse} from './version-fixture.ts';

// A publish is killed at each of its system calls on files, one after the other, by strace.

let folder: string;
let versions: Record<'old' | 'new', ReturnType<typeof makeVersion>>;
const ids: Record<string, string> = {};
beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-killed-'));
	// As one file it starts five times as fast.
	await build({entryPoints: ['test/publish/publish-when-told.ts'], outfile: path.join(folder, 'publish-when-told.mjs'), bundle: true, format: 'esm', platform: 'node', banner: {js: 'import {createRequire} from "node:module"; const require = createRequire(import.meta.url);'}});
	versions = {old: makeVersion(path.join(folder, 'old'), 'old'), new: makeVersion(path.join(folder, 'new'), 'new')};
	for (const name of ['old', 'new'] as const) {
		const {id} = await put(path.join(folder, name === 'old' ? 'before' : 'after'), name);
		ids[id] = name;
	}
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

const put = async (target: string, name: 'old' | 'new') => publish({folder: target, ...versions[name], keep: 1, decide: (state, id) => withVersion(state, id)});

test('what is served is the old version or the new one, whole, wherever publishing was killed', async () => {
	const outcomes: string[] = [];
	for (let call = 1; call <= 400; call++) {
		const target = path.join(folder, `killed-${call}`);
		cpSync(path.join(folder, 'before'), target, {recursive: true});
		const ended = await publishKilledAt(call, target);
		outcomes.push(await servedIn(target));
		await put(target, 'new');
		expect(await servedIn(target)).toBe('new');
		expect(readdirSync(path.join(target, 'rambox')).toSorted()).toEqual(['state.json', 'versions']);
		expect(readdirSync(path.join(target, 'rambox/versions'))).toHaveLength(1);
		rmSync(target, {recursive: true});
		if (ended === 'published') {
			break;
		}
	}

	console.log(`killed at ${outcomes.length - 1} system calls: ${outcomes.filter(one => one === 'old').length} times the old version was served`);
	expect(outcomes.length).toBeGreaterThan(50);
	// Once it is the new one it stays that.
	expect(outcomes).toEqual(outcomes.toSorted().toReversed());
	expect(new Set(outcomes)).toEqual(new Set(['old', 'new']));
});

/**
@param call the how many of the calls of one thread; one thread does them all. Other programs that it starts are left
alone.
*/
async function publishKilledAt(call: number, target: string): Promise<'killed' | 'published'> {
	const child = spawn(process.execPath, [path.join(folder, 'publish-when-told.mjs'), JSON.stringify({folder: target, ...versions.new})], {stdio: ['pipe', 'pipe', 'inherit'], env: {...process.env, UV_THREADPOOL_SIZE: '1'}});
	await once(child.stdout, 'data');
	const calls = 'openat,write,pwrite64,writev,fsync,fdatasync,rename,renameat2,mkdir,chmod,fchmod,unlink,unlinkat,rmdir,ftruncate,ioctl,copy_file_range,sendfile';
	const tracer = spawn('strace', ['-f', '-b', 'execve', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${calls}:signal=KILL:when=${call}`, '-p', String(child.pid)], {stdio: ['ignore', 'ignore', 'pipe']});
	const said: string[] = [];
	tracer.stderr.on('data', (text: Buffer) => {
		said.push(text.toString());
	});
	await untilTraced(child.pid!, said);
	const gone = Promise.all([once(child, 'exit'), once(tracer, 'exit')]);
	child.stdin.write('go\n');
	const [[, signal]] = await gone as [[number | null, string | null], unknown];
	return signal === 'SIGKILL' ? 'killed' : 'published';
}

async function untilTraced(pid: number, said: readonly string[]): Promise<void> {
	for (let tries = 0; tries < 500; tries++) {
		const tasks = readdirSync(`/proc/${pid}/task`).map(task => readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8'));
		if (tasks.every(status => !/^TracerPid:\t0$/m.test(status))) {
			return;
		}

		await new Promise(resolve => {
			setTimeout(resolve, 10);
		});
	}

	throw new Error(`strace does not get hold of the process: ${said.join('')}`);
}

/** What a node would get now: of a version whose files are all there and are what they shall be. */
async function servedIn(target: string): Promise<string> {
	const site = publishedSite(fixed({folder: target, first: 'rambox', timeout: 0, nodes: [], archives: {}, bios: 'ipxe', uefi: 'ipxe', bootFiles: {'ipxe.efi': '/ipxe.efi'}, network: {address: '10.0.0.1', port: 80}}), refuse);
	const id = /\/rambox\/([\da-f]{12})\/vmlinuz/.exec((await site('/boot.ipxe')).text!)![1]!;
	for (const {name, sha256} of versions[ids[id] as 'old' | 'new'].version.files) {
		const {file} = await site(`/rambox/${id}/${name}`);
		expect(await hashFile(file!)).toBe(sha256);
	}

	return ids[id]!;
}
