import {readdirSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {bootsUp} from './boots-up.ts';

// Each bundled recipe with a distribution in its root and a kernel of its own, which mounts that root by itself.

const milestones = ['dhcp', 'first-stage', 'kernel', 'up'];
/** The source that other tests have unpacked already. */
const set = ['kernel.source.package=linux-source-6.1'];

bootsUp('ramdisk-ext2', {root: 'ext2/ext3', milestones, firmwares: ['uefi'], set});
bootsUp('nfs-root', {root: 'nfs', milestones, firmwares: ['bios'], set});

test('no recipe of the bundle is without its boots', () => {
	const bundled = readdirSync('recipes').map(file => path.basename(file, '.yaml')).filter(name => !name.startsWith('rambox'));
	expect(bundled.toSorted()).toEqual(['debian-tmpfs', 'debian-tmpfs-root', 'debian-toram', 'nfs-root', 'nfs-shared', 'ramdisk-ext2']);
});
