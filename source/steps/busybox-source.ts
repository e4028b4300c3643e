import {UserError, exitCodes} from '../errors.ts';
import type {Facts} from '../host/types.ts';
import {isArchive} from '../recipe/archive.ts';
import type {Recipe} from '../recipe/schema.ts';
import fetchSource from './busybox/fetch-source.sh';
import {downloadHints} from './download.ts';
import type {Action, Step} from './types.ts';

/**
Makes `busybox-source/busybox/`: the source of BusyBox, out of the distribution's source package or of what
`tree.path` names. A folder is copied: nothing is compiled in anybody's own.
@throws UserError (exit 3) where the distribution offers no source and the recipe names none
*/
export function busyboxSourceStep({tree: {path}}: Recipe, {busyboxSource, distribution}: Facts): Step {
	if (path === undefined && busyboxSource === undefined) {
		throw new UserError(
			`tree.applets needs the source of BusyBox, which the package lists of ${distribution.name} do not name.`,
			[
				'tree.path can name a folder or archive with the source',
				'ramstrap doctor --install   refreshes the package lists',
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
		hints: path === undefined ? downloadHints : [],
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
	if (!isArchive(path)) {
		return [
			refuseOther(path, path),
			{do: 'command', argv: ['cp', '-a', '--no-preserve=ownership', path, 'busybox']},
			// What was compiled there would be in the way of compiling elsewhere.
			{do: 'command', argv: ['sh', '-c', 'test ! -f busybox/.config || make -C busybox mrproper']},
		];
	}

	return [
		{do: 'command', argv: ['mkdir', 'busybox']},
		{
			do: 'command',
			argv: [
				'tar', '--extract', '--no-same-owner', '--strip-components', '1', '--directory', 'busybox', '--file',
				path,
			],
		},
		refuseOther('busybox', path),
	];
}

function refuseOther(folder: string, path: string): Action {
	return {
		do: 'command',
		argv: [
			'sh', '-c',
			'test -f "$1/Makefile" -a -f "$1/include/applets.src.h" '
			+ '|| { echo "tree.path is $2, which does not contain the source of BusyBox"; exit 1; }',
			'sh', folder, path,
		],
		blames: 'recipe',
	};
}
