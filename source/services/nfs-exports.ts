import {createHash} from 'node:crypto';
import {octalEscaped} from '../report/octal.ts';
import type {NfsExport} from './nfs.ts';

/**
The same export for the kernel's NFS server: a file for /etc/exports.d/, whose name must end in `.exports` (exports(5)).
That server has no pseudo paths: nodes name the path itself, `nfsroot=<server>:<path>`, in every version.
*/
export function renderExports({path, subnet, access, squash}: NfsExport): string {
	const options = [
		access,
		'sync',
		'no_subtree_check',
		squash === 'none' ? 'no_root_squash' : 'root_squash',
		'sec=sys',
		`fsid=${uuidOf(path)}`,
	];
	return lines([
		'# A folder for nodes without a disk. Rendered by ramstrap; edit the recipe instead.',
		`# Nodes mount it as ${octalEscaped(path)}, in every version of NFS: `
		+ 'no export has fsid=0 (fsid=root), which would rename all others for NFS 4.',
		'#',
		`# ${subnet}: the nodes' network and nobody else.`,
		'# ' + (access === 'rw'
			? 'rw: the node writes its root here.'
			: 'ro: many nodes share it and none may change it.'),
		'# sync: what a node was told is written is on the disk (the default, but not of every exportfs).',
		'# no_subtree_check: a file that is renamed while a node has it open stays open.',
		...(squash === 'none'
			? [
				'# no_root_squash: this is a root file system. '
				+ 'Its root must read what only root may (/etc/shadow, host keys)'
				+ (access === 'rw' ? ' and write files that belong to root.' : '.'),
				'# Anyone in that network can read all of it, including password hashes and keys.',
			]
			: ['# root_squash: all may read these files, so nobody needs to be root here.']),
		'# sec=sys: the node says which user asks; there is no Kerberos before there is a root.',
		'# fsid: file handles that stay valid over a reboot of this server, '
		+ 'on file systems without an identity of their own too (tmpfs, overlay, Btrfs).',
		`${octalEscaped(path)} ${subnet}(${options.join(',')})`,
	]);
}

/** An identity that is always the same for the same path, in the form of a UUID. */
function uuidOf(path: string): string {
	const digits = createHash('sha256').update(path).digest('hex');
	return [
		digits.slice(0, 8),
		digits.slice(8, 12),
		digits.slice(12, 16),
		digits.slice(16, 20),
		digits.slice(20, 32),
	].join('-');
}

function lines(all: string[]): string {
	return all.join('\n') + '\n';
}
