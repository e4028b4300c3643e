import path from 'node:path';
import {oneOf, type Flags} from '../arguments.ts';
import {exitCodes, UserError} from '../errors.ts';
import {adoptedFile} from '../host/adopted-nodes.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import type {Interface} from '../host/types.ts';
import {publishedSite} from '../publish/published-site.ts';
import {readAllPublished, type Published} from '../publish/read.ts';
import type {SiteSettings} from '../publish/site.ts';
import {isGlob, nodeOf} from '../recipe/nodes.ts';
import type {Recipe} from '../recipe/schema.ts';
import {adoptNode} from '../serve/adopt.ts';
import type {Boots} from '../serve/boots.ts';
import {startHand, type Hand} from '../serve/hand.ts';
import {keepHistory} from '../serve/history.ts';
import {makeLog} from '../serve/log.ts';
import {look, type Sight} from '../serve/look.ts';
import {serve as holdServices, type ServeEvent, type ServeRequest} from '../serve/serve.ts';
import {nodesTable, totals, type Circumstances} from '../serve/table.ts';
import {hostLine} from '../services/dnsmasq.ts';
import {watchTrouble, type TroubleEvent} from '../serve/trouble.ts';
import {externalDhcp} from '../services/external-dhcp.ts';
import {knownNodes} from '../services/known-nodes.ts';
import type {BootNetwork, Port, Service} from '../services/types.ts';
import {strategyOf} from '../strategies/index.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {showServing} from '../wizard/serving-session.tsx';
import type {ServingView} from '../wizard/screens/serving-screen.tsx';
import {build, renewNodeArchives} from './build.ts';
import {outJson, type Context} from './context.ts';
import {macsOf, publishBuilt, withBuilt} from './publish.ts';
import {chooseInterface, networkOn, servingOf, subnetOf, surroundings} from './serve-network.ts';

/** Builds what is not built yet, publishes it if it is new, looks at the network, and serves it there until it is told to stop. */
export async function serve(name: string, context: Context, flags: Flags, terminal: Terminal): Promise<number> {
	const reload = async () => loadRecipe(name, {...context.recipes, set: settings(flags)});
	const recipe = await reload();
	const only = macsOf(flags.only);
	const json = flags.json ?? false;
	const tell = json ? () => undefined : context.out;
	const built = await build(recipe, context, {reference: name, fresh: false, json, use: 'serve'});
	const one = chooseInterface(recipe, built.facts.interfaces);
	const asRoot = built.facts.user.root;
	const network = networkOn(one, recipe, asRoot ? 80 : 8080);
	let hear: (service: string, line: string) => void = () => undefined;
	const hand = startHand({
		self: [...context.self, 'hand'], asRoot,
		onLine(service, line) {
			hear(service, line);
		},
	});
	const lines = (listener: typeof hear) => {
		hear = listener;
	};

	try {
		tell('');
		tell(`Looking around on ${one.name}${network ? ` (${network.address})` : ''} …`);
		const folder = context.folders.published;
		const before = await readAllPublished(folder);
		const ports = network ? servingOf(recipe, built, {network, published: withBuilt(before, recipe, built), folder}).ports : [];
		await lookAround(recipe, ports, {hand, one, network: network!, tell});
		if (!await saidToRouter(recipe, network!, {tell, ask: json ? undefined : context.ask})) {
			return exitCodes.done;
		}

		tell(await publishBuilt(recipe, built, context, {only, again: false}));
		const published = await readAllPublished(folder);
		await hold({recipe, reload, published, network: network!, ...servingOf(recipe, built, {network: network!, published, folder}), hand, lines, json}, context, terminal);
	} finally {
		await hand.stop();
	}

	return exitCodes.done;
}

export function settings({mode, interface: name, set = []}: Flags): string[] {
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
}

type Serving = {recipe: Recipe; reload: () => Promise<Recipe>; published: readonly Published[]; network: BootNetwork; services: Service[]; site: SiteSettings; hand: Hand; lines: ServeRequest['lines']; json: boolean};

