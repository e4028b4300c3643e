import path from 'node:path';
import {wholeNumber, type Flags} from '../arguments.ts';
import {exitCodes, UserError} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {payloadOf, parseLink} from '../plan/link.ts';
import {quoteWord} from '../plan/quote.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {networkOf, toNumber} from '../recipe/network.ts';
import type {Recipe} from '../recipe/schema.ts';
import {forecast as foretell, type Forecast, type Trace} from '../plan/forecast.ts';
import {durationText} from '../report/duration.ts';
import {sizeText} from '../report/size.ts';
import {outJson, warn, type Context} from '../context.ts';
import {knownBoot, type KnownBoot} from '../rehearse/known-boot.ts';
import {knownSizes} from '../run/built/known-sizes.ts';

/** When the last of many nodes is up, by what one did in the last rehearsal. */
export async function forecast(name: string, context: Context, flags: Flags): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set: flags.set ?? []});
	const nodes = wholeNumber('nodes', flags.nodes, {least: 1, most: 100_000, fallback: 10});
	const seconds = wholeNumber('spread', flags.spread, {least: 0, most: 86_400, fallback: 0});
	const link = parseLink(flags.link ?? '1G');
	const folder = path.join(context.folders.work, recipe.name);
	const boot = knownBoot(folder, recipe, knownSizes(folder, recipe));
	if (!boot) {
		const again = ['ramstrap rehearse', name, ...(flags.set ?? []).map(one => `--set ${quoteWord(one)}`)].join(' ');
		throw new UserError(
			`${recipe.name} has no rehearsal of one node since its last change, `
			+ 'so there are no measurements for a forecast.',
			[again],
			exitCodes.notReady,
		);
	}

	const trace = traceOf(boot, deliveryOf(recipe).at === 'server');
	const of = (bits: number, count = nodes) =>
		foretell(trace, {nodes: count, seconds, rates: {server: payloadOf(bits), node: payloadOf(nodeLink)}});
	const found = of(link);
	if (flags.json) {
		outJson(context, {
			event: 'result',
			ok: true,
			nodes,
			link,
			spread: seconds,
			firmware: boot.firmware,
			accelerator: boot.accelerator,
			...found,
		});
	} else {
		const lines = linesOf(found, {
			name: recipe.name,
			nodes,
			seconds,
			link,
			boot,
			alone: of(link, 1).last,
			wider: of(link * 10).last,
		});
		for (const line of lines) {
			context.out(line);
		}
	}

	const addresses = addressesOf(recipe);
	if (nodes > addresses) {
		const rest = `${nodes - addresses} of ${nodes} nodes at a time get no address`;
		const what = `server.range has ${addresses} addresses: ${rest}.`;
		warn(context, flags.json ?? false, {code: 'range-too-small', what});
	}

	return exitCodes.done;
}

/** So many nodes can be up at a time, where ramstrap hands the addresses out. */
function addressesOf(recipe: Recipe): number {
	const {from, to} = networkOf(recipe).range;
	return recipe.server.dhcp === 'full'
		? toNumber(to) - toNumber(from) + 1 + recipe.nodes.filter(({address}) => address !== undefined).length
		: Infinity;
}

/** Bits a second of a node's own card, as most have. */
const nodeLink = 1e9;

/**
A root over NFS is read for as long as the node starts: all that came otherwise than over HTTP, with the loader,
which is small beside it.
*/
function traceOf({fetches, bytes, up}: KnownBoot, isOverNfs: boolean): Trace {
	const fetched = fetches.reduce((sum, fetch) => sum + fetch.bytes, 0);
	const rest = bytes - fetched;
	const last = fetches.at(-1);
	const began = last ? last.began + last.seconds : 0;
	return {
		up,
		fetches: isOverNfs && rest > 0 && up > began
			? [...fetches, {began, seconds: up - began, bytes: rest}]
			: fetches,
	};
}

type ForecastContext = {
	name: string; nodes: number; seconds: number; link: number; boot: KnownBoot; alone: number; wider: number;
};

function linesOf(
	{first, median, last, busy, bytes}: Forecast,
	{name, nodes, seconds, link, boot: {firmware, accelerator}, alone, wider}: ForecastContext,
): string[] {
	const all: Record<string, number> = last - first < 0.1 ? {all: last} : {first, median, last};
	const rows = [
		['per node', sizeText(bytes / nodes)],
		['one alone', `up after ${after(alone)}`],
		...(nodes === 1 ? [] : Object.entries(all).map(([who, when]) => [who, `up after ${after(when)}`])),
		['the link', busy < 0.05 ? 'is never full' : `is full for ${after(busy)}`],
		...(busy < 0.05 ? [] : [['', `with ${bitsText(link * 10)} the last is up after ${after(wider)}`]]),
	];
	return [
		`${name}: ${nodes} ${nodes === 1 ? 'node' : 'nodes'} switched on `
		+ (seconds === 0 ? 'at once' : `over ${after(seconds)}`),
		`Network link of the server: ${bitsText(link)}; of each node: ${bitsText(nodeLink)}.`,
		'',
		...rows.map(([what = '', value]) => `  ${what.padEnd(13)} ${value}`),
		'',
		`Measured in a rehearsal with ${firmware === 'bios' ? 'BIOS' : 'UEFI'}`
		+ (accelerator === 'kvm' ? '.' : ', without KVM: a real machine is faster.'),
		'The time before the firmware asks for an address is not included.',
	];
}

const after = (seconds: number) => durationText(seconds, 1);

const bitsText = (bits: number) => bits >= 1e9 ? `${bits / 1e9} Gbit/s` : `${bits / 1e6} Mbit/s`;
