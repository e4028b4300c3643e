import {exitCodes, UserError} from '../../errors.ts';
import type {Facts} from '../../host/types.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Step} from '../types.ts';
import findTraces from '../system/find-traces.sh';
import {pathsOf} from '../system/traces.ts';
import {writeLayers} from './layers.ts';
import packFolder from './pack-folder.sh';

/**
Makes `tree/root.tar` of this machine's own root file system. What makes it this machine (keys, machine-id, name) leaves
with the finishing; here stays behind what is of no use to a node, and what is secret, unless tree.keep names it.
@throws UserError (exit 3) for anybody but root
*/
export function hostStep({tree}: Recipe, {user, disk, packageManager}: Facts): Step {
	if (!user.root) {
		throw new UserError(
			'tree.from is host: the root file system of this machine has files that only root can read (passwords, '
			+ 'keys), so a copy needs root.',
			['run it as root, for example with sudo', 'tree.from: bootstrap   installs a new system from packages, '
			+ 'without root'],
			exitCodes.notReady,
		);
	}

	return {
		id: 'tree',
		title: 'Root file system of this machine',
		why: 'A copy of this machine\'s system, without /home, secrets, logs, caches and containers.',
		needs: [],
		// All of the machine cannot be watched; what is installed on it can.
		reads: packageManager === 'apt' ? ['/var/lib/dpkg/status'] : [],
		actions: [
			...writeLayers,
			{do: 'write-file', path: 'pack-folder.sh', text: packFolder},
			{do: 'write-file', path: 'find-traces.sh', text: findTraces},
			{
				do: 'command',
				argv: [
					'sh', 'pack-folder.sh', '/', '--system',
					...tree.keep.map(kept => `--keep=${kept}`),
					...emptied.map(path => `--emptied=${path}`),
					...pathsOf('secret').map(pattern => `--secret=${pattern}`),
					...leftOut.map(pattern => `./${pattern}`),
					`.${disk.path}/*`,
				],
				blames: 'recipe',
			},
		],
		makes: ['root.tar'],
		hints: ['this step runs again only if installed packages change; ramstrap run --fresh always runs it'],
	};
}

/** Services want to find their folders there. */
const emptied = [
	'var/log', 'var/cache', 'var/tmp', 'var/spool', 'var/backups', 'var/crash', 'var/mail', 'var/lib/dhcp',
	'var/lib/apt/lists',
];

/** Patterns of GNU tar; `*` stands for slashes as well. The folders themselves go along. */
const leftOut = [
	'home/*', 'root/*', 'mnt/*', 'media/*', 'lost+found',
	'var/lib/docker/*', 'var/lib/containerd/*', 'var/lib/containers/*',
	'var/lib/libvirt/images/*', 'var/lib/machines/*', 'var/lib/lxc/*', 'var/lib/lxd/*',
	'var/lib/flatpak/*', 'var/lib/systemd/coredump/*',
	'var/lib/mysql/*', 'var/lib/postgresql/*', 'var/lib/NetworkManager/*',
];
