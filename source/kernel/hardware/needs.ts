import type {CatalogueOption} from '../types.ts';
import {modulesFor} from './aliases.ts';
import {useOfModule} from './module-uses.ts';
import {parentsOf} from './parents.ts';
import type {Device, DriverFacts, DriverTables, Use} from './types.ts';

export type Found = {
	device: Device;
	modules: string[];
	/** The options that make these modules; none where neither tree nor catalogue tells. */
	options: string[];
	/** What must be y beside them. */
	with: string[];
};

export type HardwareNeeds = {
	found: Found[];
	/** No driver is known for these, and one may be wanted. */
	unknown: Device[];
	/** Nothing to look for: why, and the devices. */
	aside: Device[];
};

/**
The drivers of a machine's devices. What lspci said to be in use is true even without tables, unless the tables do not
know it and know another: somebody's own module, such as Realtek's r8168.
*/
export function driversFor(
	devices: readonly Device[],
	tables: DriverTables = noTables,
	catalogue: readonly CatalogueOption[] = [],
): HardwareNeeds {
	const factsOf = (module: string) => tables.drivers.get(module) ?? catalogueFacts(module, catalogue);
	const isAbsent = (module: string): boolean => tables.complete === true && !tables.drivers.has(module);
	const needs: HardwareNeeds = {found: [], unknown: [], aside: []};
	for (const given of devices) {
		const modules = chooseModules(given, tables, module => !isAbsent(module) && factsOf(module) !== undefined);
		const device = withUse(given, modules, module => factsOf(module)?.folder);
		if (device.use === 'none' || device.use === 'other') {
			needs.aside.push(device);
		} else if (modules.length === 0) {
			needs.unknown.push(device);
		} else if (modules.every(module => isAbsent(module))) {
			needs.unknown.push({...device,
				label: `${device.label} (${modules.join(', ')}: used by that machine, missing in this kernel)`});
		} else {
			needs.found.push(describeFound(device, modules, tables, catalogue));
		}
	}

	return needs;
}

/** For where there is neither a modules.alias nor a source tree. */
export const noTables: DriverTables = {aliases: new Map(), drivers: new Map()};

function chooseModules(
	{modalias, modules, others = [], bus}: Device,
	tables: DriverTables,
	isKnown: (module: string) => boolean,
): string[] {
	const matched = modalias ? modulesFor(tables.aliases, modalias) : [];
	const agreed = modules.filter(module => matched.includes(module));
	if (agreed.length > 0) {
		return agreed;
	}

	const known = modules.filter(module => isKnown(module));
	if (bus === 'module' || known.length > 0) {
		return known.length > 0 ? known : modules;
	}

	// Somebody's own module was in use; of those named beside it this kernel may have one.
	const beside = others.filter(module => isKnown(module));
	return [matched, beside].find(names => names.length > 0) ?? modules;
}

/**
What a device is for its driver knows best, and its class only where that is silent: ConnectX cards call themselves like
wireless ones, and some wireless ones like wired ones.
*/
function withUse(device: Device, modules: readonly string[], folderOf: (module: string) => string | undefined): Device {
	const byModule = modules.map(module => useOfModule(module, folderOf(module))).find(one => one !== 'unknown');
	const says = byModule === 'network' || byModule === 'other' ? byModule : undefined;
	if (says !== undefined && says !== device.use && device.bus === 'pci' && isOfNetworkClass(device)) {
		return byModule === 'network'
			? withoutWhy({
				...device,
				label: device.label.replace(/^Wireless\b/, 'Ethernet'),
				use: 'network',
				network: true,
			})
			: {...withoutNetwork(device), use: 'other', why: 'firmware cannot boot over wireless'};
	}

	if (device.use !== 'unknown') {
		return device;
	}

	const use: Use = byModule ?? (device.bus === 'module' ? 'other' : 'unknown');
	return {
		...device,
		use,
		...(use === 'network' ? {network: true} : {}),
		...(use === 'other' ? {why: 'modules that are not needed to boot'} : {}),
	};
}

const withoutWhy = ({why, ...rest}: Device): Device => rest;
const withoutNetwork = ({network, ...rest}: Device): Device => rest;

const isOfNetworkClass = ({class: pciClass}: Device): boolean =>
	pciClass === undefined || pciClass.startsWith('02') || pciClass.startsWith('0d');

function describeFound(
	device: Device,
	modules: string[],
	tables: DriverTables,
	catalogue: readonly CatalogueOption[],
): Found {
	const facts = modules.map(module => {
		const [own, listed] = [tables.drivers.get(module), catalogueFacts(module, catalogue)];
		if (!own || own.options.length === 0) {
			return listed ?? {options: [], with: []};
		}

		// The catalogue knows all that an option depends on, a Makefile only the folders on the way.
		return {options: own.options, with: listed?.with ?? [...parentsOf(module, own.folder), ...own.with]};
	});
	const options = [...new Set(facts.flatMap(fact => fact.options))];
	const others = new Set(facts.flatMap(fact => fact.with));
	return {device, modules, options, with: [...others].filter(option => !options.includes(option))};
}

function catalogueFacts(name: string, catalogue: readonly CatalogueOption[]): DriverFacts | undefined {
	const entries = catalogue.filter(({module}) => module?.replaceAll('-', '_') === name);
	return entries.length > 0
		? {options: entries.map(({option}) => option), with: entries.flatMap(entry => entry.with ?? [])}
		: undefined;
}
