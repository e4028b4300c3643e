import type {Facts} from '../host/types.ts';
import {downloadHints, downloadPackage} from './download.ts';
import type {Action, Step} from './types.ts';

/** Makes `busybox/busybox`: one static program with all the node's tools. */
export function busyboxStep({busybox}: Facts): Step {
	return {
		id: 'busybox',
		title: 'BusyBox',
		why: 'One static program provides the shell and all tools of the node.',
		needs: [],
		reads: busybox?.from === 'installed' ? [busybox.path] : [],
		actions: busybox ? [...fetchBusybox(busybox), listTools] : [],
		makes: ['busybox', 'tools.txt'],
		hints: busybox?.from === 'package' ? downloadHints : [],
	};
}

/** The folders and names BusyBox would give its tools, such as `usr/bin/awk`. */
export const listTools: Action = {do: 'command', argv: ['./busybox', '--list-full'], to: 'tools.txt'};

function fetchBusybox(busybox: NonNullable<Facts['busybox']>): Action[] {
	if (busybox.from === 'installed') {
		return [{do: 'command', argv: ['cp', busybox.path, 'busybox']}];
	}

	return [
		...downloadPackage(busybox.download),
		{do: 'command', argv: ['dpkg-deb', '--extract', busybox.download.file, 'package']},
		// In /bin, or in /usr/bin where the two are one.
		{
			do: 'command',
			argv: ['find', 'package', '-name', 'busybox', '-type', 'f', '-perm', '-100', '-exec', 'mv', '{}', '.', ';'],
		},
		{do: 'command', argv: ['rm', '-r', 'package', busybox.download.file]},
	];
}
