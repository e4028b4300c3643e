import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {beforeAll, describe, expect, inject, test} from 'vitest';
import {explainDropped} from '../../../source/kernel/kconfig/explain.ts';
import {entriesOf, type Entry} from '../../../source/kernel/kconfig/menu/entries.ts';
import {isListed, titleOf} from '../../../source/kernel/kconfig/menu/rows.ts';
import {readKconfig} from '../../../source/kernel/kconfig/reader.ts';
import {openConfiguration} from '../../../source/kernel/kconfig/solve/configuration.ts';
import {solve} from '../../../source/kernel/kconfig/solve/solve.ts';
import type {KconfigTree} from '../../../source/kernel/kconfig/types.ts';
import type {Request} from '../../../source/kernel/types.ts';
import {loadTree} from '../../../source/run/kconfig-tree.ts';
import {temporaryFolder} from '../../journeys/program.ts';
import {kernelsBuilt, kernelsTake} from '../../kernels-built.ts';
import {type Conf, prepareConf} from '../conf.ts';

beforeAll(kernelsBuilt, kernelsTake);

/**
What naive wish lists lose in silence, each with its unmet conditions and with what has to be asked for beside it.
*/
const rows: Array<[option: string, unmet: string, add: string]> = [
	['TMPFS', 'SHMEM', 'SHMEM'],
	['VIRTIO_PCI', 'VIRTIO_MENU PCI', 'PCI VIRTIO_MENU'],
	['VIRTIO_NET', 'NETDEVICES NET_CORE VIRTIO', 'NET PCI NETDEVICES NET_CORE VIRTIO_MENU VIRTIO_PCI'],
	['VIRTIO_BLK', 'BLK_DEV VIRTIO', 'BLOCK PCI BLK_DEV VIRTIO_MENU VIRTIO_PCI'],
	['BLK_DEV_RAM', 'BLK_DEV', 'BLOCK BLK_DEV'],
	['BLK_DEV_LOOP', 'BLK_DEV', 'BLOCK BLK_DEV'],
	['E1000', 'NETDEVICES ETHERNET NET_VENDOR_INTEL PCI', 'NET PCI NETDEVICES ETHERNET NET_VENDOR_INTEL'],
	['NFS_FS', 'NETWORK_FILESYSTEMS INET FILE_LOCKING MULTIUSER', 'MULTIUSER NET INET FILE_LOCKING NETWORK_FILESYSTEMS'],
	['NFS_V3', 'NETWORK_FILESYSTEMS NFS_FS', 'MULTIUSER NET INET FILE_LOCKING NETWORK_FILESYSTEMS NFS_FS'],
	['NFS_V4', 'NETWORK_FILESYSTEMS NFS_FS', 'MULTIUSER NET INET FILE_LOCKING NETWORK_FILESYSTEMS NFS_FS'],
	['ROOT_NFS', 'NETWORK_FILESYSTEMS NFS_FS=y IP_PNP', 'MULTIUSER NET INET IP_PNP FILE_LOCKING NETWORK_FILESYSTEMS NFS_FS'],
	['EXT2_FS', 'BLOCK', 'BLOCK'],
	['EXT4_FS', 'BLOCK', 'BLOCK'],
	['SQUASHFS', 'MISC_FILESYSTEMS BLOCK', 'BLOCK MISC_FILESYSTEMS'],
	['SQUASHFS_XZ', 'MISC_FILESYSTEMS SQUASHFS', 'BLOCK MISC_FILESYSTEMS SQUASHFS'],
	['SQUASHFS_ZSTD', 'MISC_FILESYSTEMS SQUASHFS', 'BLOCK MISC_FILESYSTEMS SQUASHFS'],
];
const base: Request[] = ['EXPERT', '64BIT'].map(option => ({option, value: 'y', from: 'the base'}));

describe.for(['6.1', '6.12'] as const)('Linux %s', version => {
	const folder = inject('kernelTrees')[version];
	let conf: Conf;
	let tree: KconfigTree;
	let withoutHelp: Map<string, string>;

	beforeAll(async () => {
		conf = await prepareConf(folder);
		tree = readKconfig(file => textOf(path.join(folder, file)), {srcarch: 'x86', environment: {ARCH: 'x86_64', KERNELVERSION: version}});
		withoutHelp = await configure(conf, [...base.map(({option}) => option), ...rows.map(([option]) => option)]);
		return conf.close;
	});

	test('all of the tree is read', () => {
		expect(tree.version).toBe(version);
		expect(tree.skipped).toEqual([]);
		expect(tree.symbols.size).toBeGreaterThan(16_000);
	});

	test('the menu nests, and lists, what the kernel\'s own menuconfig does', async () => {
		const {model} = await loadTree(folder, {arch: 'x86_64', environment: process.env as Record<string, string>, cacheFolder: temporaryFolder()});
		const lines: string[] = [];
		const write = (below: Entry, depth: number): void => {
			for (const entry of below.children) {
				const title = titleOf(entry);
				lines.push(`${depth} ${Number(isListed(entry, model))} ${entry.cell?.name ?? ''} ${title}`.trimEnd());
				write(entry, title === '' ? depth : depth + 1);
			}
		};

		for (const mode of ['alldefconfig', 'allmodconfig'] as const) {
			const config = solve(model, mode);
			openConfiguration(model, config);
			lines.length = 0;
			write(entriesOf(model), 0);
			const shown = await conf.shown(config);
			expect(lines).toEqual(shown.map(line => line.trimEnd()));
			expect(lines.length).toBeGreaterThan(17_000);
		}
	});

	test.for(rows)('%s is dropped, and kept with what the explanation adds', async ([option, unmet, add]) => {
		// None of all rows survives even with the others beside it, so none does alone.
		expect(withoutHelp.get(option)).toBeUndefined();
		const wanted: Request = {option, value: 'y', from: 'kernel.options'};
		const [dropped, ...others] = explainDropped(tree, withoutHelp, [...base, wanted]);
		expect(others).toEqual([]);
		expect(dropped).toMatchObject({option, wanted: 'y', got: 'n', unmet: unmet.split(' '), add: add.split(' ')});
		expect(dropped!.sentence).toContain(`${option}: y was requested (kernel.options), but the kernel's configuration leaves it off: it needs `);

		const again = [...base, wanted, ...dropped!.add.map(name => ({option: name, value: 'y', from: 'the explanation'}))];
		const result = await configure(conf, again.map(({option: name}) => name));
		expect(explainDropped(tree, result, again)).toEqual([]);
		expect(result.get(option)).toBe('y');
	});
});

/** The tree's own word on what comes of it when these options are asked for, and nothing else. */
async function configure(conf: Conf, options: readonly string[]): Promise<Map<string, string>> {
	const {config} = await conf.allnoconfig(options.map(option => `CONFIG_${option}=y\n`).join(''));
	return new Map(Array.from(config.matchAll(/^CONFIG_(\w+)=(.*)$/gm), ([, option, value]) => [option!, value!.replaceAll(/^"|"$/g, '')]));
}

function textOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
