import type {PackageManager} from '../host/types.ts';
import {treesName, versionsName, type Published} from '../publish/read.ts';
import {onceFolder} from '../publish/booted-once.ts';
import {menuFor, ownMenusOf, siteOf, type SiteSettings} from '../publish/site.ts';
import {versionId, type Version} from '../publish/version.ts';
import {signedLoaderNames} from '../recipe/signed-loaders.ts';
import {firstStageService, webAddress, type LoaderName} from '../services/boot-services.ts';
import {pxelinuxIncludes} from '../services/http.ts';
import {renderExports} from '../services/nfs-exports.ts';
import type {BootNetwork, Loaders} from '../services/types.ts';
import {foldersOf, placesOf, publishedFolder, singleExecutable} from './places.ts';
import type {Change, Deployment, Proof} from './types.ts';
import {renderUnits} from './units.ts';

export type DeploymentFacts = {
	network: BootNetwork;
	/** Of the nodes, as `a.b.c.d/n`. */
	subnet: string;
	/** Seconds the menu waits for a key. */
	timeout: number;
	/** What was built, where its files are now, and how many versions stay. */
	version: Version;
	sources: Record<string, string>;
	keep: number;
	/** What single machines have of their own: URL path → absolute path. */
	archives: Record<string, string>;
	/** Every place where a boot file may be, best first. */
	bootFiles: Record<LoaderName, readonly string[]>;
	packages: {manager: PackageManager; names: string[]} | undefined;
	/** Path of ours → absolute path of the original; run by `command`. */
	program: {copies: Record<string, string>; command: string};
	/** Absolute path of dnsmasq. */
	dnsmasq: string;
	/** DHCP servers cannot be heard from here, ours neither. */
	isDeaf: boolean;
	/** Ports that the machine's firewall is to let in, as `69/udp`. */
	openings: Array<{firewall: 'firewalld' | 'ufw'; port: string}>;
} & Loaders;

/** Values in, everything that will be on the machine out, in the order in which it is done. */
export function makeDeployment(facts: DeploymentFacts): Deployment {
	const {network, program, version, sources, keep} = facts;
	const {name: recipe} = version;
	const places = placesOf(recipe);
	const executables = new Set(['node', singleExecutable].map(name => `${places.program}/${name}`));
	const {files, loaders} = configuration(facts);
	const own = Object.fromEntries(
		Object.entries(facts.archives).map(([url, original]) => [archiveFile(recipe, url), [original]]),
	);
	const copies = {
		...Object.fromEntries(Object.entries(program.copies).map(([path, original]) => [path, [original]])),
		...loaders,
		...own,
	};
	return {
		recipe, interface: network.interface, address: network.address,
		changes: [
			...(facts.packages?.names ?? []).map((name): Change => ({
				kind: 'package',
				manager: facts.packages!.manager,
				name,
			})),
			...foldersOf([`${publishedFolder}/${recipe}`, ...Object.keys(copies), ...Object.keys(files)]).map(
				(path): Change => ({kind: 'folder', path}),
			),
			{
				kind: 'command', title: 'systemd drops the removed units',
				undoing: ['systemctl', 'daemon-reload'], of: [],
			},
			...(version.tree
				? [{
					kind: 'command',
					title: 'the NFS server removes the export',
					undoing: ['exportfs', '-ra'],
					of: [],
				} satisfies Change]
				: []),
			...Object.entries(copies).map(([path, from]): Change => ({
				kind: 'copy',
				path,
				from: [...from],
				mode: executables.has(path) ? 0o755 : 0o644,
			})),
			{kind: 'version', folder: publishedFolder, version, sources, keep},
			...Object.entries(files).map(([path, text]): Change => ({kind: 'file', path, text})),
			...facts.openings.map(({firewall, port}): Change => ({
				kind: 'opening',
				firewall,
				interface: network.interface,
				port,
				note: `ramstrap ${recipe}`,
			})),
			...unitsOf(facts),
		],
		proofs: proofs(facts, Object.keys(loaders)),
	};
}

/** The texts of ours, and the loaders, by the paths where they stay. */
function configuration(facts: DeploymentFacts): {
	files: Record<string, string>;
	loaders: Record<string, readonly string[]>;
} {
	const {network, bios, uefi, bootFiles, version, program, dnsmasq, subnet} = facts;
	const places = placesOf(version.name);
	const {settings, own} = siteFor(facts);
	// Our own paths first: what the menus of the moment name beside what is published are loaders.
	const first = Object.fromEntries(Object.entries(bootFiles).map(([name, found]) => [name, found[0]!]));
	const service = firstStageService(
		{network, bios, uefi, bootFiles: first},
		pxelinuxIncludes(own, webAddress(network)),
	);
	const inPlace = (name: string) =>
		name.startsWith('tftp/') ? places.loaders + name.slice('tftp'.length) : `${places.settings}/${name}`;
	const text = (content: string) =>
		content
			.replaceAll('{folder}/tftp', () => places.loaders)
			.replaceAll('{folder}/hosts', () => `${places.settings}/hosts`)
			.replaceAll('{folder}/leases', () => `/var/lib/${places.state}/leases`);
	const given = Object.values(siteOf([], settings).files).map(
		place => [place, bootFiles[place.slice(places.loaders.length + 1) as LoaderName]] as const,
	);
	const units = renderUnits(version.name, {
		places,
		address: network.address,
		port: network.port,
		interface: network.interface,
		program: program.command,
		dnsmasq,
	});
	return {
		files: {
			...Object.fromEntries(
				Object.entries(service.files).map(([name, content]) => [inPlace(name), text(content)]),
			),
			[`${places.settings}/http.json`]: JSON.stringify(settings, undefined, '\t') + '\n',
			...Object.fromEntries(Object.entries(units).map(([name, content]) => [places.unitFile(name), content])),
			...(version.tree && {
				[places.exports]: renderExports({
					path: `${publishedFolder}/${version.name}/${treesName}`,
					pseudo: '',
					subnet,
					access: version.tree.access,
					versions: [version.tree.nfs],
					squash: 'none',
				}),
			}),
		},
		loaders: {
			...Object.fromEntries(
				Object.entries(service.copies).map(([name, original]) => [
					inPlace(name),
					Object.values(bootFiles).find(found => found[0] === original)!,
				]),
			),
			...Object.fromEntries(given),
		},
	};
}

