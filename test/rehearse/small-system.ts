import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {inject} from 'vitest';
import {findBootFiles} from '../../source/host/boot-files.ts';
import type {Facts} from '../../source/host/types.ts';
import type {Recipe, RecipeInput} from '../../source/recipe/schema.ts';
import type {RehearsalRequest} from '../../source/rehearse/rehearse.ts';
import {hashFile} from '../../source/run/hash-file.ts';
import {runStep} from '../../source/run/step.ts';
import {bootServices} from '../../source/services/boot-services.ts';
import type {BootNetwork, Service} from '../../source/services/types.ts';
import {strategyOf} from '../../source/strategies/index.ts';
import {fillWords} from '../../source/strategies/words.ts';
import {debianFacts, sampleRecipe} from '../sample.ts';
import {makeBusyboxTree, smallKernel} from '../small.ts';
import {asRoot, self} from './fixture.ts';

// The smallest system that a strategy brings up, made by the strategy's own steps on what test/real-setup.ts has built.

const work = path.join(inject('builtHome'), 'work');
const network: BootNetwork = {interface: 'lab0', address: '192.168.24.1', netmask: '255.255.255.0', lab: true, port: 80, dhcp: {mode: 'full', range: {from: '192.168.24.100', to: '192.168.24.200'}, lease: '1h', dns: [], unknown: 'serve'}, nodes: []};

/** Makes the program of a file one for another kind of machine (e_machine of elf(5)). */
export function makeForeign(file: string): void {
	const program = readFileSync(file);
	program.writeUInt16LE(183, 18);
	writeFileSync(file, program);
}

export const makeTree = (folder: string): void => {
	makeBusyboxTree(folder, path.join(work, 'cloud/busybox/busybox'));
};

export type System = {recipe: Recipe; folder: string; words: string[]; file: (name: string) => string; image: string};

/**
Does all steps of the recipe's strategy but those that are the same as in `small`, or on the distribution's kernel for
virtual machines as in `cloud`.
*/
export async function buildSystem(folder: string, input: Partial<RecipeInput>, on: 'small' | 'cloud' = 'small'): Promise<System> {
	mkdirSync(folder, {recursive: true});
	const same = {
		small: ['busybox', 'kernel-source', 'kernel-config', 'kernel', ...(input.strategy === 'dracut-toram' ? ['initramfs'] : [])],
		cloud: ['busybox', 'kernel', 'kernel-check'],
	};
	for (const id of same[on]) {
		symlinkSync(path.join(work, on, id), path.join(folder, id));
	}

	const recipe = sampleRecipe({compression: 'zstd', ...input, kernel: on === 'small' ? smallKernel : {drivers: ['virtio_net']}, node: {console: ['ttyS0'], ...input.node}});
	for (const step of strategyOf(recipe).steps(recipe, facts())) {
		if (!existsSync(path.join(folder, step.id))) {
			await runStep(step, {folder, logFolder: folder, fingerprint: '', signal: new AbortController().signal, onLine: () => undefined});
		}
	}

	const image = strategyOf(recipe).artifacts(recipe).image?.path ?? '';
	const [sum, bytes] = image === '' ? ['', 0] : [await hashFile(path.join(folder, image)), statSync(path.join(folder, image)).size];
	const values = {server: network.address, name: 'test', export: '/test', sha256: sum, bytes: String(bytes), need: '64', room: '16'};
	return {
		recipe, folder, image,
		// See labWords of source/rehearse/rehearsal-request.ts for the last two.
		words: fillWords(['console=ttyS0', ...strategyOf(recipe).words(recipe), 'ramstrap.server=http://<server>', 'norandmaps', 'no_timer_check'], values),
		file: name => path.join(folder, name),
	};
}

function facts(): Facts {
	const [release] = readdirSync(path.join(work, 'cloud/kernel/lib/modules'));
	return {...debianFacts, user: {root: asRoot, sudo: false}, kernels: {default: {from: 'package', release: release!, downloads: []}}};
}

/** A rehearsal of one node for each name, with its own words behind the system's. */
export async function requestOf(system: System, {nodes, files = {}, services = [], ...rest}: {
	nodes: Record<string, string[]>;
	/** URL path → file. */
	files?: Record<string, string>;
	services?: Service[];
} & Partial<Pick<RehearsalRequest, 'memory' | 'timeout' | 'alone' | 'onEvent'>>): Promise<RehearsalRequest> {
	const bootFiles = await findBootFiles();
	const boot = {kernel: '/test/vmlinuz', initrd: '/test/initrd'};
	const own = {...network, nodes: Object.entries(nodes).map(([name, words], index) => ({mac: `52:54:00:00:00:${String(10 + index)}`, name, words}))};
	const image = system.image && {[`/test/${path.basename(system.image)}`]: system.file(system.image)};
	return {
		recipe: 'test', network: own, boot, milestones: strategyOf(system.recipe).milestones(system.recipe),
		services: [
			...bootServices({
				network: own, menu: {entries: [{name: 'test', title: 'A test', ...boot, words: system.words}], timeout: 0}, bios: 'ipxe', uefi: 'ipxe', bootFiles,
				files: {[boot.kernel]: system.file('kernel/vmlinuz'), [boot.initrd]: system.file('initramfs/initrd'), ...image, ...files},
			}),
			...services,
		],
		nodes: own.nodes.length, firmware: 'bios', memory: 256, accelerator: 'tcg', timeout: 800,
		qemu: '/usr/bin/qemu-system-x86_64', self, asRoot, folder: path.join(system.folder, 'lab'), keep: true,
		...rest,
	};
}
