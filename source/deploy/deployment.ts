import type {BootFileName, PackageManager} from '../host/types.ts';
import {bootServices} from '../services/boot-services.ts';
import {renderExports} from '../services/nfs-exports.ts';
import type {NfsExport} from '../services/nfs.ts';
import type {BiosLoader, BootMenu, BootNetwork} from '../services/types.ts';
import {foldersOf, placesOf} from './places.ts';
import {publish} from './publish.ts';
import type {Change, Deployment, Proof} from './types.ts';
import {renderUnits} from './units.ts';

export type DeploymentFacts = {
	recipe: string;
	network: BootNetwork;
	menu: Omit<BootMenu, 'server'>;
	bios: BiosLoader;
	/** URL path → absolute path of what the menu names. */
	files: Record<string, string>;
	/** Every place where a boot file may be, best first. */
	bootFiles: Record<BootFileName, readonly string[]>;
	packages: {manager: PackageManager; names: string[]} | undefined;
	/** `loaded` from a folder on the machine: path of ours → absolute path of the original. Runs by `command`. */
	program: {copies: Record<string, string>; command: string};
	dnsmasq: string;
	/** Without one, nothing is exported. `version`: of the folder's content. */
	tree: {from: string; version: string; export: NfsExport} | undefined;
	/** Ports that the machine's firewall is to let in, as `69/udp`. */
	openings: Array<{firewall: 'firewalld' | 'ufw'; port: string}>;
};

/** Values in, everything that will be on the machine out, in the order in which it is done. */
export function makeDeployment(facts: DeploymentFacts): Deployment {
	const {recipe, network, tree, program} = facts;
	const places = placesOf(recipe);
	const served = services(facts);
	const units = renderUnits(recipe, {places, address: network.address, port: network.port, interface: network.interface, program: program.command, dnsmasq: facts.dnsmasq});
	const files = {...served.files, ...Object.fromEntries(Object.entries(units).map(([name, text]) => [places.unitFile(name), text])), ...(tree && {[places.exports]: renderExports(tree.export)})};
	const copies = {...Object.fromEntries(Object.entries({...served.copies, ...program.copies}).map(([path, original]) => [path, [original]])), ...served.loaders};
	const unitFiles = Object.keys(units).map(name => places.unitFile(name));
	return {
		recipe, interface: network.interface, address: network.address,
		changes: [
			...(facts.packages?.names ?? []).map((name): Change => ({kind: 'package', manager: facts.packages!.manager, name})),
			...foldersOf([...Object.keys(copies), ...Object.keys(files), ...(tree ? [tree.export.path] : [])]).map((path): Change => ({kind: 'folder', path})),
			{kind: 'command', title: 'systemd forgets the units', undoing: ['systemctl', 'daemon-reload'], of: []},
			...(tree ? [{kind: 'command', title: 'the NFS server forgets the folder', undoing: ['exportfs', '-ra'], of: []} satisfies Change] : []),
			...Object.entries(copies).map(([path, from]): Change => ({kind: 'copy', path, from, mode: path.startsWith(places.program) && path.endsWith('/node') ? 0o755 : 0o644})),
			...(tree ? [{kind: 'tree', path: tree.export.path, from: tree.from, version: tree.version, written: tree.export.access === 'rw'} satisfies Change] : []),
			...Object.entries(files).map(([path, text]): Change => ({kind: 'file', path, text})),
			...facts.openings.map(({firewall, port}): Change => ({kind: 'opening', firewall, interface: network.interface, port, note: `ramstrap ${recipe}`})),
			{kind: 'command', title: 'systemd reads the units', doing: ['systemctl', 'daemon-reload'], of: unitFiles},
			...unitsOf(facts, Object.keys(copies).filter(path => path.startsWith(`${places.program}/`))),
		],
		proofs: proofs(facts, served),
	};
}

