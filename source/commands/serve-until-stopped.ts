import path from 'node:path';
import {describeError} from '../errors.ts';
import {adoptedFile} from '../host/adopted-nodes.ts';
import {wakeUp} from '../host/wake-up.ts';
import {forgetBooted, isOnDisk, markBooted, onceFolder, readBootedOnce} from '../publish/booted-once.ts';
import {publishedSite} from '../publish/published-site.ts';
import type {Published} from '../publish/read.ts';
import type {SiteSettings} from '../publish/site.ts';
import {checkRecipe} from '../recipe/check.ts';
import {nodeOf} from '../recipe/nodes.ts';
import type {Recipe} from '../recipe/schema.ts';
import {durationText} from '../report/duration.ts';
import {whyUnwritable} from '../report/system-error.ts';
import {runFolder} from '../run/run-folder.ts';
import {aboutNode} from '../serve/about-node.ts';
import {adoptNode, freeNodeName} from '../serve/adopt.ts';
import type {Boots} from '../boots/boots.ts';
import type {ServeHelper} from '../serve/root-helper.ts';
import {keepHistory} from '../serve/history.ts';
import {makeLog, type Log} from '../serve/log.ts';
import {serve as runServices, type ServeEvent, type ServeRequest} from '../serve/serve.ts';
import {nodesTable, totals} from '../serve/table.ts';
import {watchTrouble, type TroubleEvent} from '../serve/trouble.ts';
import {hostLine} from '../services/dnsmasq.ts';
import {knownNodes} from '../services/known-nodes.ts';
import type {BootNetwork, Service} from '../services/types.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {showServing} from '../wizard/serving-session.tsx';
import type {ServingView} from '../wizard/screens/serving-screen.tsx';
import {renewNodeArchives} from '../run/build.ts';
import {outJson, warn, type Context} from '../context.ts';
import {circumstances, eventLines, resultNodes, type BuiltNow} from '../serve/view.ts';
import {rollback} from './rollback.ts';
import {wakeLine, type Machine} from './wake.ts';

export type Serving = {
	recipe: Recipe;
	/** The recipe as its files are now. */
	reload: () => Promise<Recipe>;
	/** Lines to be seen while it serves, too. */
	warnings: readonly string[];
	published: readonly Published[];
	built: BuiltNow;
	network: BootNetwork;
	/** What the root helper is to start. */
	services: Service[];
	site: SiteSettings;
	helper: ServeHelper;
	lines: ServeRequest['lines'];
	json: boolean;
};

