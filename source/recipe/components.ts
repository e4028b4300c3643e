import {ubuntuSuites} from './suites.ts';

/**
Packages of Debian that people want on real machines and that are not in main (source package firmware-nonfree, and
microcodes of processors).
*/
const nonFree = new Set([
	...[
		'amd-graphics', 'ast', 'atheros', 'bnx2', 'bnx2x', 'brcm80211', 'cavium', 'cirrus', 'intel-graphics',
		'intel-misc', 'intel-sound', 'intelwimax', 'ipw2x00', 'ivtv', 'iwlwifi', 'libertas', 'linux', 'linux-nonfree',
		'marvell-prestera', 'mediatek', 'misc-nonfree', 'myricom', 'netronome', 'netxen', 'nvidia-graphics',
		'nvidia-gsp', 'qcom-soc', 'qlogic', 'realtek', 'samsung', 'siano', 'sof-signed', 'ti-connectivity', 'zd1211',
	].map(name => `firmware-${name}`),
	'amd64-microcode', 'intel-microcode',
]);

/** Before bookworm firmware was with all else that is not free. */
const beforeFirmware: ReadonlySet<string> = new Set(['buster', 'bullseye', 'oldoldstable']);

/** What a system has where the recipe says nothing of components. */
export function usualComponents(suite: string): string[] {
	return ubuntuSuites.has(suite) ? ['main', 'universe'] : ['main'];
}

export function allComponents(suite: string): string[] {
	if (ubuntuSuites.has(suite)) {
		return ['main', 'universe', 'restricted', 'multiverse'];
	}

	return ['main', 'contrib', 'non-free', ...(beforeFirmware.has(suite) ? [] : ['non-free-firmware'])];
}

/** The component of Debian that has packages which none of these components has, as far as that is known here. */
export function missingComponent(
	suite: string,
	components: readonly string[],
	packages: readonly string[],
): {names: string[]; component: string} | undefined {
	const component = beforeFirmware.has(suite) ? 'non-free' : 'non-free-firmware';
	const names = ubuntuSuites.has(suite) || components.includes(component)
		? []
		: packages.filter(word => nonFree.has(word.split(':', 1)[0]!));
	return names.length === 0 ? undefined : {names, component};
}