async function hold(serving: Serving, context: Context, terminal: Terminal): Promise<void> {
	const {recipe: {name}, network, services, hand, lines, json} = serving;
	const stop = new AbortController();
	const signal = AbortSignal.any([context.signal, stop.signal]);
	const title = `${name} on ${network.interface}, ${network.address}`;
	const isShown = context.terminal && !json;
	const ready = Promise.withResolvers<void>();
	const folder = path.join('/run/ramstrap', name, network.interface);
	const log = makeLog(path.join(context.folders.logs, name, 'serve.log'));
	let nodes: Boots = new Map();
	let known: Known = serving;
	const since = Date.now();
	const around = (width: number) => circumstances(known.recipe, serving.published, {width, since});
	const troubles = watchTrouble();
	const tell = (event: ServeEvent | TroubleEvent) => {
		if (json) {
			outJson(context, event);
		} else if (!isShown) {
			context.out(eventLines(event, title));
		}
	};

	const record = await keepHistory(context.folders.published, name, () => nodes);
	const held = holdServices({
		hand, services, signal, lines, onLine: log.write, folder,
		http: {address: network.address, port: network.port, find: publishedSite(() => known.site)},
		onNodes(now) {
			nodes = now;
			if (!isShown) {
				for (const event of troubles(nodesTable(nodes, around(80)).rows)) {
					tell(event);
				}
			}
		},
		onEvent(event) {
			if (event.event === 'serving') {
				ready.resolve();
			} else {
				record.later();
			}

			tell(event);
		},
	});
	if (isShown) {
		await Promise.race([ready.promise, held]);
		const view = ({width}: {width: number}): ServingView => ({
			title, totals: totals(nodes, around(width)), ...nodesTable(nodes, around(width)), log: log.last(),
			stranger: nodes.keys().find(mac => nodeOf(known.recipe.nodes, mac) === undefined),
		});

		const shown = showServing(view, {...terminal, signal}, mac => {
			adopt(mac, {...serving, ...known, folder}, context).then(now => {
				known = now;
				log.write(`adopted ${mac}`, `${mac} is known from now on; its name and more: ${adoptedFile(context.recipes.savedFolder, name)}`);
			}, (error: unknown) => {
				log.write(String(error), `${mac} could not be adopted: ${(error as Error).message}`);
			});
		}).catch((error: unknown) => {
			if (!signal.aborted) {
				throw error;
			}
		});
		await Promise.race([shown, held]).finally(() => {
			stop.abort();
		});
		await shown;
	}

	try {
		await held;
	} finally {
		await record.now();
		log.close();
	}

	if (json) {
		outJson(context, {event: 'result', ok: true, nodes: resultNodes(nodes)});
	}
}

/** As `rehearse` has it. */
function resultNodes(nodes: Boots): Array<Record<string, unknown>> {
	return nodes.entries().map(([mac, {progress: {milestones, version, state}, bytes}]) => ({
		mac, version, up: milestones.up !== undefined, seconds: milestones.up, milestones, bytes, memory: state?.memory,
	})).toArray();
}

type Known = Pick<Serving, 'recipe' | 'site'>;

/** Writes the machine down as known; DHCP, menus and its own archive know it from its next request on. */
async function adopt(mac: string, {recipe, reload, site, hand, network, folder}: Serving & {folder: string}, context: Context): Promise<Known> {
	await adoptNode(adoptedFile(context.recipes.savedFolder, recipe.name), recipe, mac);
	const now = await reload();
	const nodes = knownNodes(now);
	const archives = await renewNodeArchives(now, context);
	if (network.dhcp.mode !== 'external') {
		await hand.write({folder, path: `dnsmasq/hosts/${mac.replaceAll(':', '-')}`, text: `${hostLine(nodeOf(nodes, mac)!, network.dhcp.mode)}\n`});
	}

	return {recipe: now, site: {...site, nodes, archives}};
}

function eventLines(event: ServeEvent | TroubleEvent, title: string): string {
	switch (event.event) {
		case 'serving': {
			return `Serving ${title}. Ctrl-C stops it.`;
		}

		case 'milestone': {
			return `${event.node}  ${event.name} ${event.seconds.toFixed(1)} s`;
		}

		case 'trouble': {
			return [`${event.node}  ${event.standing}`, ...event.says.map(line => `    ${line}`)].join('\n');
		}
	}
}

function circumstances(recipe: Recipe, published: readonly Published[], {width, since}: {width: number; since: number}): Circumstances {
	const own = strategyOf(recipe).milestones(recipe);
	const {state, versions} = published.find(({name}) => name === recipe.name)!;
	return {
		now: Date.now(), since, width, patience: 45_000, dhcp: recipe.server.dhcp, memory: versions.get(state.current)?.memory ?? 0,
		milestonesOf({progress: {version = ''}}) {
			const [name, id = ''] = version.split('/', 2);
			return published.find(one => one.name === name)?.versions.get(id)?.milestones ?? own;
		},
		names: new Map(recipe.nodes.filter(({mac}) => !isGlob(mac)).map(({mac, name = mac}) => [mac, name])),
	};
}

const marks = {good: '✔', mind: '⚠', refused: '✖'} as const;

export function sightLines({state, says, advice = []}: Sight): string[] {
	return [`  ${marks[state]} ${says}`, ...advice.map(line => `    → ${line}`)];
}

/** @throws UserError (exit 3) with all that is in the way at once */
export function refuse(sights: readonly Sight[]): void {
	const refused = sights.filter(({state}) => state === 'refused');
	if (refused.length > 0) {
		throw new UserError(refused.map(({says}) => says).join('\n'), refused.flatMap(({advice = []}) => advice), exitCodes.notReady);
	}
}

/** Where the router says what to boot, too: what to enter there; the screen that follows would hide it. @returns whether to go on */
async function saidToRouter(recipe: Recipe, network: BootNetwork, {tell, ask}: {tell: (line: string) => void; ask: Context['ask']}): Promise<boolean> {
	if (recipe.server.dhcp !== 'external') {
		return true;
	}

	for (const line of directionLines(recipe, network)) {
		tell(line);
	}

	return ask ? ask('Serve now?') : true;
}

export function directionLines({server}: Recipe, network: BootNetwork): string[] {
	const products = externalDhcp({server: network.address, bios: server.bios, subnet: subnetOf(network)});
	return ['', 'Enter in your DHCP server:', ...products.flatMap(({name, place, lines, limit}) => ['', `${name}: ${place}`, ...lines.map(line => `    ${line}`), ...(limit === undefined ? [] : [`  ! ${limit}`])]), ''];
}
