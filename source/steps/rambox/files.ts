import {consoleDevice} from '../../recipe/consoles.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {ManifestEntry} from '../manifest.ts';
import type {RootKind} from '../initramfs.ts';
import fetch from './fetch.sh';
import init from './init.sh';
import own from './own.sh';
import report from './report.sh';
import state from './state.sh';
import up from './up.sh';
import udhcpc from './udhcpc.sh';
import renewIp from './renew-ip.sh';
import rootExt2 from './root-ext2.sh';
import rootNfs from './root-nfs.sh';
import overlay from './overlay.sh';
import rootSquashfs from './root-squashfs.sh';
import rootTmpfs from './root-tmpfs.sh';

/**
The base folders of a BusyBox system with their modes, and the one device node
the kernel needs before devtmpfs is there.
*/
export const baseEntries: ManifestEntry[] = [
	...[
		'bin', 'sbin', 'lib', 'lib64', 'usr', 'usr/bin', 'usr/sbin', 'usr/lib', 'usr/local', 'usr/local/bin',
		'etc', 'etc/ramstrap', 'dev', 'mnt', 'run', 'srv',
		'var', 'var/cache', 'var/lib', 'var/log', 'var/spool', 'var/www',
	]
		.map((path): ManifestEntry => ({path, type: 'dir', mode: 0o755})),
	{path: 'proc', type: 'dir', mode: 0o555},
	{path: 'sys', type: 'dir', mode: 0o555},
	{path: 'root', type: 'dir', mode: 0o700},
	{path: 'tmp', type: 'dir', mode: 0o1777},
	{path: 'var/tmp', type: 'dir', mode: 0o1777},
	{path: 'var/run', type: 'link', target: '../run'},
	{path: 'dev/console', type: 'char', mode: 0o600, major: 5, minor: 1},
	{path: 'dev/null', type: 'char', mode: 0o666, major: 1, minor: 3},
];

/** Texts of the node's files: path in the node → text and mode. */
export function systemFiles({node, name}: Recipe): Record<string, {text: string; mode: number}> {
	const hostname = node.hostname ?? name;
	const plain = (...lines: string[]) => ({text: `${lines.join('\n')}\n`, mode: 0o644});
	return {
		init: {text: init, mode: 0o755},
		'etc/ramstrap/report': {text: report, mode: 0o644},
		'etc/ramstrap/own': {text: own, mode: 0o644},
		'etc/ramstrap/state': {text: state, mode: 0o644},
		'etc/ramstrap/up': {text: up, mode: 0o755},
		'etc/ramstrap/udhcpc': {text: udhcpc, mode: 0o755},
		'sbin/renew-ip': {text: renewIp, mode: 0o755},
		'etc/inittab': plain(...inittab(node.console)),
		'etc/fstab': plain(
			'proc     /proc     proc    nosuid,nodev,noexec             0 0',
			'sysfs    /sys      sysfs   nosuid,nodev,noexec             0 0',
			'devpts   /dev/pts  devpts  nosuid,noexec,gid=5,mode=0620   0 0',
			'tmpfs    /dev/shm  tmpfs   nosuid,nodev,mode=1777          0 0',
			'tmpfs    /run      tmpfs   nosuid,nodev,mode=0755          0 0',
		),
		'etc/passwd': plain(
			'root:x:0:0:root:/root:/bin/sh',
			'www:x:33:33:HTTP server:/var/www:/bin/false',
			'nobody:x:65534:65534:nobody:/:/bin/false',
		),
		'etc/group': plain('root:x:0:', 'tty:x:5:', 'www:x:33:', 'nogroup:x:65534:'),
		'etc/hostname': plain(hostname),
		'etc/hosts': plain('127.0.0.1 localhost', `127.0.1.1 ${hostname}`),
		'etc/host.conf': plain('multi on'),
		'etc/timezone': plain(node.timezone),
		'etc/profile': plain(
			'export PATH=/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin',
			String.raw`export PS1='\h:\w\$ '`,
		),
		'etc/resolv.conf': {text: '', mode: 0o644},
	};
}

/** What /init sources to get a root file system of this kind. */
export function rootFiles(kind: RootKind): Record<string, {text: string; mode: number}> {
	const script = {tmpfs: rootTmpfs, squashfs: rootSquashfs, ext2: rootExt2, nfs: rootNfs}[kind];
	return {
		'etc/ramstrap/fetch': {text: fetch, mode: 0o644},
		...(['squashfs', 'nfs'].includes(kind) && {'etc/ramstrap/overlay': {text: overlay, mode: 0o644}}),
		[`etc/ramstrap/root-${kind}`]: {text: script, mode: 0o644},
	};
}

function inittab(consoles: readonly string[]): string[] {
	// The screen as a whole (tty0) has no keyboard of its own; its first virtual terminal has.
	const terminals = consoles.map(name => consoleDevice(name)).map(name => (name === 'tty0' ? 'tty1' : name));
	return [
		'::sysinit:/etc/ramstrap/up',
		...terminals.map(name => `${name}::askfirst:-/bin/sh`),
		'::ctrlaltdel:/sbin/reboot',
		'::shutdown:/bin/umount -a -r',
	];
}
