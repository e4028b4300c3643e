import type {Recipe} from '../recipe/schema.ts';
import {mountPort, renderGanesha, renderRpcbindStart, renderStart} from './nfs-ganesha.ts';
import type {Service} from './types.ts';

/**
An NFS server of our own, which touches nothing of the machine's: nfs-ganesha, and rpcbind where NFS 3 is spoken.
Nodes name an export by its pseudo path, `nfsroot=<server>:<pseudo>`, whatever version they speak.
*/
export function nfsService(exports: readonly NfsExport[]): Service[] {
	const withVersion3 = exports.some(({versions}) => versions.includes('v3'));
	return [...(withVersion3 ? [rpcbind()] : []), ganesha(exports, withVersion3)];
}

export type NfsExport = {
	/** Absolute path of the folder that is given out. */
	path: string;
	/** What nodes call it: absolute, and nothing but letters, digits, `.`, `_`, `-` and `/`. */
	pseudo: string;
	/** Who may mount it, as `a.b.c.d/n`. */
	subnet: string;
	access: 'rw' | 'ro';
	/** Others are refused; those that no export has, by the whole server. */
	versions: ReadonlyArray<Recipe['nfs']>;
	/**
	Whose rights root of a node has. `none`: root's, as every root file system needs, a read-only one too: as nobody
	it could not read what only root may (/etc/shadow, host keys, /root), and no service that needs them would
	start. `root`: nobody's, right for what all may read, such as an image to fetch. It keeps no secret either way:
	with sec=sys the node says which user asks.
	*/
	squash: 'none' | 'root';
};

/**
Both programs see a /run of their own. rpcbind has its socket, its lock and its state there (a network namespace does
not separate those), and would take them away from the machine's own rpcbind; the system's D-Bus is out of sight too.
*/
const inOwnMounts = ['unshare', '--mount', '--', 'sh', '{folder}/start'];

function rpcbind(): Service {
	return {
		id: 'rpcbind',
		files: {
			// A file, because a folder is made for what is in it.
			'run/rpcbind/readme': 'What rpcbind and the NFS server find in /run.\n',
			start: renderRpcbindStart(),
		},
		copies: {},
		// The word that it serves ("debugging enabled") comes also where it has no port.
		process: {kind: 'program', argv: inOwnMounts, ready: 'check binding for tcp$'},
		ports: [
			{protocol: 'tcp', number: 111, use: 'ports of the NFS server'},
			{protocol: 'udp', number: 111, use: 'ports of the NFS server'},
		],
	};
}

function ganesha(exports: readonly NfsExport[], withVersion3: boolean): Service {
	return {
		id: 'nfs',
		files: {
			'ganesha.conf': renderGanesha(exports),
			start: renderStart(exports, withVersion3 ? '{folder}/../rpcbind/run' : '{folder}/run'),
			'run/readme': 'What the NFS server finds in /run when there is no rpcbind.\n',
			'recovery/readme': 'What the NFS server remembers of its clients.\n',
		},
		copies: {},
		process: {
			kind: 'program',
			argv: inOwnMounts,
			ready: 'NFS SERVER INITIALIZED',
			refused: 'Could not create export for',
		},
		ports: [
			{protocol: 'tcp', number: 2049, use: 'NFS'},
			...(withVersion3 ? [{protocol: 'tcp' as const, number: mountPort, use: 'mount requests of NFS 3'}] : []),
		],
	};
}
