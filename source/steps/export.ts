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
			'The root of nfs-root lies unpacked on this machine with the owners it has on the node, and only root can make files that belong to others.',
			['run it as root, for instance by sudo', 'strategy: dracut-toram   packs the same system into one file, which needs no root'],
			exitCodes.notReady,
		);
	}

	return {
		id: 'export',
		title: 'Root file system for NFS',
		why: 'The nodes mount this folder; it lies unpacked, with its owners.',
		needs: ['root'],
		reads: [],
		actions: [
			// What is setuid on a node, or a device there, is so on this machine for whoever can reach it.
			{do: 'command', argv: ['chmod', '0700', '.']},
			{do: 'command', argv: ['mkdir', '-m', '0755', 'root']},
			{do: 'command', argv: ['tar', '-x', '-p', '--warning=no-unknown-keyword', '--numeric-owner', '--xattrs', '--xattrs-include=*', '-f', '../root/root.tar', '-C', 'root']},
		],
		makes: ['root'],
		hints: [],
		asRoot: 'the files that nodes mount have the owners they have on the node',
		bulky: true,
	};
}
