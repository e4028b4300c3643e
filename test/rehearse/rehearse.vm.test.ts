/* eslint-disable @typescript-eslint/no-unsafe-assignment -- expect's matchers are of type any */
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import process from 'node:process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {findBootFiles} from '../../source/host/boot-files.ts';
import {readHardware} from '../../source/kernel/hardware/read-hardware.ts';
import {rehearse, type RehearsalRequest} from '../../source/rehearse/rehearse.ts';
import type {LabEvent, NodeResult} from '../../source/rehearse/types.ts';
import {bootServices} from '../../source/services/boot-services.ts';
import type {BiosLoader, BootNetwork} from '../../source/services/types.ts';
import {nodeArchive} from '../../source/services/node-archive.ts';
import {sampleRecipe} from '../sample.ts';
import {asRoot, initrd, kernel, self} from './fixture.ts';

const bootFiles = await findBootFiles();
const milestones = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'] as const;
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'ramstrap-rehearse-'));
	process.env.RAMSTRAP_TEST_MARK = folder;
});
afterAll(async () => rm(folder, {recursive: true, force: true}));

function request({bios = 'ipxe', nodes = [], image = initrd, words = [], files = {}, ...rest}: Variation): RehearsalRequest {
	const network: BootNetwork = {interface: 'lab0', address: '192.168.24.1', netmask: '255.255.255.0', lab: true, port: 80, dhcp: {mode: 'full', range: {from: '192.168.24.100', to: '192.168.24.200'}, lease: '1h', dns: [], unknown: 'serve'}, nodes};
	const boot = {kernel: '/test/vmlinuz', initrd: '/test/initrd'};
	const entry = {name: 'test', title: 'A test', ...boot, words: ['console=ttyS0', 'panic=-1', 'norandmaps', 'no_timer_check', 'rambox', 'ramstrap.server=http://192.168.24.1', ...words]};
	return {
		recipe: 'test', network, boot, milestones,
		services: bootServices({network, menu: {entries: [entry], timeout: 1}, bios, uefi: 'ipxe', bootFiles, files: {[boot.kernel]: kernel, [boot.initrd]: image, ...files}}),
		nodes: 1, firmware: 'bios', memory: 256, accelerator: 'tcg', timeout: 800,
		qemu: '/usr/bin/qemu-system-x86_64', ovmf: {code: bootFiles['ovmf-code']!, vars: bootFiles['ovmf-vars']!},
		self, asRoot, folder: join(folder, 'lab'), keep: false,
		...rest,
	};
}

type Variation = Partial<Omit<RehearsalRequest, 'network' | 'nodes'>> & {bios?: BiosLoader; nodes?: BootNetwork['nodes']; image?: string; words?: string[]; files?: Record<string, string>};

function expectUp(node: NodeResult | undefined, hostname = 'rambox'): void {
	expect(node, JSON.stringify(node, undefined, 2)).toMatchObject({up: true, root: {type: 'tmpfs'}, hostname});
	expect(Object.keys(node!.milestones).toSorted((a, b) => node!.milestones[a as 'up']! - node!.milestones[b as 'up']!)).toEqual([...milestones]);
	expect(node!.memory!.usedKiB).toBeLessThan(node!.memory!.totalKiB);
	expect(node!.mounts).toContainEqual({source: 'proc', target: '/proc', type: 'proc'});
	expect(node!.devices).toBeGreaterThan(10);
}

