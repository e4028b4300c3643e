import {copyFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {RecipeInput} from '../source/recipe/schema.ts';

// The lightest system that any strategy brings up. What is not about a distribution's kernel or tree boots on it, as that
// takes an emulated machine a third of the time.

/**
With everything built in: the drivers of all cards there are, the images of every strategy, and disks with partitions
and LVM.
*/
export const smallKernel = {
	from: 'build',
	source: {package: 'linux-source-6.1'},
	bundles: ['virtio', 'intel-nics', 'realtek-nics', 'ramdisk', 'squashfs-overlay'],
	options: Object.fromEntries(['NETWORK_FILESYSTEMS', 'NFS_FS', 'NFS_V3', 'NFS_V4', 'NFS_V4_1', 'NFS_V4_2', 'EFI_PARTITION', 'MD', 'BLK_DEV_DM', 'RD_LZ4'].map(option => [option, 'y'])),
} satisfies RecipeInput['kernel'];

/** A folder with BusyBox for everything. */
export function makeBusyboxTree(folder: string, busybox: string): void {
	for (const name of ['bin', 'sbin', 'etc', 'root', 'tmp']) {
		mkdirSync(path.join(folder, name), {recursive: true});
	}

	copyFileSync(busybox, path.join(folder, 'bin/busybox'));
	// Absolute, as distributions have it: only what looks from inside finds it.
	symlinkSync('/bin/busybox', path.join(folder, 'sbin/init'));
	symlinkSync('busybox', path.join(folder, 'bin/sh'));
	writeFileSync(path.join(folder, 'etc/inittab'), '::sysinit:/bin/true\n');
}
