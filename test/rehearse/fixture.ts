import path from 'node:path';
import {inject} from 'vitest';

/** What test/real-setup.ts has built: nodes as the program itself makes them. */
const home = inject('builtHome');
const made = (recipe: string, file: string) => path.join(home, 'work', recipe, file);

export const kernel = made('cloud', 'kernel/vmlinuz');
export const busybox = made('cloud', 'busybox/busybox');
/** With the driver of a virtio card. */
export const initrd = made('cloud', 'initramfs/initrd');
export const self = [process.execPath, path.resolve('dist/cli.mjs'), 'helper', 'lab'];
export const asRoot = process.getuid?.() === 0;