// What a boot in both firmwares and without its driver looks like, test/journeys/rehearse.vm.test.ts tells.
describe('a real boot', () => {
	test('a known node gets its address, its own words and its own initrd, whose name goes before that of DHCP', async () => {
		const own = join(folder, 'own.cpio');
		await writeFile(own, nodeArchive(sampleRecipe(), {mac: '52:54:00:aa:bb:cc', name: 'pantry', keys: [], words: [], boot: 'always'}, {keys: [], files: []})!);
		const nodes = [{mac: '52:54:00:aa:bb:cc', name: 'kitchen', address: '192.168.24.50', words: ['ramstrap.test=own'], initrd: '/mac/own.cpio'}];
		for (const bios of ['ipxe', 'pxelinux'] as const) {
			const consoleLines: string[] = [];
			const result = await rehearse(request({bios, nodes, files: {'/mac/own.cpio': own}, onEvent(event: LabEvent) {
				if (event.event === 'console') {
					consoleLines.push(event.line);
				}
			}}));
			expectUp(result.nodes[0], 'pantry');
			expect(result.nodes[0]!.interfaces).toContainEqual({name: 'eth0', mac: '52:54:00:aa:bb:cc', address: '192.168.24.50/24'});
			expect(consoleLines.find(line => line.includes('Command line:'))).toContain('ramstrap.test=own');
		}
	});

	test('a node in RAM lives on when every service has stopped, and what it has said of its hardware is kept', async () => {
		const {ok, nodes: [node]} = await rehearse(request({alone: 5}));
		expectUp(node);
		expect(ok).toBe(true);
		expect(node!.alone).toEqual({seconds: 5, alive: true});
		expect(node!.interfaces).toContainEqual({name: 'eth0', mac: node!.mac, address: expect.stringMatching(/^192\.168\.24\.\d+\/24$/)});
		expect(node!.hardware).toBe(join(folder, `hardware-${node!.mac.replaceAll(':', '-')}.txt`));
		const said = await readFile(node!.hardware!, 'utf8');
		const devices = readHardware(said);
		expect(devices).toContainEqual(expect.objectContaining({network: true, modalias: 'virtio:d00000001v00001AF4', modules: ['virtio_net']}));
		expect(devices.length).toBeGreaterThan(20);
		// What x86-64-v2 has beyond the first: cx16, lahf_lm, ssse3, sse4_1, sse4_2, popcnt
		// (arch/x86/include/asm/cpufeatures.h).
		const features = /^cpu:type:x86.*:feature:(.*)$/m.exec(said)![1]!.split(',');
		expect(features).toEqual(expect.arrayContaining(['008D', '00C0', '0089', '0093', '0094', '0097']));
		expect(existsSync(join(folder, 'lab'))).toBe(false);
	});

	test('a kernel panic ends it at once', async () => {
		const {nodes} = await rehearse(request({words: ['rdinit=/nothing']}));
		expect(nodes[0]!.silence).toMatchObject({last: 'kernel', reason: expect.stringContaining('Kernel panic - not syncing')});
		expect(nodes[0]!.silence!.tail).toHaveLength(10);
	});

	test('a silent node ends at the timeout', async () => {
		const {nodes} = await rehearse(request({timeout: 4, firmware: 'uefi'}));
		expect(nodes[0]!.silence).toMatchObject({last: 'none', reason: 'not up within 4 s'});
	});
});

describe('nothing is left behind', () => {
	/** Other tests hold labs at the same time; what these here start inherits a mark. */
	const processes = async () => {
		const numbers = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && Number(name) !== process.pid);
		const marked = await Promise.all(numbers.map(async name => (await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '')).includes(`RAMSTRAP_TEST_MARK=${folder}`) ? [name] : []));
		return marked.flat();
	};

	test('after an abort', async () => {
		const controller = new AbortController();
		const events: LabEvent[] = [];
		const held = rehearse(request({signal: controller.signal, onEvent(event) {
			events.push(event);
		}}));
		held.catch(() => undefined);
		await expect.poll(() => events.some(({event}) => event === 'milestone'), {timeout: 30_000}).toBe(true);
		expect((await processes()).length).toBeGreaterThan(2);
		controller.abort(new Error('enough'));
		await expect(held).rejects.toThrow('enough');
		await expect.poll(processes).toEqual([]);
	});

	test('after kill -9', async () => {
		const child = spawn(process.execPath, [join(import.meta.dirname, 'rehearse-command.ts'), JSON.stringify(request({}))], {stdio: ['ignore', 'pipe', 'inherit']});
		await new Promise<void>(resolve => {
			child.stdout.on('data', (text: Buffer) => {
				if (text.includes('milestone')) {
					resolve();
				}
			});
		});
		expect((await processes()).length).toBeGreaterThan(3);
		child.kill('SIGKILL');
		await expect.poll(processes, {timeout: 5000}).toEqual([]);
	});

	test('when the lab cannot be made', async () => {
		const broken = request({});
		await expect(rehearse({...broken, services: [{id: 'bad', files: {}, copies: {}, ports: [], process: {kind: 'program', argv: ['false'], ready: 'x'}}]}))
			.rejects.toThrow(/^The service bad ended with exit code 1/);
		await expect(rehearse({...broken, self: ['/nonexistent']})).rejects.toThrow(/private test network ended[\s\S]*nonexistent/);
		await expect.poll(processes).toEqual([]);
	});
});
