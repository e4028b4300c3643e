import path from 'node:path';
import {oneOf, type Flags} from '../arguments.ts';
import {exitCodes, UserError} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import type {Interface} from '../host/types.ts';
import {hasOverlay} from '../kernel/requirements/variant.ts';
import {networkOf, readSubnet, toAddress, toNumber} from '../recipe/network.ts';
import type {Recipe} from '../recipe/schema.ts';
import {startHand} from '../serve/hand.ts';
import {look, type Sight, type Surroundings} from '../serve/look.ts';
import {serve as holdServices} from '../serve/serve.ts';
import {bootServices} from '../services/boot-services.ts';
import {dhcpOf} from '../services/dhcp.ts';
import {externalDhcp} from '../services/external-dhcp.ts';
import {nfsService} from '../services/nfs.ts';
import type {BootNetwork, Service} from '../services/types.ts';
import {strategyOf} from '../strategies/index.ts';
import {bootEntry, exportName} from './boot-entry.ts';
import {build, type Built} from './build.ts';
import {outJson, type Context} from './context.ts';

/** Builds what is not built yet, looks at the network, and serves it there until it is told to stop. */
export async function serve(name: string, context: Context, flags: Flags): Promise<number> {
	const mode = flags.mode === undefined ? undefined : oneOf('mode', flags.mode, ['proxy', 'full', 'external'], 'full');
	const set = [...(mode === undefined ? [] : [`server.dhcp=${mode}`]), ...(flags.interface === undefined ? [] : [`server.interface=${flags.interface}`]), ...(flags.set ?? [])];
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const json = flags.json ?? false;
	const built = await build(recipe, context, {reference: name, fresh: false, json, use: 'serve'});
	const interface_ = chooseInterface(recipe, built.facts.interfaces);
	const asRoot = built.facts.user.root;
	const network = networkOn(interface_, recipe, asRoot ? 80 : 8080);
	const services = network ? servicesOf(recipe, built, network) : [];
	const tell = (line: string) => {
		if (!json) {
			context.out(line);
		}
	};

	tell('');
	tell(`Looking around on ${interface_.name}${network ? ` (${network.address})` : ''} …`);
	let hear: (service: string, line: string) => void = () => undefined;
	const hand = startHand({
		self: [...context.self, 'hand'], asRoot,
		onLine(service, line) {
			hear(service, line);
		},
	});
	try {
		const ports = services.flatMap(({ports}) => ports);
		const seen = await hand.look({interface: interface_.name, address: network?.address ?? '', mac: interface_.mac, ports: ports.map(({protocol, number}) => `${number}/${protocol}`)});
		const sights = look(recipe, ports, {...seen, ...surroundings(interface_)});
		// What is refused is told with the error.
		for (const line of sights.filter(({state}) => state !== 'refused').flatMap(sight => sightLines(sight))) {
			tell(line);
		}

		refuse(sights);
		if (recipe.server.dhcp === 'external') {
			for (const line of directionLines(recipe, network!)) {
				tell(line);
			}
		}

		await holdServices({
			hand, services, signal: context.signal,
			lines(listener) {
				hear = listener;
			},
			boot: bootEntry(recipe, built, network!).boot,
			milestones: strategyOf(recipe).milestones(recipe),
			folders: {hand: path.join('/run/ramstrap', recipe.name), own: path.join(context.folders.cache, 'serve', recipe.name)},
			onEvent(event) {
				if (json) {
					outJson(context, event);
				} else if (event.event === 'milestone') {
					tell(`${event.node}  ${event.name} ${event.seconds.toFixed(1)} s`);
				} else if (event.event === 'serving') {
					tell(`Serving ${recipe.name} on ${interface_.name}, ${network!.address}. Ctrl-C stops it.`);
				}
			},
		});
	} finally {
		await hand.stop();
	}

	return exitCodes.done;
}

/** The one that the recipe names, else where the default route goes. */
function chooseInterface({server}: Recipe, interfaces: readonly Interface[]): Interface {
	const found = server.interface === undefined ? interfaces.find(({defaultRoute}) => defaultRoute) : interfaces.find(({name}) => name === server.interface);
	if (found) {
		return found;
	}

	const names = interfaces.map(({name}) => name).join(', ') || 'none';
	throw new UserError(
		server.interface === undefined ? 'No interface has a default route, so it is not clear where nodes are to be served.' : `This machine has no network interface ${server.interface}.`,
		[`--interface NAME   there are: ${names}`], exitCodes.notReady,
	);
}

const ipv4Of = ({addresses}: Interface): string | undefined => addresses.find(address => !address.includes(':'));

function surroundings(one: Interface): Omit<Surroundings, 'answers' | 'ports' | 'firewall'> {
	return {interface: one.name, address: ipv4Of(one), leased: one.leased, wireless: one.wireless, carrier: one.carrier};
}

/** Where we hand out the addresses it is the recipe's, else the one that the interface is in. */
function networkOn(one: Interface, recipe: Recipe, port: number): BootNetwork | undefined {
	const own = ipv4Of(one);
	if (own === undefined) {
		return undefined;
	}

	const {netmask} = readSubnet(own);
	return {
		interface: one.name, address: own.split('/', 1)[0]!, netmask: toAddress(netmask), port,
		dhcp: dhcpOf(recipe, networkOf(recipe).range), nodes: recipe.nodes, lab: false,
	};
}

function servicesOf(recipe: Recipe, built: Built, network: BootNetwork): Service[] {
	const {entry, files} = bootEntry(recipe, built, network);
	const {tree} = built.served;
	const {bios, timeout} = recipe.server;
	const first = toNumber(network.address) - (toNumber(network.address) % (2 ** 32 - toNumber(network.netmask)));
	const subnet = `${toAddress(first)}/${32 - Math.log2(2 ** 32 - toNumber(network.netmask))}`;
	return [
		...bootServices({network, menu: {entries: [entry], timeout}, bios, bootFiles: built.facts.bootFiles, files}),
		...(tree ? nfsService({path: tree.path, pseudo: exportName(recipe.name), subnet, access: hasOverlay(recipe) ? 'ro' : 'rw', versions: [recipe.nfs], squash: 'none'}) : []),
	];
}

const marks = {good: '✔', mind: '⚠', refused: '✖'} as const;

function sightLines({state, says, advice = []}: Sight): string[] {
	return [`  ${marks[state]} ${says}`, ...advice.map(line => `    → ${line}`)];
}

/** @throws UserError (exit 3) with all that is in the way at once */
function refuse(sights: readonly Sight[]): void {
	const refused = sights.filter(({state}) => state === 'refused');
	if (refused.length > 0) {
		throw new UserError(refused.map(({says}) => says).join('\n'), refused.flatMap(({advice = []}) => advice), exitCodes.notReady);
	}
}

function directionLines({server}: Recipe, network: BootNetwork): string[] {
	const products = externalDhcp({server: network.address, bios: server.bios, subnet: server.subnet});
	return ['', 'Enter in your DHCP server:', ...products.flatMap(({name, place, lines, limit}) => ['', `${name}: ${place}`, ...lines.map(line => `    ${line}`), ...(limit === undefined ? [] : [`  ! ${limit}`])]), ''];
}
