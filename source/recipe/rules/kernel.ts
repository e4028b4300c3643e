import type {Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

export function kernelRules(recipe: Recipe): Problem[] {
	return [driverRules, sortRules, signatureRules].flatMap(rules => rules(recipe));
}

function signatureRules({kernel, server}: Recipe): Problem[] {
	if (server.uefi === 'grub' && kernel.package?.endsWith('-unsigned')) {
		return [{path: ['kernel', 'package'],
			sentence: `kernel.package is ${kernel.package}, but server.uefi is grub, which with Secure Boot on starts `
				+ 'only kernels that Debian signed. Write the name without "-unsigned", or "uefi: ipxe".'}];
	}

	return kernel.from === 'build' && server.uefi === 'grub'
		? [{path: ['server', 'uefi'],
			sentence: 'server.uefi is grub, which starts only kernels that Debian signed with Secure Boot on, but '
				+ 'kernel.from is build: nobody signed that kernel. Write "uefi: ipxe" and turn Secure Boot off, or '
				+ '"from: distribution".'}]
		: [];
}

function driverRules({kernel}: Recipe): Problem[] {
	const path = ['kernel', 'drivers'];
	if (kernel.drivers === 'none' && kernel.from === 'distribution') {
		return [{path,
			sentence: 'kernel.drivers is none, but a distribution kernel has no network driver built in: the node '
				+ 'would boot without network. Write all-network, or a list such as [e1000e].'}];
	}

	const word = Array.isArray(kernel.drivers)
		? kernel.drivers.find(driver => ['all-network', 'none'].includes(driver))
		: undefined;
	return word
		? [{
			path,
			sentence: `kernel.drivers has ${word} in a list; write "drivers: ${word}" without brackets, or a list of `
				+ 'module names only.',
		}]
		: [];
}

function sortRules({kernel}: Recipe): Problem[] {
	const {from, source, package: name, fragment, options, drivers, modules, firmware} = kernel;
	const says = (field: string, sentence: string): Problem => ({
		path: ['kernel', ...field.split('.')],
		sentence: `kernel.${field} ${sentence}`,
	});
	if (from === 'distribution') {
		const given = Object.entries({
			source,
			fragment,
			options: Object.keys(options).length > 0 ? options : undefined,
		}).filter(([, value]) => value !== undefined);
		const stray = firmware !== undefined && !Array.isArray(drivers)
			? [
				says(
					'firmware',
					`applies only to named drivers, but kernel.drivers is ${drivers}. Name the drivers, such as `
					+ '[bnx2x], or remove it.',
				),
			]
			: [];
		return [
			...stray,
			...given.map(([field]) =>
				says(
					field,
					'applies only to a built kernel, but kernel.from is '
					+ 'distribution. Write "from: build", or remove it.',
				),
			),
		];
	}

	return [
		...sourceRules(source).map(([field, sentence]) => says(field, sentence)),
		...(name === undefined
			? []
			: [
				says(
					'package',
					'applies only to a distribution kernel, but kernel.from is '
					+ 'build. Name the source package in kernel.source.package.',
				),
			]),
		...(Array.isArray(drivers)
			? [
				says(
					'drivers',
					`is ${drivers.join(', ')}, but drivers of a built kernel are set by bundles such as intel-nics, or `
					+ 'options such as {E1000E: y}. Remove kernel.drivers.',
				),
			]
			: []),
		...(firmware === undefined
			? []
			: [
				says(
					'firmware',
					'applies only to a distribution kernel; a built kernel '
					+ 'uses the options EXTRA_FIRMWARE and EXTRA_FIRMWARE_DIR. Remove it.',
				),
			]),
		...(modules === 'needed'
			? []
			: [
				says(
					'modules',
					'applies only to a distribution kernel; all modules of a '
					+ 'built kernel are included. Remove it.',
				),
			]),
	];
}

function sourceRules(source: Recipe['kernel']['source']): Array<[string, string]> {
	const given = (['package', 'path', 'url'] as const).filter(field => source?.[field] !== undefined);
	if (given.length !== 1) {
		return [['source', given.length === 0
			? 'is missing: a built kernel needs {package: linux-source-6.1}, {path: …} or {url: …, sha256: …}.'
			: `has ${given.join(' and ')}; a kernel has only one source.`]];
	}

	if (source!.url !== undefined && source!.sha256 === undefined) {
		return [['source.sha256', 'is missing: the download is checked against it.']];
	}

	return source!.url === undefined && source!.sha256 !== undefined
		? [['source.sha256', 'applies only to source.url.']]
		: [];
}
