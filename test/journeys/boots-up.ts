import {expect, inject, test} from 'vitest';
import {rehearse} from '../../source/rehearse/rehearse.ts';
import {budgetError} from '../budget-error.ts';
import {requestFrom} from '../rehearse/built-home.ts';
import {ownNode} from './own-node.ts';
import {ramstrap, type Run} from './program.ts';

export type Node = {mac: string; up: boolean; console: string; milestones: Record<string, number>; hostname: string; failedUnits?: string[]; firmware: 'bios' | 'uefi'; memory: {totalKiB: number; usedKiB: number}};
export const nodesOf = ({events}: Run) => events.at(-1)!.nodes as Node[];

/** What its root file system is, what its boot goes through, and what its test changes in the recipe. `own`: the node is one with files of its own. */
type Expected = {root: string; milestones: string[]; firmwares?: ReadonlyArray<'bios' | 'uefi'>; set?: string[]; own?: true};

/** From nothing to the distribution's own init. What comes after the loader is the same in both firmwares, so one will do for most. */
export function bootsUp(name: string, {root, milestones, firmwares = ['bios', 'uefi'], set = [], own}: Expected): void {
	test.each(firmwares)(`${name} is up to its own init in %s`, {timeout: 1_300_000}, async firmware => {
		const home = inject('builtHome');
		const node = await boot(name, {home, firmware, set: [...set, ...(own ? [ownNode()] : [])]});
		expect(node).toMatchObject({up: true, init: 'systemd', system: 'running', hostname: own ? 'kitchen' : (name === 'nfs-shared' ? expect.any(String) as string : name), root: {type: root}});
		expect(node.failedUnits ?? []).toEqual([]);
		expect(Object.keys(node.milestones)).toEqual(milestones);
		// As much memory in use as was worked out from the images.
		expect(Math.abs(budgetError(node, {home, name})), JSON.stringify(node.memory)).toBeLessThan(0.15);
	});
}

/** The seconds that the menu waits for a key are waited for in test/journeys/rehearse.test.ts. */
const atOnce = 'server.timeout=0';

/** As its user would; and, where the command line has no word for it, with services that stop once it is up. */
async function boot(name: string, {home, firmware, set}: {home: string; firmware: 'bios' | 'uefi'; set: string[]}): Promise<Node> {
	if (name === 'debian-toram' && firmware === 'bios') {
		const {nodes: [node]} = await rehearse({...await requestFrom(home, name, {set: [atOnce]}), alone: 60});
		expect(node, JSON.stringify(node)).toMatchObject({alone: {seconds: 60, alive: true}});
		return node as Node;
	}

	const run = await ramstrap(['rehearse', name, '--firmware', firmware, '--json', '--timeout', '300', ...[atOnce, ...set].flatMap(setting => ['--set', setting])], {home});
	expect(run.exitCode, run.stderr + JSON.stringify(run.events.at(-1))).toBe(0);
	return nodesOf(run)[0]!;
}
