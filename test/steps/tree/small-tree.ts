import {copyFileSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';

/**
A whole root file system in a folder: a static BusyBox as its init behind two links, another name of it, a file with a
capability, a device node, other owners, odd names, and some of what must not go along. Only root can make this.
*/
export async function makeSmallTree(folder: string, busybox: string): Promise<void> {
	if (process.getuid?.() !== 0) {
		throw new Error('The small tree has device nodes and foreign owners: run this test as root.');
	}

	for (const name of ['usr/bin', 'usr/sbin', 'etc', 'dev', 'proc', 'sys', 'run', 'tmp', 'root']) {
		mkdirSync(path.join(folder, name), {recursive: true});
	}

	copyFileSync(busybox, path.join(folder, 'usr/bin/busybox'));
	copyFileSync(busybox, path.join(folder, 'usr/bin/ping'));
	symlinkSync('usr/bin', path.join(folder, 'bin'));
	symlinkSync('usr/sbin', path.join(folder, 'sbin'));
	symlinkSync('../bin/busybox', path.join(folder, 'usr/sbin/init'));
	writeFileSync(path.join(folder, 'etc/os-release'), 'ID=small\n');
	writeFileSync(path.join(folder, 'etc/odd name #1 \\ ü\n*'), 'odd\n');
	writeFileSync(path.join(folder, `etc/${'long-'.repeat(30)}`), 'long\n');
	await execa('sh', ['-ec', `
		chmod 0755 usr/bin/busybox
		ln usr/bin/busybox usr/bin/sh
		chown 33:42 etc/os-release
		chmod 4750 usr/bin/ping
		setcap cap_net_raw+ep usr/bin/ping
		mknod etc/null c 1 3
		chmod 1777 tmp
		touch dev/node proc/file run/file tmp/file
		touch -h -d 2020-02-02T02:02:02Z etc/*
	`], {cwd: folder});
}

/** What every source must make of it. */
export const smallTree = [
	'. 755 0:0 dir',
	'./bin 777 0:0 link usr/bin',
	'./dev 755 0:0 dir',
	'./etc 755 0:0 dir',
	`./etc/${'long-'.repeat(30)} 644 0:0 file "long"`,
	'./etc/null 644 0:0 char',
	String.raw`./etc/odd\040name\040\0431\040\134\040\303\274\012* 644 0:0 file "odd"`,
	'./etc/os-release 644 33:42 file "ID=small"',
	'./proc 755 0:0 dir',
	'./root 755 0:0 dir',
	'./run 755 0:0 dir',
	'./sbin 777 0:0 link usr/sbin',
	'./sys 755 0:0 dir',
	'./tmp 1777 0:0 dir',
	'./usr 755 0:0 dir',
	'./usr/bin 755 0:0 dir',
	'./usr/bin/busybox 755 0:0 file program',
	'./usr/bin/ping 4750 0:0 file program, cap_net_raw=ep',
	'./usr/bin/sh 755 0:0 hard ./usr/bin/busybox',
	'./usr/sbin 755 0:0 dir',
	'./usr/sbin/init 777 0:0 link ../bin/busybox',
];
