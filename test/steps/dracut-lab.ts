import {chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {processor} from '../../source/rehearse/machine.ts';
import {startQemu} from '../../source/rehearse/qemu.ts';

// What the tests of the dracut module boot, and on what.

/** A tree whose init says where it is and switches off. */
export function makeTree(folder: string, busybox: string): void {
	for (const name of ['bin', 'sbin', 'etc', 'dev', 'proc', 'sys', 'run']) {
		mkdirSync(path.join(folder, name), {recursive: true});
	}

	copyFileSync(busybox, path.join(folder, 'bin/busybox'));
	chmodSync(path.join(folder, 'bin/busybox'), 0o755);
	symlinkSync('busybox', path.join(folder, 'bin/sh'));
	writeFileSync(path.join(folder, 'sbin/real-init'), init);
	chmodSync(path.join(folder, 'sbin/real-init'), 0o755);
	// Absolute, as distributions have it: only what looks from inside finds it.
	symlinkSync('/sbin/real-init', path.join(folder, 'sbin/init'));
	writeFileSync(path.join(folder, 'etc/machine-id'), '');
	writeFileSync(path.join(folder, 'etc/resolv.conf'), '');
}

const init = `#!/bin/sh
b=/bin/busybox
$b echo "node: id $($b cat /etc/machine-id)"
$b echo "node: names $($b grep -c nameserver /etc/resolv.conf)"
# Dracut's own way asks again and again whether it is ready, and notes when it began to.
$b echo "node: way $([ -e /run/tmpfs-root/began ] && echo through udev || echo before udev)"
$b echo "node: image $($b grep -c squashfs /proc/mounts)"
$b echo "node: $($b touch /new && $b awk '$2 == "/" {type = $3} END {print type}' /proc/mounts)"
$b poweroff -f
`;

/** The same tree packed in every way, in a folder. */
export async function packTree(tree: string, folder: string): Promise<void> {
	const tar = path.join(folder, 'root.tar');
	await execa('tar', ['-C', tree, '--owner=0', '--group=0', '--numeric-owner', '-cf', tar, '.']);
	await execa('gzip', ['-n', '-k', tar]);
	await execa('xz', ['-1', '-k', tar]);
	await execa('zstd', ['-q', tar]);
	await execa('mksquashfs', [tree, path.join(folder, 'root.squashfs'), '-comp', 'zstd', '-all-root', '-quiet', '-no-progress', '-noappend']);
}

/** A disk with one partition that has all four kinds of names. */
export async function makeDisk(disk: string, files: string, names: {label: string; uuid: string; partlabel: string; partuuid: string}): Promise<void> {
	const part = `${disk}.part`;
	await execa('mke2fs', ['-q', '-t', 'ext4', '-L', names.label, '-U', names.uuid, '-d', files, part, '24M']);
	await execa('truncate', ['-s', '26M', disk]);
	await execa('sfdisk', ['-q', disk], {input: `label: gpt\nstart=2048, size=${24 * 2048}, name="${names.partlabel}", uuid=${names.partuuid}\n`});
	await execa('dd', [`if=${part}`, `of=${disk}`, 'bs=1M', 'seek=1', 'conv=notrunc']);
}

export type Machine = {
	/** All lines that are of interest, up to now. */
	lines: () => string[];
	/** Waits for a line, and returns all up to now. */
	until: (pattern: RegExp) => Promise<string[]>;
	/** Types into the shell that a failure leads to. */
	type: (text: string) => Promise<void>;
	/** Resolves when it is gone, and its disks are free for the next one. */
	stop: () => Promise<void>;
};

/**
@param before words before QEMU's own, such as unshare's
@param dead whether there is another card before the one that leads somewhere, with a DHCP server of its own
*/
export function startMachine({kernel, initrd, words, disks = [], before = [], dead = false}: {kernel: string; initrd: string; words: string; disks?: string[]; before?: string[]; dead?: boolean}): Machine {
	let text = '';
	let heard = 0;
	let ended = '';
	const qemu = startQemu([
		...before,
		'qemu-system-x86_64', '-accel', 'tcg', '-cpu', processor('tcg'), '-m', '512', '-nodefaults', '-display', 'none', '-serial', 'stdio', '-no-reboot',
		'-kernel', kernel, '-initrd', initrd, '-append', `console=ttyS0 quiet panic=-1 norandmaps no_timer_check ${words}`,
		...(dead ? ['-netdev', 'user,id=dead,net=10.0.9.0/24,restrict=on', '-device', 'virtio-net-pci,netdev=dead,romfile=,mac=52:54:00:99:99:99'] : []),
		'-netdev', 'user,id=wire', '-device', 'virtio-net-pci,netdev=wire,romfile=,mac=52:54:00:12:34:56',
		...disks.flatMap(disk => ['-drive', `file=${disk},format=raw,if=virtio`]),
	], chunk => {
		text += chunk;
		heard = Date.now();
	});
	const gone = (async () => {
		ended = await qemu.gone;
	})();
	// Whole lines only: the last piece may be the beginning of one.
	const lines = () => text.replaceAll('\r', '').split('\n').slice(0, -1).map(line => /(?:ramstrap|node|lab): .*|Kernel panic.*/.exec(line)?.[0] ?? '').filter(Boolean);
	const reach = async (isThere: () => boolean, what: string) => {
		const began = Date.now();
		while (!isThere()) {
			// Who still says something is not late.
			if (ended || Date.now() > Math.max(began, heard) + 100_000) {
				throw new Error(`${what} did not come, but:\n${text.slice(-3000)}\n${ended || 'Nothing for 100 seconds.'}`);
			}

			await sleep(100);
		}
	};

	return {
		lines,
		async until(pattern) {
			await reach(() => lines().some(line => pattern.test(line)), String(pattern));
			return lines();
		},
		async type(line) {
			// What is typed before the shell is there is lost.
			await reach(() => text.endsWith('dracut:/# '), 'the shell');
			qemu.type(`${line}\n`);
		},
		async stop() {
			qemu.off();
			await gone;
		},
	};
}
