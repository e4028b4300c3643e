import path from 'node:path';
import {oneOf, type Flags} from '../arguments.ts';
import {exitCodes, UserError} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import type {Interface} from '../host/types.ts';
import {hasOverlay} from '../kernel/requirements/variant.ts';
import {networkOf, readSubnet, toAddress, toNumber} from '../recipe/network.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Boots} from '../serve/boots.ts';
import {startHand, type Hand} from '../serve/hand.ts';
import {look, type Sight, type Surroundings} from '../serve/look.ts';
import {serve as holdServices} from '../serve/serve.ts';
import {tableHead, tableRows, totals, type Circumstances} from '../serve/table.ts';
import {bootServices} from '../services/boot-services.ts';
import {dhcpOf} from '../services/dhcp.ts';
import {externalDhcp} from '../services/external-dhcp.ts';
import {knownNodes} from '../services/known-nodes.ts';
import {nfsService} from '../services/nfs.ts';
import type {BootNetwork, Service} from '../services/types.ts';
import {strategyOf} from '../strategies/index.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {showServing} from '../wizard/serving-session.tsx';
import {bootEntry, exportName} from './boot-entry.ts';
import {build, type Built} from './build.ts';
import {outJson, type Context} from './context.ts';

/** Builds what is not built yet, looks at the network, and serves it there until it is told to stop. */
export async function serve(name: string, context: Context, flags: Flags, terminal: Terminal): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set: settings(flags)});
	const json = flags.json ?? false;
	const built = await build(recipe, context, {reference: name, fresh: false, json, use: 'serve'});
	const one = chooseInterface(recipe, built.facts.interfaces);
	const asRoot = built.facts.user.root;
	const network = networkOn(one, recipe, asRoot ? 80 : 8080);
	const log = makeLog();
	const hand = startHand({self: [...context.self, 'hand'], asRoot, onLine: log.hear});
	const tell = json ? () => undefined : context.out;
	try {
		tell('');
		tell(`Looking around on ${one.name}${network ? ` (${network.address})` : ''} …`);
		const services = network ? servicesOf(recipe, built, network) : [];
		await lookAround(recipe, services, {hand, one, network, tell});
		await hold({recipe, built, network: network!, services, hand, log, json}, context, terminal);
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
async function lookAround(recipe: Recipe, services: readonly Service[], {hand, one, network, tell}: {hand: Hand; one: Interface; network: BootNetwork | undefined; tell: (line: string) => void}): Promise<void> {
	const ports = services.flatMap(({ports}) => ports);
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

type Serving = {recipe: Recipe; built: Built; network: BootNetwork; services: Service[]; hand: Hand; log: Log; json: boolean};

async function hold({recipe, built, network, services, hand, log, json}: Serving, context: Context, terminal: Terminal): Promise<void> {
	const stop = new AbortController();
	const signal = AbortSignal.any([context.signal, stop.signal]);
	const milestones = strategyOf(recipe).milestones(recipe);
	const title = `${recipe.name} on ${network.interface}, ${network.address}`;
	let nodes: Boots = new Map();
	const isShown = context.terminal && !json;
	const ready = Promise.withResolvers<void>();
	const held = holdServices({
		hand, services, milestones, signal, boot: bootEntry(recipe, built, network).boot, lines: log.listen,
		folders: {hand: path.join('/run/ramstrap', recipe.name), own: path.join(context.folders.cache, 'serve', recipe.name)},
		onNodes(now) {
			nodes = now;
		},
		onEvent(event) {
			if (event.event === 'serving') {
				ready.resolve();
			}

			if (json) {
				outJson(context, event);
			} else if (!isShown) {
				context.out(event.event === 'serving' ? `Serving ${title}. Ctrl-C stops it.` : `${event.node}  ${event.name} ${event.seconds.toFixed(1)} s`);
			}
		},
	});
	if (isShown) {
		await Promise.race([ready.promise, held]);
		const around = (): Circumstances => ({
			now: Date.now(), milestones, patience: 45_000, memory: recipe.node.memory,
			names: new Map(recipe.nodes.flatMap(({mac, name}) => name === undefined ? [] : [[mac, name]])),
		});
		const shown = showServing(() => ({title, totals: totals(nodes, around()), head: tableHead, rows: tableRows(nodes, around()), log: log.last()}), {...terminal, signal}).catch((error: unknown) => {
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
		dhcp: dhcpOf(recipe, networkOf(recipe).range), nodes: knownNodes(recipe), lab: false,
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
