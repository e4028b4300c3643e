import path from 'node:path';
import {oneOf, type Flags} from '../arguments.ts';
import {exitCodes, UserError} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import type {Interface} from '../host/types.ts';
import {publishedSite} from '../publish/published-site.ts';
import {readAllPublished, versionsName, type Published} from '../publish/read.ts';
import {exportName, menuFor, ownMenusOf, type SiteSettings} from '../publish/site.ts';
import {networkOf, readSubnet, toAddress, toNumber} from '../recipe/network.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Boots} from '../serve/boots.ts';
import {startHand, type Hand} from '../serve/hand.ts';
import {look, type Sight, type Surroundings} from '../serve/look.ts';
import {readHistory, withBoots, writeHistory} from '../serve/history.ts';
import {serve as holdServices} from '../serve/serve.ts';
import {nodesTable, totals, type Circumstances} from '../serve/table.ts';
import {firstStageService, webAddress} from '../services/boot-services.ts';
import {httpPort, pxelinuxIncludes} from '../services/http.ts';
import {dhcpOf} from '../services/dhcp.ts';
import {externalDhcp} from '../services/external-dhcp.ts';
import {nfsService, type NfsExport} from '../services/nfs.ts';
import type {BootNetwork, Port, Service} from '../services/types.ts';
import {strategyOf} from '../strategies/index.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {showServing} from '../wizard/serving-session.tsx';
import {build, type Built} from './build.ts';
import {macsOf, publishBuilt} from './publish.ts';
import {outJson, type Context} from './context.ts';

/** Builds what is not built yet, publishes it if it is new, looks at the network, and serves it there until it is told to stop. */
export async function serve(name: string, context: Context, flags: Flags, terminal: Terminal): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set: settings(flags)});
	const only = macsOf(flags.only);
	const json = flags.json ?? false;
	const tell = json ? () => undefined : context.out;
	const built = await build(recipe, context, {reference: name, fresh: false, json, use: 'serve'});
	const one = chooseInterface(recipe, built.facts.interfaces);
	const asRoot = built.facts.user.root;
	const network = networkOn(one, recipe, asRoot ? 80 : 8080);
	const log = makeLog();
	const hand = startHand({self: [...context.self, 'hand'], asRoot, onLine: log.hear});
	try {
		tell('');
		tell(await publishBuilt(recipe, built, context, {only, again: false}));
		tell(`Looking around on ${one.name}${network ? ` (${network.address})` : ''} …`);
		const published = await readAllPublished(context.folders.published);
		const serving = network && servingOf(recipe, built, {network, published, folder: context.folders.published});
		await lookAround(recipe, serving?.ports ?? [], {hand, one, network, tell});
		await hold({recipe, published, network: network!, ...serving!, hand, log, json}, context, terminal);
	} finally {
		await hand.stop();
	}

	return exitCodes.done;
}

function settings({mode, interface: name, set = []}: Flags): string[] {
	const known = mode === undefined ? [] : [`server.dhcp=${oneOf('mode', mode, ['proxy', 'full', 'external'], 'proxy')}`];
	return [...known, ...(name === undefined ? [] : [`server.interface=${name}`]), ...set];
}

/** @throws UserError (exit 3) with all that is in the way at once */
async function lookAround(recipe: Recipe, ports: readonly Port[], {hand, one, network, tell}: {hand: Hand; one: Interface; network: BootNetwork | undefined; tell: (line: string) => void}): Promise<void> {
	const seen = await hand.look({interface: one.name, address: network?.address ?? '', mac: one.mac, ports: ports.map(({protocol, number}) => `${number}/${protocol}`)});
	const sights = look(recipe, ports, {...seen, ...surroundings(one)});
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
}

type Serving = {recipe: Recipe; published: readonly Published[]; network: BootNetwork; services: Service[]; site: SiteSettings; hand: Hand; log: Log; json: boolean};