/** What the HTTP server is told, and which machines have a menu of their own. */
function siteFor({network, bios, uefi, timeout, version, bootFiles, archives}: DeploymentFacts) {
	const {loaders} = placesOf(version.name);
	const names: LoaderName[] = [
		'ipxe.efi',
		...(bios === 'pxelinux' ? ['ldlinux.c32', 'menu.c32', 'libutil.c32'] as const : []),
		...(uefi === 'grub' ? signedLoaderNames : []),
	];
	const settings: SiteSettings = {
		folder: publishedFolder, first: version.name, timeout, nodes: network.nodes, bios, uefi, exportedByPath: true,
		archives: Object.fromEntries(Object.keys(archives).map(url => [url, archiveFile(version.name, url)])),
		bootFiles: Object.fromEntries(
			names.filter(name => bootFiles[name].length > 0).map(name => [name, `${loaders}/${name}`]),
		),
		network: {address: network.address, port: network.port},
		...onceFolder(network.nodes, `/var/lib/${placesOf(version.name).httpState}`),
	};
	const id = versionId(version);
	const published: Published[] = [{
		name: version.name,
		state: {versions: [id], current: id, former: [], only: {}},
		versions: new Map([[id, version]]),
	}];
	return {settings, own: ownMenusOf(menuFor(published, settings)!, published, {settings})};
}

/** Readable for the HTTP server, which is nobody in particular; whoever is on the network can fetch it in any case. */
function archiveFile(recipe: string, url: string): string {
	return `${placesOf(recipe).settings}/nodes/${url.split('/').at(-1)!}`;
}

function unitsOf({version: {name, tree}, program}: DeploymentFacts): Change[] {
	const {settings, units, unitFile, exports} = placesOf(name);
	return [
		{
			kind: 'command',
			title: 'systemd reloads its units',
			doing: ['systemctl', 'daemon-reload'],
			of: Object.values(units).map(unit => unitFile(unit)),
		},
		{
			kind: 'unit',
			name: units.socket,
			ours: true,
			starts: [units.http],
			of: [unitFile(units.socket), unitFile(units.http), `${settings}/http.json`, ...Object.keys(program.copies)],
		},
		{
			kind: 'unit',
			name: units.dnsmasq,
			ours: true,
			starts: [],
			of: [unitFile(units.dnsmasq), `${settings}/dnsmasq.conf`],
		},
		...(tree
			? [
					{kind: 'unit', name: 'nfs-server.service', ours: false, starts: [], of: []} satisfies Change,
					{
						kind: 'command',
						title: 'the NFS server reloads its exports',
						doing: ['exportfs', '-ra'],
						of: [exports],
					} satisfies Change,
			]
			: []),
	];
}

function proofs({network, version, isDeaf}: DeploymentFacts, loaders: string[]): Proof[] {
	const {name, files, tree} = version;
	const {units, loaders: folder} = placesOf(name);
	const id = versionId(version);
	const place = `${publishedFolder}/${name}/${versionsName}/${id}`;
	const loader = loaders
		.map(path => path.slice(folder.length + 1))
		.toSorted((a, b) => preference(a) - preference(b))[0]!;
	return [
		{kind: 'unit', name: units.socket}, {kind: 'unit', name: units.dnsmasq},
		// Known machines only: we are none ourselves, and get no answer.
		...(isDeaf || network.dhcp.mode === 'external' || network.dhcp.unknown === 'refuse'
			? []
			: [{kind: 'dhcp', address: network.address, interface: network.interface} satisfies Proof]),
		{kind: 'tftp', server: network.address, name: loader, file: `${folder}/${loader}`},
		{kind: 'http', url: `${webAddress(network)}/boot.ipxe`},
		...files.map((file): Proof => ({
			kind: 'http',
			url: `${webAddress(network)}/${name}/${id}/${file.name}`,
			file: `${place}/${file.name}`,
		})),
		...(tree
			? [{
				kind: 'nfs',
				server: network.address,
				path: `${publishedFolder}/${name}/${treesName}/${id}`,
				version: tree.nfs.slice(1),
			} satisfies Proof]
			: []),
	];
}

/** The small ones first: 70 kB instead of a megabyte. */
const preference = (name: string): number => ['undionly.kpxe', 'lpxelinux.0'].includes(name) ? 0 : 1;
