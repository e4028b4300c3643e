import {exitCodes, UserError} from '../errors.ts';
import type {Facts} from '../host/types.ts';
import type {Step} from './types.ts';

/**
Makes `export/root/`, the root file system as the nodes see it over NFS.
@throws UserError (exit 3) for anybody but root: the files on the server have their real owners
*/
export function exportStep({user}: Facts): Step {
	if (!user.root) {
		throw new UserError(
			'nfs-root keeps the root file system unpacked on this machine with its owners, and only root can create '
			+ 'files for other owners.',
			['run it as root, for example with sudo', 'strategy: dracut-toram   packs the same system into one file, '
			+ 'without root'],
			exitCodes.notReady,
		);
	}

	return {
		id: 'export',
		title: 'Root file system for NFS',
		why: 'Nodes mount this folder; it is unpacked, with its owners.',
		needs: ['root'],
		reads: [],
		actions: [
			// What is setuid on a node, or a device there, is so on this machine for whoever can reach it.
			{do: 'command', argv: ['chmod', '0700', '.']},
			{do: 'command', argv: ['mkdir', '-m', '0755', 'root']},
			{
				do: 'command',
				argv: [
					'tar', '-x', '-p', '--warning=no-unknown-keyword', '--numeric-owner',
					'--xattrs', '--xattrs-include=*', '-f', '../root/root.tar', '-C', 'root',
				],
			},
		],
		makes: ['root'],
		hints: [],
		asRoot: 'files for nodes must have the owners they have on the node',
		bulky: true,
	};
}