/** Serves, and shows it: on a screen, as lines, or as JSON. */
export async function serveUntilStopped(serving: Serving, context: Context, terminal: Terminal): Promise<void> {
	const {recipe: {name}, network, services, helper, lines, json} = serving;
	const stop = new AbortController();
	const signal = AbortSignal.any([context.signal, stop.signal]);
	const title = `${name} on ${network.interface}, ${network.address}`;
	const isShown = context.terminal && !json;
	const ready = Promise.withResolvers<void>();
	const folder = path.join(runFolder, name, network.interface);
	// On a screen it stands among the lines of the log.
	const warnOfFile = (message: string) => {
		if (isShown) {
			log.write(message, message);
		} else {
			warn(context, json, {code: 'log-not-written', what: message});
		}
	};

	const log = makeLog(path.join(context.folders.logs, name, 'serve.log'), warnOfFile);
	for (const warning of serving.warnings) {
		log.write(warning, warning);
	}

	let nodes: Boots = new Map();
	let known: ServedRecipe = serving;
	const since = Date.now();
	const around = (width: number) => circumstances(known.recipe, serving.published, {
		width, since, built: serving.built, booted: readBootedOnce(known.site.once),
	});
	const troubles = watchTrouble();
	const tell = (event: ServeEvent | TroubleEvent) => {
		if (json) {
			outJson(context, event);
		} else if (!isShown) {
			context.out(eventLines(event, title));
		}
	};

	const marking: Array<Promise<void>> = [];
	const mark = (mac: string): void => {
		const {once, nodes: listed} = known.site;
		if (once !== undefined && nodeOf(listed, mac)?.boot === 'once') {
			marking.push(markBooted(once, mac).catch((error: unknown) => {
				warnOfFile(`That ${mac} has been up cannot be written down: ${whyUnwritable(error)}.`);
			}));
		}
	};

	const record = await keepHistory(context.folders.published, name, {boots: () => nodes, onFailure: warnOfFile});
	const ended = runServices({
		helper, services, signal, lines, onLine: log.write, folder,
		http: {address: network.address, port: network.port, find: publishedSite(() => known.site, ({message}) => {
			log.write(message, message);
		})},
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

			if (event.event === 'milestone' && event.name === 'up') {
				mark(event.node);
			}

			tell(event);
		},
	});
	if (isShown) {
		await Promise.race([ready.promise, ended]);
		const view = ({width}: {width: number}): ServingView => ({
			title, totals: totals(nodes, around(width)), ...tableOf(width), log: log.last(),
			about: mac => aboutNode(mac, nodes, around(width), log.last()),
			freeName: freeNodeName(known.recipe),
			nameProblem: (mac, node) => problemOfName(known.recipe, mac, node),
		});
		const tableOf = (width: number) => {
			const {head, rows} = nodesTable(nodes, around(width));
			return {
				head,
				rows: rows.map(row => {
					const node = nodeOf(known.recipe.nodes, row.mac);
					const hasBootedOnce = node?.boot === 'once'
						&& isOnDisk(node, row.mac, readBootedOnce(known.site.once));
					return {...row, isKnown: node !== undefined, hasBootedOnce};
				}),
			};
		};

		// One after the other: a key that repeats, or the next machine, finds what the one before has written.
		let adopting = Promise.resolve();
		const adoptNext = async (mac: string, node: string) => {
			if (nodeOf(known.recipe.nodes, mac) !== undefined) {
				return;
			}

			known = await adopt(mac, node, {...serving, ...known, folder}, context);
			log.write(
				`adopted ${mac}`,
				`${mac} is now the known node ${node}; `
				+ `edit its settings in ${adoptedFile(context.recipes.savedFolder, name)}`,
			);
		};

		const shown = showServing(view, {...terminal, signal}, {
			onAdopt(mac, node) {
				adopting = adopting.then(async () => adoptNext(mac, node)).catch((error: unknown) => {
					log.write(String(error), `${mac} was not adopted: ${(error as Error).message}`);
				});
			},
			onWake(mac) {
				void wakeNode({mac, name: nodeOf(known.recipe.nodes, mac)?.name}, network, log);
			},
			onBootAgain(mac) {
				void bootAgain(mac, known.site.once!, log);
			},
			onRollback() {
				void rollBack(name, context, log);
			},
		}).catch((error: unknown) => {
			if (!signal.aborted) {
				throw error;
			}
		});
		await Promise.race([shown, ended]).finally(() => {
			stop.abort();
		});
		await shown;
	}

	try {
		await ended;
	} finally {
		await Promise.all([record.now(), ...marking]);
		log.close();
	}

	if (json) {
		outJson(context, {event: 'result', ok: true, nodes: resultNodes(nodes)});
	} else {
		context.out(`Served ${name} for ${durationText((Date.now() - since) / 1000)}. ${totals(nodes, around(80))}`);
	}
}

/** What came of it stands among the lines of the log. */
async function rollBack(name: string, context: Context, log: Log): Promise<void> {
	const out = (line: string): void => {
		log.write(line, line);
	};

	try {
		await rollback(name, {...context, out}, {});
	} catch (error) {
		out(describeError(error).lines[0]!);
	}
}

/** As `ramstrap wake`, on the network that is served. */
async function wakeNode(machine: Machine, network: BootNetwork, log: Log): Promise<void> {
	try {
		await wakeUp([machine.mac], network.address);
		log.write(`woken ${machine.mac}`, wakeLine(machine, [network.interface]));
	} catch (error) {
		log.write(String(error), `The wake-up packet for ${machine.mac} could not be sent: ${whyUnwritable(error)}.`);
	}
}

/** As `ramstrap wake --again`. */
async function bootAgain(mac: string, once: string, log: Log): Promise<void> {
	try {
		await forgetBooted(once, mac);
		log.write(`again ${mac}`, `${mac} boots over the network at its next start.`);
	} catch (error) {
		log.write(String(error), `That ${mac} boots again cannot be written down: ${whyUnwritable(error)}.`);
	}
}

/** Why a machine cannot have this name, in the recipe's own words. */
function problemOfName(recipe: Recipe, mac: string, name: string): string | undefined {
	const checked = checkRecipe({...recipe, nodes: [...recipe.nodes, {mac, name}]});
	return 'problems' in checked ? checked.problems[0]!.sentence : undefined;
}

type ServedRecipe = Pick<Serving, 'recipe' | 'site'>;

/** Writes the machine down as known; DHCP, menus and its own archive know it from its next request on. */
async function adopt(
	mac: string,
	name: string,
	{recipe, reload, site, helper, network, folder}: Serving & {folder: string},
	context: Context,
): Promise<ServedRecipe> {
	await adoptNode(adoptedFile(context.recipes.savedFolder, recipe.name), mac, name);
	const now = await reload();
	const nodes = knownNodes(now);
	const archives = await renewNodeArchives(now, context);
	if (network.dhcp.mode !== 'external') {
		await helper.order({
			do: 'write',
			folder,
			path: `dnsmasq/hosts/${mac.replaceAll(':', '-')}`,
			text: `${hostLine(nodeOf(nodes, mac)!, network.dhcp.mode)}\n`,
		});
	}

	return {recipe: now, site: {...site, nodes, archives, ...onceFolder(nodes, path.join(site.folder, now.name))}};
}
