import {exitCodes, UserError} from '../../errors.ts';
import type {Facts} from '../../host/types.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Argv, Step} from '../types.ts';
import installPackages from './dnf.sh';
import {writeLayers} from './layers.ts';
import packFolder from './pack-folder.sh';

/**
Makes `tree/root.tar` by `dnf --installroot`.
@throws UserError (exit 3) on a machine without package sources of dnf, when the recipe names none
*/
export function dnfStep({tree}: Recipe, facts: Facts): Step {
	if (facts.packageManager !== 'dnf' && tree.mirror === undefined) {
		throw new UserError(
			`tree.release is ${tree.release}, and ${facts.distribution.name} has no package sources `
			+ 'for Fedora or related distributions.',
			[
				'tree.mirror: https://…/Everything/x86_64/os/   sets one',
				'tree.suite: trixie   uses Debian\'s packages instead',
			],
			exitCodes.notReady,
		);
	}

	const release = String(tree.release ?? facts.distribution.version.split('.', 1)[0]);
	return {
		id: 'tree',
		title: `Packages of release ${release}`,
		why: 'A new system installed from packages, with systemd as init; nothing is installed on this machine.',
		needs: [],
		reads: [],
		actions: [
			{do: 'write-file', path: 'dnf.sh', text: installPackages},
			...writeLayers,
			{do: 'write-file', path: 'pack-folder.sh', text: packFolder},
			{
				do: 'command',
				argv: [
					...namespace(facts),
					'sh', 'dnf.sh', release, tree.mirror ?? '', `../${packageCache}`,
					...basePackages, ...tree.packages,
				],
				complaint: '^(?:Error: |error: |Failed |No match )',
			},
		],
		makes: ['root.tar'],
		hints: ['tree.release, tree.mirror and tree.packages in the recipe define the packages and their source'],
		scratch: {folder: packageCache},
	};
}

const packageCache = 'rpm-packages';

/** In a namespace an ordinary user has all the owners that /etc/subuid gives him; nobody's mounts stay behind. */
function namespace({user}: Facts): Argv {
	const asRoot = ['--map-auto', '--map-root-user', '--setuid', '0', '--setgid', '0'];
	return ['unshare', '--mount', ...(user.root ? [] : asRoot)];
}

const basePackages = [
	'basesystem', 'bash', 'coreutils', 'dbus', 'iproute', 'iputils', 'kmod', 'passwd', 'procps-ng', 'rootfiles',
	'shadow-utils', 'systemd', 'systemd-networkd', 'systemd-resolved', 'systemd-udev', 'util-linux',
];
