import type {Boots} from '../boots/boots.ts';
import {durationText} from '../report/duration.ts';
import {memoryUse, sizeText} from '../report/size.ts';
import {nodesTable, type Circumstances} from './table.ts';

/** All that is known of a machine now: what it is, what it reached and when, what may be wrong, what was logged. */
export function aboutNode(mac: string, boots: Boots, around: Circumstances, log: readonly string[]): string[] {
	const boot = boots.get(mac);
	const row = nodesTable(boots, around).rows.find(one => one.mac === mac);
	const name = around.names.get(mac);
	const {addresses = [], milestones = {}, version, state} = boot?.progress ?? {};
	const facts: Array<[string, string | undefined]> = [
		['name', name],
		['state', row?.standing],
		['address', addresses.at(-1)],
		['version', version],
		['fetched', boot && boot.bytes > 0 ? sizeText(boot.bytes) : undefined],
		['memory', state?.memory && memoryUse(state.memory)],
		...(state?.tests ?? []).map(({part, what}): [string, string] => ['tested', `${part}: ${what}`]),
		['heard of', boot && `${durationText(Math.max(0, around.now - boot.heard) / 1000)} ago`],
	];
	const reached = Object.entries(milestones)
		.map(([what, seconds]) => `  ${what.padEnd(12)} ${durationText(seconds, 1)}`);
	const own = log.filter(line => [mac, ...addresses].some(word => isNamed(line, word)));
	return [
		...facts.flatMap(([title, text]) => text === undefined ? [] : [`${title.padEnd(9)} ${text}`]),
		...(reached.length === 0 ? [] : ['', 'Reached, after its first request', ...reached]),
		...(row && row.below.length > 0 ? ['', ...row.below] : []),
		...(own.length === 0 ? [] : ['', 'Lines of the log about it', ...own.map(line => `  ${line}`)]),
	];
}

/** `192.168.1.1` is not `192.168.1.10`. */
function isNamed(line: string, word: string): boolean {
	const at = line.indexOf(word);
	return at !== -1 && !/[\d.:a-f]/.test(line.charAt(at + word.length)) && !/[\d.]/.test(line.charAt(at - 1));
}
