import {UserError, exitCodes} from '../errors.ts';
import type {Facts} from '../host/types.ts';
import {isArchive} from '../recipe/archive.ts';
import type {Recipe} from '../recipe/schema.ts';
import fetchSource from './busybox/fetch-source.sh';
import takeSource from './busybox/take-source.sh';
import {downloadHints} from './download.ts';
import type {Action, Step} from './types.ts';

/**
Makes `busybox-source/busybox/`: the source of BusyBox, out of the distribution's source package or of what
`tree.path` names. A folder is copied: nothing is compiled in anybody's own.
@throws UserError (exit 3) where the distribution offers no source and the recipe names none
*/
export function busyboxSourceStep({tree: {path}}: Recipe, {busyboxSource, distribution, packageManager}: Facts): Step {
	if (path === undefined && busyboxSource === undefined) {
		throw new UserError(
			`tree.applets needs the source of BusyBox, which no package list of ${distribution.name} names here.`,
			[
				'tree.path can name a folder or archive with the source, such as busybox-1.37.0.tar.bz2',
				...(packageManager === 'apt' ? ['ramstrap doctor --install   refreshes the package lists'] : []),
			],
			exitCodes.notReady,
		);
	}

	return {
		id: 'busybox-source',
		title: path === undefined ? `BusyBox source ${busyboxSource!.version}` : 'BusyBox source',
		why: 'The source of BusyBox, unpacked and not installed on this machine.',
		needs: [],
		reads: path === undefined ? [] : [isArchive(path) ? path : `${path}/`],
		actions: path === undefined ? fetchPackage(busyboxSource!) : takeFrom(path),
		makes: ['busybox/Makefile', 'busybox/include/applets.src.h'],
		hints: path === undefined
			? downloadHints
			: ['tree.path must be a folder or a tar archive with the source of BusyBox; a .tar.bz2 needs bzip2'],
		bulky: true,
		shared: true,
	};
}

function fetchPackage({name, version}: {name: string; version: string}): Action[] {
	return [
		{do: 'write-file', path: 'fetch-source.sh', text: fetchSource},
		{
			do: 'command',
			argv: ['sh', 'fetch-source.sh', name, version, 'busybox'],
			complaint: '^(?:E|Err): |error: ',
		},
	];
}

function takeFrom(path: string): Action[] {
	return [
		{do: 'write-file', path: 'take-source.sh', text: takeSource},
		{do: 'command', argv: ['sh', 'take-source.sh', path, 'busybox'], blames: 'recipe'},
	];
}
