import type {NfsExport} from './nfs.ts';

/** Where rpc.mountd of most distributions listens as well. */
export const mountPort = 20_048;

/** The configuration of nfs-ganesha (ganesha-core-config(8), ganesha-export-config(8)). */
export function renderGanesha(exports: readonly NfsExport[]): string {
	const versions = [...new Set(exports.flatMap(({versions}) => versions))];
	const minors = minorsOf(versions);
	return lines([
		'# A folder for nodes without a disk. Rendered by ramstrap; edit the recipe instead.',
		'NFS_CORE_PARAM {',
		`\tProtocols = ${protocolsOf(versions)};`,
		'\t# The same path for NFS 3 as for NFS 4.',
		'\tMount_Path_Pseudo = true;',
		`\tMNT_Port = ${mountPort};`,
		'\t# Nodes use TCP, and lock within themselves.',
		'\tEnable_UDP = false;',
		'\tEnable_NLM = false;',
		'\tEnable_RQUOTA = false;',
		'}',
		'NFSv4 {',
		...(minors.length > 0 ? [`\tMinor_Versions = ${minors.join(', ')};`] : []),
		'\t# Nobody was here before who could want locks back, and waiting for them takes 90 seconds.',
		'\tGraceless = true;',
		'\tRecoveryRoot = "{folder}/recovery";',
		'\t# The users are those of the exported files, not those of this machine.',
		'\tOnly_Numeric_Owners = true;',
		'}',
		'NFS_KRB5 {',
		'\tActive_krb5 = false;',
		'}',
		...exports.flatMap((one, index) => renderExport(one, index + 1)),
		'LOG {',
		'\tComponents {',
		'\t\t# There is no D-Bus here, by intention.',
		'\t\tDBUS = FATAL;',
		'\t}',
		'}',
	]);
}

function renderExport({path, pseudo, subnet, access, versions, squash}: NfsExport, id: number): string[] {
	return [
		'EXPORT {',
		`\tExport_Id = ${id};`,
		`\tPath = "${path}";`,
		`\tPseudo = ${pseudo};`,
		`\tProtocols = ${protocolsOf(versions)};`,
		'\tTransports = TCP;',
		'\tSecType = sys;',
		`\tSquash = ${squash === 'none' ? 'No_Root_Squash' : 'Root_Squash'};`,
		'\t# Nobody but the nodes.',
		'\tAccess_Type = None;',
		'\tCLIENT {',
		`\t\tClients = ${subnet};`,
		`\t\tAccess_Type = ${access.toUpperCase()};`,
		'\t}',
		'\tFSAL {',
		'\t\tName = VFS;',
		'\t}',
		'}',
	];
}

const minorsOf = (versions: NfsExport['versions']): string[] =>
	versions.filter(version => version !== 'v3').map(version => version.at(-1)!).toSorted();

function protocolsOf(versions: NfsExport['versions']): string {
	return [...(versions.includes('v3') ? ['3'] : []), ...(minorsOf(versions).length > 0 ? ['4'] : [])].join(', ');
}

/**
A script that starts nfs-ganesha with `run` as its /run. It refuses what nfs-ganesha would start with all the same,
to give out nothing, or files that nobody can open.
*/
export function renderStart(exports: readonly NfsExport[], run: string): string {
	return lines([
		...startLines,
		`for path in ${exports.map(({path}) => quoted(path)).join(' ')}; do`,
		'\t[ -d "$path" ] || refuse "NFS cannot export $path: the folder does not exist."',
		'\t[ "$(stat -f -c %T "$path")" != overlayfs ] || refuse "NFS cannot export $path: it is on an overlay file '
		+ 'system, as in containers, which has no file handles. Use a folder on another file system."',
		'done',
		...hideRun(run),
		...ownEtc(
			'It looks for file systems in /etc/mtab',
			'[ ! -e /etc/mtab ]',
			'ln -sfn /proc/self/mounts /run/etc/mtab',
		),
		'# Newer versions end where they may not ask for a place in front of others that write (CAP_SYS_RESOURCE, '
		+ 'which containers lack), unless told to go on; older ones end at that word.',
		'configuration="{folder}/ganesha.conf"',
		'library=$(ldd "$(command -v ganesha.nfsd)" | '
		+ String.raw`sed -n "s/.*libganesha_nfsd[^ ]* => \([^ ]*\) .*/\1/p")`,
		'if grep -qsi allow_set_io_flusher_fail "$library"; then',
		String.raw`	sed "s/^NFS_CORE_PARAM {/&\n\tallow_set_io_flusher_fail = true;/" `
		+ '"$configuration" >/run/ganesha.conf',
		'	configuration=/run/ganesha.conf',
		'fi',
		'exec ganesha.nfsd -F -L STDOUT -f "$configuration" -p "{folder}/ganesha.pid"',
	]);
}

/** A script that starts rpcbind with `{folder}/run` as its /run. */
export function renderRpcbindStart(): string {
	return lines([
		...startLines,
		...hideRun('{folder}/run'),
		...ownEtc(
			'It looks for its own port in /etc/services',
			'! grep -qsw portmapper /etc/services',
			String.raw`printf "sunrpc 111/tcp portmapper\nsunrpc 111/udp portmapper\n" >>/run/etc/services`,
		),
		'# -d: otherwise it does not say when it serves.',
		'exec rpcbind -f -d',
	]);
}

/**
Puts another folder, whose last name is run as well, in the place of /run. What this
service has below /run it finds there again.
*/
function hideRun(run: string): string[] {
	return [
		'folder="{folder}"',
		`run="${run}"`,
		'case "$folder" in /run/*) mkdir -p "$run/..$folder"; mount --bind "$folder" "$run/..$folder" ;; esac',
		'mount --rbind "$run" /run',
	];
}

/**
Containers and trees made by hand may lack a file that a server goes on without, to serve nothing: then it gets a copy
of /etc that has it, in memory, for it alone.
*/
function ownEtc(why: string, isMissing: string, make: string): string[] {
	return [
		`# ${why}, which containers and trees made by hand may not have: `
		+ 'then a copy of /etc that has it, in memory, for it alone.',
		`if ${isMissing}; then`,
		'	mkdir -p /run/etc',
		'	mount -t tmpfs -o mode=755 none /run/etc',
		'	cp -a /etc/. /run/etc',
		`	${make}`,
		'	mount --bind /run/etc /etc',
		'	umount -l /run/etc',
		'fi',
	];
}

const startLines = [
	'#!/bin/sh -e',
	'refuse() { echo "$*" >&2; exit 1; }',
	'# The kernel lets none but root of the whole machine open files by their handles (open_by_handle_at(2)), '
	+ 'as an NFS server does.',
	'grep -q 4294967295 /proc/self/uid_map || refuse "NFS needs root on this machine: in a user namespace a server '
	+ 'cannot open files by their handles."',
];

function quoted(text: string): string {
	return `'${text.replaceAll('\'', String.raw`'\''`)}'`;
}

function lines(all: string[]): string {
	return all.join('\n') + '\n';
}
