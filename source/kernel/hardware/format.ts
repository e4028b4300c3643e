import {companionsOf} from './companions.ts';
import {firmwareWarning} from './firmware.ts';
import type {Found, HardwareNeeds} from './needs.ts';
import type {Device} from './types.ts';

/**
What a person reads: a line per device, what nobody knows, and the lines for the recipe. `config`: option →
value, of the kernel at hand.
*/
export function formatHardware({found, unknown, aside}: HardwareNeeds, config?: ReadonlyMap<string, string>): string[] {
	const warnings = found.flatMap(({device, modules}) =>
		device.network ? modules.flatMap(module => firmwareWarning(module) ?? []) : []);
	return [
		...found.map(entry => `${entry.device.label} → ${driverWords(entry, config)}`),
		...new Set(warnings.map(warning => `${warning}; they are included for drivers that kernel.drivers names, `
			+ 'from /lib/firmware of this machine or the folder in kernel.firmware.')),
		...conclusion({found, unknown, aside}),
		...(unknown.length > 0 ? [
			'',
			'No known driver for:',
			...unknown.map(({label, modalias}) =>
				`  ${label}${modalias && !label.includes('[') ? ` ${modalias}` : ''}`),
		] : []),
		...(aside.length > 0 ? [
			'',
			`${aside.length} more ${aside.length === 1 ? 'needs' : 'need'} no driver to boot: ${reasons(aside)}.`,
		] : []),
		...recipeLines(found),
	];
}

/** What follows for booting over the network; nothing where the list does not tell. */
function conclusion({found, unknown, aside}: HardwareNeeds): string[] {
	if (unknown.some(({bus, ids}) => bus === 'pci' && ids === undefined)) {
		return ['Device names do not identify a driver; device numbers do. To get them, run lspci -nnk on that '
			+ 'machine.'];
	}

	const isCard = ({network, use}: Device): boolean => network === true || use === 'network';
	const devices = [...found.map(({device}) => device), ...unknown];
	if (devices.some(device => isCard(device))) {
		return [];
	}

	const onlyUsb = [...devices, ...aside].every(({bus}) => bus === 'usb');
	return [onlyUsb
		? 'The list has no USB network card, and a USB list does not show internal cards. To list them, run lspci -nnk '
		+ 'on that machine.'
		: 'The list has no wired network card with a driver: this machine cannot boot over the network.'];
}

/** Companions that are a card's driver themselves, and not what drives its plug. */
const driversOfCards: ReadonlySet<string> = new Set(['mlx4_en', 'qede', 'thunderbolt_net', 'hv_netvsc']);

function driverWords({modules, options}: Found, config: ReadonlyMap<string, string> | undefined): string {
	const said = options.map(option => config ? `${option}: ${config.get(option) ?? 'missing'}` : option);
	return [...modules, ...said].join(', ');
}

function reasons(devices: readonly Device[]): string {
	return [...new Set(devices.map(({why}) => why))].filter(Boolean).join('; ');
}

/** Twice: for booting and running in RAM, and with the disks and USB ports that are there. */
function recipeLines(found: readonly Found[]): string[] {
	const virtio = found.some(({device}) => device.network && device.bus === 'virtio');
	const needed = found.filter(({device, modules}) =>
		device.use === 'network' || (virtio && modules.includes('virtio_pci')));
	const more = found.filter(entry =>
		!needed.includes(entry) && ['storage', 'bus', 'input'].includes(entry.device.use));
	return [
		...lines('Add to the recipe, below kernel:', needed),
		...(more.length > 0 ? lines('With disks, USB and keyboards:', [...needed, ...more]) : []),
	];
}

function lines(title: string, found: readonly Found[]): string[] {
	const companionCards = (module: string) => companionsOf(module).filter(name => driversOfCards.has(name));
	const modules = [...new Set(found.flatMap(entry =>
		[...entry.modules, ...entry.modules.flatMap(module => companionCards(module))]))];
	const options = [...new Set([...found.flatMap(entry => entry.options), ...found.flatMap(entry => entry.with)])];
	return found.length === 0 ? [] : [
		'',
		title,
		`  drivers: [${modules.join(', ')}]  # from: distribution`,
		...(options.length > 0
			? [`  options: {${options.map(option => `${option}: y`).join(', ')}}  # from: build`]
			: []),
	];
}
