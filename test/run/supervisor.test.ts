import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {startServices} from '../../source/run/supervisor.ts';
import type {Service} from '../../source/services/types.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'ramstrap-supervisor-'));
});
afterEach(async () => rm(folder, {recursive: true}));

const shell = (id: string, script: string, files: Service['files'] = {}): Service => ({
	id, files, copies: {}, ports: [], process: {kind: 'program', argv: ['sh', '-c', script, 'sh', '{folder}'], ready: '^ready'},
});
const stays = (id: string) => shell(id, `trap 'echo ${id} >> ${folder}/stopped; exit 0' TERM; echo ready; while :; do sleep 0.05; done`);
const alive = (pid: string) => {
	try {
		process.kill(Number(pid), 0);
		return true;
	} catch {
		return false;
	}
};

test('starts in order, writes the files, stops in reverse', async () => {
	const lines: string[] = [];
	const running = await startServices([
		stays('one'),
		shell('two', 'cat $1/sub/text; echo ready; exec sleep 60', {'sub/text': 'I am in {folder}\n'}),
		stays('three'),
	], {
		folder,
		onLine(id, line) {
			lines.push(`${id}: ${line}`);
		},
	});
	expect(lines).toEqual(['one: ready', `two: I am in ${folder}/two`, 'two: ready', 'three: ready']);
	await running.stop();
	expect(await readFile(join(folder, 'stopped'), 'utf8')).toBe('three\none\n');
});

test('one that dies is named, with its last lines', async () => {
	const running = await startServices([stays('one'), shell('two', 'echo ready; sleep 0.2; echo out of beer >&2; exit 3')], {folder});
	await expect(running.died).rejects.toThrow(/^The service two ended with exit code 3\.\n {2}command: sh .*\n {2}│ ready\n {2}│ out of beer$/s);
	await running.stop();
	expect(await readFile(join(folder, 'stopped'), 'utf8')).toBe('one\n');
});

test('one that does not get ready in time is an error, and the others are stopped', async () => {
	await expect(startServices([stays('one'), shell('two', 'echo hello; exec sleep 60')], {folder, patience: 0.5}))
		.rejects.toThrow(/^The service two is not ready after 0\.5 seconds\./);
	expect(await readFile(join(folder, 'stopped'), 'utf8')).toBe('one\n');
});

test('one that goes on without what it was to serve is an error at once', async () => {
	const service: Service = {...stays('two'), process: {kind: 'program', argv: ['sh', '-c', 'echo cannot export; echo ready; exec sleep 60'], ready: '^ready', refused: '^cannot'}};
	await expect(startServices([stays('one'), service], {folder})).rejects.toThrow(/^The service two does not serve what it was told to\.\n.*│ cannot export/s);
	expect(await readFile(join(folder, 'stopped'), 'utf8')).toBe('one\n');
});

test('a program that does not exist is an error', async () => {
	const service: Service = {...stays('one'), process: {kind: 'program', argv: ['no-such-program'], ready: '^ready'}};
	await expect(startServices([service], {folder})).rejects.toThrow(/The service one .*no-such-program/s);
});

test('an abort stops everything, children of children and the deaf included', async () => {
	const controller = new AbortController();
	const pids: string[] = [];
	await startServices([shell('deaf', 'trap "" TERM; sleep 60 & echo pid $!; echo pid $$; echo ready; wait; sleep 60')], {
		folder, signal: controller.signal,
		onLine(_, line) {
			pids.push(...(/^pid (\d+)/.exec(line)?.slice(1) ?? []));
		},
	});
	expect(pids.map(pid => alive(pid))).toEqual([true, true]);
	controller.abort();
	await expect.poll(() => pids.some(pid => alive(pid)), {timeout: 5000}).toBe(false);
});

test('a port in use is said in one sentence', async () => {
	const http = (port: number): Service => ({id: 'http', files: {}, copies: {}, ports: [], process: {kind: 'http', site: {address: '127.0.0.1', port, texts: {}, files: {}}}});
	const first = await startServices([http(18_473)], {folder});
	await expect(startServices([http(18_473)], {folder})).rejects.toThrow('The HTTP server cannot listen on '
		+ '127.0.0.1:18473: another program listens there.');
	await first.stop();
});
