import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {rehearse} from '../../source/rehearse/rehearse.ts';
import {kernelsBuilt, kernelsTake} from '../kernels-built.ts';
import {buildSystem, makeTree, requestOf} from './small-system.ts';

// Ways to a root in memory that no bundled recipe takes, on the smallest system there is.

beforeAll(kernelsBuilt, kernelsTake);

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-variants-'));
	makeTree(path.join(folder, 'tree'));
});

afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

test.each<[string, Partial<RecipeInput>, string, object?]>([
	['an archive inside the initramfs', {strategy: 'busybox-initramfs', root: 'tmpfs', archive: 'embedded', compression: 'lz4'}, 'tmpfs'],
	['a squashfs whose content is copied out', {strategy: 'busybox-initramfs', root: 'squashfs', overlay: 'none', compression: 'lz4'}, 'tmpfs'],
	['a squashfs under a packed layer', {strategy: 'busybox-initramfs', root: 'squashfs', overlay: 'zram', size: '50%'}, 'overlay', {source: '/dev/zram0', target: '/run/ramstrap/overlay', type: 'ext4'}],
	['a RAM disk by an initramfs', {strategy: 'ramdisk-ext2', mount: 'initramfs'}, 'ext2/ext3'],
])('%s', async (name, variant, root, mount) => {
	const system = await buildSystem(path.join(folder, name.replaceAll(' ', '-')), {...variant, tree: {from: 'directory', path: path.join(folder, 'tree')}}, variant.overlay === 'zram' ? 'cloud' : 'small');
	const {nodes} = await rehearse(await requestOf(system, {nodes: {one: []}, memory: 512}));
	expect(nodes[0], JSON.stringify(nodes[0], undefined, 2)).toMatchObject({up: true, root: {type: root}, ...(mount && {mounts: expect.arrayContaining([mount]) as unknown})});
});
