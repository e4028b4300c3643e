/* eslint-disable unicorn/no-incorrect-template-string-interpolation -- {folder} is ours */
import {expect, test} from 'vitest';
import {renderExports} from '../../source/services/nfs-exports.ts';
import {nfsService, type NfsExport} from '../../source/services/nfs.ts';

const root: NfsExport = {path: '/srv/nfs-root/root', pseudo: '/ramstrap/nfs-root', subnet: '192.168.24.0/24', access: 'rw', versions: ['v3', 'v4.0', 'v4.1', 'v4.2'], squash: 'none'};
const shared: NfsExport = {...root, path: '/srv/nfs-shared/root', pseudo: '/ramstrap/nfs-shared', access: 'ro', versions: ['v4.2']};

test('a server for one node, in every version', () => {
	const [rpcbind, nfs] = nfsService([root]);
	expect(rpcbind).toEqual({
		id: 'rpcbind',
		files: {
			'run/rpcbind/readme': 'What rpcbind and the NFS server find in /run.\n',
			start: String.raw`#!/bin/sh -e
refuse() { echo "$*" >&2; exit 1; }
# The kernel lets none but root of the whole machine open files by their handles (open_by_handle_at(2)), as an NFS server does.
grep -q 4294967295 /proc/self/uid_map || refuse "NFS needs root on this machine: in a user namespace a server cannot open files by their handles."
folder="{folder}"
run="{folder}/run"
case "$folder" in /run/*) mkdir -p "$run/..$folder"; mount --bind "$folder" "$run/..$folder" ;; esac
mount --rbind "$run" /run
# It looks for its own port in /etc/services, which containers and trees made by hand may not have: then a copy of /etc that has it, in memory, for it alone.
if ! grep -qsw portmapper /etc/services; then
	mkdir -p /run/etc
	mount -t tmpfs -o mode=755 none /run/etc
	cp -a /etc/. /run/etc
	printf "sunrpc 111/tcp portmapper\nsunrpc 111/udp portmapper\n" >>/run/etc/services
	mount --bind /run/etc /etc
	umount -l /run/etc
fi
# -d: otherwise it does not say when it serves.
exec rpcbind -f -d
`,
		},
		copies: {},
		process: {kind: 'program', argv: ['unshare', '--mount', '--', 'sh', '{folder}/start'], ready: 'check binding for tcp$'},
		ports: [{protocol: 'tcp', number: 111, use: 'ports of the NFS server'}, {protocol: 'udp', number: 111, use: 'ports of the NFS server'}],
	});
	expect(nfs).toEqual({
		id: 'nfs',
		files: {
			'ganesha.conf': `# A folder for nodes without a disk. Rendered by ramstrap; edit the recipe instead.
NFS_CORE_PARAM {
	Protocols = 3, 4;
	# The same path for NFS 3 as for NFS 4.
	Mount_Path_Pseudo = true;
	MNT_Port = 20048;
	# Nodes use TCP, and lock within themselves.
	Enable_UDP = false;
	Enable_NLM = false;
	Enable_RQUOTA = false;
}
NFSv4 {
	Minor_Versions = 0, 1, 2;
	# Nobody was here before who could want locks back, and waiting for them takes 90 seconds.
	Graceless = true;
	RecoveryRoot = "{folder}/recovery";
	# The users are those of the exported files, not those of this machine.
	Only_Numeric_Owners = true;
}
NFS_KRB5 {
	Active_krb5 = false;
}
EXPORT {
	Export_Id = 1;
	Path = "/srv/nfs-root/root";
	Pseudo = /ramstrap/nfs-root;
	Protocols = 3, 4;
	Transports = TCP;
	SecType = sys;
	Squash = No_Root_Squash;
	# Nobody but the nodes.
	Access_Type = None;
	CLIENT {
		Clients = 192.168.24.0/24;
		Access_Type = RW;
	}
	FSAL {
		Name = VFS;
	}
}
LOG {
	Components {
		# There is no D-Bus here, by intention.
		DBUS = FATAL;
	}
}
`,
			start: String.raw`#!/bin/sh -e
refuse() { echo "$*" >&2; exit 1; }
# The kernel lets none but root of the whole machine open files by their handles (open_by_handle_at(2)), as an NFS server does.
grep -q 4294967295 /proc/self/uid_map || refuse "NFS needs root on this machine: in a user namespace a server cannot open files by their handles."
for path in '/srv/nfs-root/root'; do
	[ -d "$path" ] || refuse "NFS cannot export $path: the folder does not exist."
	[ "$(stat -f -c %T "$path")" != overlayfs ] || refuse "NFS cannot export $path: it is on an overlay file system, as in containers, which has no file handles. Use a folder on another file system."
done
folder="{folder}"
run="{folder}/../rpcbind/run"
case "$folder" in /run/*) mkdir -p "$run/..$folder"; mount --bind "$folder" "$run/..$folder" ;; esac
mount --rbind "$run" /run
# It looks for file systems in /etc/mtab, which containers and trees made by hand may not have: then a copy of /etc that has it, in memory, for it alone.
if [ ! -e /etc/mtab ]; then
	mkdir -p /run/etc
	mount -t tmpfs -o mode=755 none /run/etc
	cp -a /etc/. /run/etc
	ln -sfn /proc/self/mounts /run/etc/mtab
	mount --bind /run/etc /etc
	umount -l /run/etc
fi
# Newer versions end where they may not ask for a place in front of others that write (CAP_SYS_RESOURCE, which containers lack), unless told to go on; older ones end at that word.
configuration="{folder}/ganesha.conf"
library=$(ldd "$(command -v ganesha.nfsd)" | sed -n "s/.*libganesha_nfsd[^ ]* => \([^ ]*\) .*/\1/p")
if grep -qsi allow_set_io_flusher_fail "$library"; then
	sed "s/^NFS_CORE_PARAM {/&\n\tallow_set_io_flusher_fail = true;/" "$configuration" >/run/ganesha.conf
	configuration=/run/ganesha.conf
fi
exec ganesha.nfsd -F -L STDOUT -f "$configuration" -p "{folder}/ganesha.pid"
`,
			'run/readme': 'What the NFS server finds in /run when there is no rpcbind.\n',
			'recovery/readme': 'What the NFS server remembers of its clients.\n',
		},
		copies: {},
		process: {kind: 'program', argv: ['unshare', '--mount', '--', 'sh', '{folder}/start'], ready: 'NFS SERVER INITIALIZED', refused: 'Could not create export for'},
		ports: [{protocol: 'tcp', number: 2049, use: 'NFS'}, {protocol: 'tcp', number: 20_048, use: 'mount requests of NFS 3'}],
	});
});

