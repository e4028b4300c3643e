import path from 'node:path';
import {wholeNumber, type Flags} from '../arguments.ts';
import {exitCodes, UserError} from '../errors.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {payloadOf, parseLink} from '../plan/link.ts';
import {forecast as foretell, type Forecast, type Trace} from '../plan/forecast.ts';
import {durationText} from '../report/duration.ts';
import {outJson, type Context} from './context.ts';
import {knownBoot, type KnownBoot} from './known-boot.ts';
import {knownSizes} from './known-sizes.ts';

/** When the last of many nodes is up, by what one did in the last rehearsal. */
export async function forecast(name: string, context: Context, flags: Flags): Promise<number> {
	const recipe = await loadRecipe(name, {...context.recipes, set: flags.set ?? []});
	const nodes = wholeNumber('nodes', flags.nodes, {least: 1, most: 100_000, fallback: 10});
	const seconds = wholeNumber('spread', flags.spread, {least: 0, most: 86_400, fallback: 0});
	const link = parseLink(flags.link ?? '1G');
	const folder = path.join(context.folders.work, recipe.name);
	const boot = await knownBoot(folder, recipe, knownSizes(folder, recipe));
	if (!boot) {
		throw new UserError(`${recipe.name} has not been rehearsed as it is now, so it is not known what a node fetches, and when.`, [`ramstrap rehearse ${name}`], exitCodes.notReady);
	}

	const trace = traceOf(boot, recipe.strategy === 'nfs-root');
	const of = (bits: number, count = nodes) => foretell(trace, {nodes: count, seconds, rates: {server: payloadOf(bits), node: payloadOf(nodeLink)}});
	const found = of(link);
	if (flags.json) {
		outJson(context, {event: 'result', ok: true, nodes, link, spread: seconds, firmware: boot.firmware, accelerator: boot.accelerator, ...found});
		return exitCodes.done;
	}

	for (const line of linesOf(found, {name: recipe.name, nodes, seconds, link, boot, alone: of(link, 1).last, wider: of(link * 10).last})) {
		context.out(line);
	}

	return exitCodes.done;
}

/** Bits a second of a node's own card, as most have. */
const nodeLink = 1e9;

/** A root over NFS is read for as long as the node starts: all that came otherwise than over HTTP, with the loader, which is small beside it. */
function traceOf({fetches, bytes, up}: KnownBoot, isOverNfs: boolean): Trace {
	const fetched = fetches.reduce((sum, fetch) => sum + fetch.bytes, 0);
	const rest = bytes - fetched;
	const last = fetches.at(-1);
	const began = last ? last.began + last.seconds : 0;
	return {up, fetches: isOverNfs && rest > 0 && up > began ? [...fetches, {began, seconds: up - began, bytes: rest}] : fetches};
}

type Said = {name: string; nodes: number; seconds: number; link: number; boot: KnownBoot; alone: number; wider: number};

function linesOf({first, median, last, busy, bytes}: Forecast, {name, nodes, seconds, link, boot: {firmware, accelerator}, alone, wider}: Said): string[] {
	const rows: Array<[string, string]> = [
		['each fetches', `${(bytes / nodes / 1e6).toFixed(1)} MB`],
		['first up', after(first)],
		['median', after(median)],
		['last up', `${after(last)}; one alone: ${after(alone)}`],
		['the link', busy < 0.05 ? 'never full' : `full for ${after(busy)}; with ten times as much the last is up after ${after(wider)}`],
	];
	return [
		`Forecast for ${name}: ${nodes} nodes switched on ${seconds === 0 ? 'at once' : `over ${seconds} s`}, the server's link ${bitsText(link)}, theirs ${bitsText(nodeLink)}`,
		`By its last rehearsal: ${firmware === 'bios' ? 'BIOS' : 'UEFI'}, ${accelerator === 'kvm' ? 'KVM' : 'QEMU without KVM, which computes several times slower than a real machine'}.`,
		'',
		...rows.map(([what, value]) => `  ${what.padEnd(13)} ${value}`),
	];
}

const after = (seconds: number) => durationText(seconds, 1);

const bitsText = (bits: number) => bits >= 1e9 ? `${bits / 1e9} Gbit/s` : `${bits / 1e6} Mbit/s`;