async function hold({recipe, published, network, services, site, hand, log, json}: Serving, context: Context, terminal: Terminal): Promise<void> {
	const stop = new AbortController();
	const signal = AbortSignal.any([context.signal, stop.signal]);
	const title = `${recipe.name} on ${network.interface}, ${network.address}`;
	const isShown = context.terminal && !json;
	const ready = Promise.withResolvers<void>();
	const record = await keepHistory(context.folders.published, recipe.name);
	let nodes: Boots = new Map();
	const held = holdServices({
		hand, services, signal, lines: log.listen, folder: path.join('/run/ramstrap', recipe.name),
		http: {address: network.address, port: network.port, find: publishedSite(site)},
		onNodes(now) {
			nodes = now;
		},
		onEvent(event) {
			if (event.event === 'serving') {
				ready.resolve();
			} else {
				record.later(nodes);
			}

			if (json) {
				outJson(context, event);
			} else if (!isShown) {
				context.out(event.event === 'serving' ? `Serving ${title}. Ctrl-C stops it.` : `${event.node}  ${event.name} ${event.seconds.toFixed(1)} s`);
			}
		},
	}).finally(async () => record.now(nodes));
	if (isShown) {
		await Promise.race([ready.promise, held]);
		const around = (width: number) => circumstances(recipe, published, width);
		const shown = showServing(({width}) => ({title, totals: totals(nodes, around(width)), ...nodesTable(nodes, around(width)), log: log.last()}), {...terminal, signal}).catch((error: unknown) => {
			if (!signal.aborted) {
				throw error;
			}
		});
		await Promise.race([shown, held]).finally(() => {
			stop.abort();
		});
		await shown;
	}

	await held;
}

function circumstances(recipe: Recipe, published: readonly Published[], width: number): Circumstances {
	const own = strategyOf(recipe).milestones(recipe);
	return {
		now: Date.now(), width, patience: 45_000, memory: recipe.node.memory,
		milestonesOf({progress: {version = ''}}) {
			const [name, id = ''] = version.split('/', 2);
			return published.find(one => one.name === name)?.versions.get(id)?.milestones ?? own;
		},
		names: new Map(recipe.nodes.flatMap(({mac, name}) => name === undefined ? [] : [[mac, name]])),
	};
}

/** Writes down what machines boot: soon after something happened, and at the end. */
async function keepHistory(folder: string, name: string): Promise<{later: (boots: Boots) => void; now: (boots: Boots) => Promise<void>}> {
	let history = await readHistory(folder, name);
	let timer: NodeJS.Timeout | undefined;
	const now = async (boots: Boots) => {
		clearTimeout(timer);
		timer = undefined;
		history = withBoots(history, boots);
		await writeHistory(folder, name, history);
	};

	return {
		now,
		later(boots) {
			timer ??= setTimeout(() => {
				// A full disk is no reason to stop serving.
				now(boots).catch(() => undefined);
			}, 1000);
		},
	};
}

type Log = {hear(service: string, line: string): void; listen(hear: (service: string, line: string) => void): void; last(): readonly string[]};

/** Hands lines on, and keeps the last ones. */
function makeLog(): Log {
	const kept: string[] = [];
	let listener: (service: string, line: string) => void = () => undefined;
	return {
		hear(service, line) {
			kept.push(`${service}  ${line}`);
			kept.splice(0, kept.length - 200);
			listener(service, line);
		},
		listen(hear) {
			listener = hear;
		},
		last: () => kept,
	};
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
		[`--interface NAME   there are: ${names}`],
		exitCodes.notReady,
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

function servingOf(recipe: Recipe, {facts: {bootFiles}}: Built, {network, published, folder}: {network: BootNetwork; published: readonly Published[]; folder: string}): {services: Service[]; site: SiteSettings; ports: Port[]} {
	const {bios, timeout} = recipe.server;
	const site = {folder, first: recipe.name, timeout, nodes: recipe.nodes, bios, bootFiles, network: {address: network.address, port: network.port}};
	const menu = menuFor(published, site)!;
	const exports = published.flatMap(one => exportOf(one, folder, subnetOf(network)));
	const services = [
		firstStageService({network, bios, bootFiles}, pxelinuxIncludes(ownMenusOf(menu, published, site), webAddress(network))),
		...(exports.length > 0 ? nfsService(exports) : []),
	];
	return {services, site, ports: [httpPort(network.port), ...services.flatMap(({ports}) => ports)]};
}

/** All versions of a recipe in one: a new one is there without a restart, and who runs on an old one keeps it. */
function exportOf({name, versions}: Published, folder: string, subnet: string): NfsExport[] {
	const trees = [...versions.values()].flatMap(({tree}) => tree ?? []);
	return trees.length === 0 ? [] : [{
		path: path.join(folder, name, versionsName), pseudo: exportName(name), subnet, squash: 'none',
		access: trees.some(({access}) => access === 'rw') ? 'rw' : 'ro', versions: [...new Set(trees.map(({nfs}) => nfs))],
	}];
}

function subnetOf({address, netmask}: BootNetwork): string {
	const size = 2 ** 32 - toNumber(netmask);
	return `${toAddress(toNumber(address) - (toNumber(address) % size))}/${32 - Math.log2(size)}`;
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