test('NFS 4 alone needs no rpcbind; read-only; other minor versions are off', () => {
	const services = nfsService([shared]);
	expect(services.map(({id, ports}) => [id, ...ports.map(({number}) => number)])).toEqual([['nfs', 2049]]);
	const {'ganesha.conf': text = '', start} = services[0]!.files;
	expect(text.match(/\b(?:Protocols|Minor_Versions|Access_Type|Squash) = .*/g)).toEqual(['Protocols = 4;', 'Minor_Versions = 2;', 'Protocols = 4;', 'Squash = No_Root_Squash;', 'Access_Type = None;', 'Access_Type = RO;']);
	expect(start).toContain('run="{folder}/run"\n');
});

test('NFS 3 alone; nobody is root of what all may read', () => {
	const text = nfsService([{...shared, versions: ['v3'], squash: 'root'}])[1]!.files['ganesha.conf']!;
	expect(text.match(/Protocols = .*|Minor.*|Squash.*/g)).toEqual(['Protocols = 3;', 'Protocols = 3;', 'Squash = Root_Squash;']);
});

const rwExport = `# A folder for nodes without a disk. Rendered by ramstrap; edit the recipe instead.
# Nodes mount it as /srv/nfs-root/root, in every version of NFS: no export has fsid=0 (fsid=root), which would rename all others for NFS 4.
#
# 192.168.24.0/24: the nodes' network and nobody else.
# rw: the node writes its root here.
# sync: what a node was told is written is on the disk (the default, but not of every exportfs).
# no_subtree_check: a file that is renamed while a node has it open stays open.
# no_root_squash: this is a root file system. Its root must read what only root may (/etc/shadow, host keys) and write files that belong to root.
# Anyone in that network can read all of it, including password hashes and keys.
# sec=sys: the node says which user asks; there is no Kerberos before there is a root.
# fsid: file handles that stay valid over a reboot of this server, on file systems without an identity of their own too (tmpfs, overlay, Btrfs).
/srv/nfs-root/root 192.168.24.0/24(rw,sync,no_subtree_check,no_root_squash,sec=sys,fsid=a245a998-1496-e325-4e15-4a7215b8e857)
`;

test('the same for the kernel\'s server', () => {
	expect(renderExports(root)).toBe(rwExport);
});

test('read-only: root still reads all, and writes nothing', () => {
	const text = renderExports(shared);
	expect(text.split('\n').filter(line => /^# (?:ro|no_root)|^\//.test(line))).toEqual([
		'# ro: many nodes share it and none may change it.',
		'# no_root_squash: this is a root file system. Its root must read what only root may (/etc/shadow, host keys).',
		expect.stringMatching(/^\/srv\/nfs-shared\/root 192\.168\.24\.0\/24\(ro,sync,no_subtree_check,no_root_squash,sec=sys,fsid=[\d\-a-f]{36}\)$/),
	]);
	expect(renderExports({...shared, squash: 'root'})).toContain('(ro,sync,no_subtree_check,root_squash,sec=sys,');
});
