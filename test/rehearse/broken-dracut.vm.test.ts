import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {hashFile} from '../../source/run/hash-file.ts';
import {kernelsBuilt, kernelsTake} from '../kernels-built.ts';
import {badServer, outcomes, says} from './outcomes.ts';
import {buildSystem, makeForeign, makeTree, type System} from './small-system.ts';

// Accidents as in broken.vm.test.ts for a squashfs that dracut fetches, one of each time at which they can happen. What is said of
// every other is in test/steps/dracut-module.vm.test.ts, and what is made of that in diagnosis.test.ts.

beforeAll(kernelsBuilt, kernelsTake);

let folder: string;
let system: System;
const at = (name: string) => path.join(folder, name);
const server = 'http://192.168.24.1';

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-broken-'));
	makeTree(at('tree'));
	system = await buildSystem(at('toram'), {strategy: 'dracut-toram', image: 'squashfs', tree: {from: 'directory', path: at('tree')}});
	const bytes = readFileSync(system.file(system.image));
	const middle = Math.floor(bytes.length / 2);
	bytes[middle] = 255 - bytes[middle]!;
	writeFileSync(at('other.squashfs'), bytes);
	await pack('foreign', root => {
		makeForeign(path.join(root, 'bin/busybox'));
	});
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

async function pack(name: string, change: (root: string) => void): Promise<void> {
	const root = at(name);
	mkdirSync(root);
	await execa('tar', ['-xf', system.file('root/root.tar'), '-C', root]);
	change(root);
	await execa('mksquashfs', [root, `${root}.squashfs`, '-comp', 'zstd', '-all-root', '-quiet', '-no-progress']);
}

/** The words for an image that is what it should be. */
const honest = async (name: string) => [`root=tmpfs:${server}/test/${name}`, `rd.tmpfs.sha256=${await hashFile(at(name))}`, `rd.tmpfs.bytes=${statSync(at(name)).size}`];

test('each accident has its sentence; a node in RAM needs no server', async () => {
	const {good, other, gone, small, foreign} = await outcomes(system, {
		files: Object.fromEntries(['other', 'foreign'].map(name => [`/test/${name}.squashfs`, at(`${name}.squashfs`)])),
		services: [badServer(system)], alone: 5, memory: 384,
		nodes: {
			good: [],
			other: [`root=tmpfs:${server}/test/other.squashfs`],
			gone: [`root=tmpfs:${server}:8081/gone/root.squashfs`, 'rd.tmpfs.retries=1'],
			small: ['rd.tmpfs.need=1024', 'rd.tmpfs.room=900'],
			foreign: await honest('foreign.squashfs'),
		},
	});
	expect(good).toMatchObject({up: true, root: {type: 'overlay'}, alone: {seconds: 5, alive: true}});
	expect(other).toMatchObject(says('network', /the image from \S+\/other\.squashfs is the wrong one: its SHA-256 begins with [\da-f]{12}, not with [\da-f]{12}/, /not the one that was built/));
	expect(gone).toMatchObject(says('network', /the image was cut short: \d\.\d of \d\.\d MiB came from \S+\/gone\/root\.squashfs; the connection to \S+ was cut/, /closed the connection\. Check that the server/));
	expect(small).toMatchObject(says('network', /too little memory: .*/, /^The node has 384 MiB\. Give it more/));
	expect(foreign).toMatchObject(says('verified', /the image is for another architecture: .* \(exec format error\)/, /for another architecture\. Build it/));
});