/** The services as `serve` starts them, with their files at the places where they stay. */
function services({recipe, network, menu, bios, files, bootFiles}: DeploymentFacts) {
	const places = placesOf(recipe);
	const published = publish(files, places.published);
	const first = Object.fromEntries(Object.entries(bootFiles).map(([name, found]) => [name, found[0]!]));
	const [http, dnsmasq] = bootServices({network, menu, bios, bootFiles: first, files: published.files});
	const {process} = http!;
	if (process.kind !== 'http') {
		throw new TypeError('the first service is the HTTP server');
	}

	const inPlace = (name: string) => name.startsWith('tftp/') ? places.loaders + name.slice('tftp'.length) : `${places.settings}/${name}`;
	const candidates = (original: string): string[] => [...Object.values(bootFiles).find(found => found[0] === original) ?? [original]];
	const given = Object.entries(process.site.files).filter(([url]) => !Object.hasOwn(files, url)).map(([url, original]) => ({url, place: `${places.loaders}/${url.split('/').at(-1)!}`, original}));
	const loaders = [...Object.entries(dnsmasq!.copies).map(([name, original]) => [inPlace(name), candidates(original)] as const), ...given.map(({place, original}) => [place, candidates(original)] as const)];
	const site = {...process.site, files: {...process.site.files, ...Object.fromEntries(given.map(({url, place}) => [url, place]))}};
	const text = (content: string) => content.replaceAll('{folder}/tftp', () => places.loaders).replaceAll('{folder}/leases', () => `/var/lib/${places.state}/leases`);
	const configuration = Object.entries(dnsmasq!.files).map(([name, content]) => [inPlace(name), text(content)] as const);
	return {
		files: {...Object.fromEntries(configuration), [`${places.settings}/http.json`]: JSON.stringify(site, undefined, '\t') + '\n'},
		copies: published.copies,
		loaders: Object.fromEntries(loaders),
	};
}

function unitsOf({recipe, tree}: DeploymentFacts, program: string[]): Change[] {
	const {settings, units, unitFile, exports} = placesOf(recipe);
	return [
		{kind: 'unit', name: units.socket, ours: true, starts: [units.http], of: [unitFile(units.socket), unitFile(units.http), `${settings}/http.json`, ...program]},
		{kind: 'unit', name: units.dnsmasq, ours: true, starts: [], of: [unitFile(units.dnsmasq), `${settings}/dnsmasq.conf`]},
		...(tree ? [
			{kind: 'unit', name: 'nfs-server.service', ours: false, starts: [], of: []} satisfies Change,
			{kind: 'command', title: 'the NFS server reads its folders', doing: ['exportfs', '-ra'], of: [exports]} satisfies Change,
		] : []),
	];
}

function proofs({recipe, network, files, tree}: DeploymentFacts, {loaders}: {loaders: Record<string, string[]>}): Proof[] {
	const {units, loaders: folder, published} = placesOf(recipe);
	const at = `http://${network.address}${network.port === 80 ? '' : `:${network.port}`}`;
	const loader = Object.keys(loaders).map(path => path.slice(folder.length + 1)).toSorted((a, b) => preference(a) - preference(b))[0]!;
	return [
		{kind: 'unit', name: units.socket}, {kind: 'unit', name: units.dnsmasq},
		...(network.dhcp.mode === 'external' ? [] : [{kind: 'dhcp', address: network.address, interface: network.interface} satisfies Proof]),
		{kind: 'tftp', server: network.address, name: loader, file: `${folder}/${loader}`},
		{kind: 'http', url: `${at}/boot.ipxe`},
		...Object.entries(publish(files, published).files).map(([url, file]): Proof => ({kind: 'http', url: at + url, file})),
		...(tree ? [{kind: 'nfs', server: network.address, path: tree.export.path, version: tree.export.versions[0]!.slice(1)} satisfies Proof] : []),
	];
}

/** The small ones first: 60 kB instead of a megabyte. */
const preference = (name: string): number => ['undionly.kpxe', 'lpxelinux.0'].includes(name) ? 0 : 1;
