import {durationText} from '../report/duration.ts';
import {marks} from '../report/finding.ts';
import {memoryUse} from '../report/size.ts';
import type {Milestone} from '../strategies/types.ts';
import type {NodeState} from '../boots/node-state.ts';
import type {NodeResult} from './types.ts';

/** The milestones a node has reached, on one line: `dhcp 5.1 s · kernel 9.8 s`. */
export function milestoneLine(milestones: Partial<Record<Milestone, number>>): string {
	return milestoneWords(milestones).join(' · ');
}

function milestoneWords(milestones: Partial<Record<Milestone, number>>): string[] {
	return Object.entries(milestones).map(([name, seconds]) => `${name} ${durationText(seconds, 1)}`);
}

/** What a person reads about one node after a rehearsal. */
export function nodeReport(node: NodeResult): string[] {
	return node.up ? upReport(node) : lostReport(node);
}

function upReport({
	mac, firmware, secureBoot, seconds, milestones, memory, root, interfaces = [], mounts = [], devices, kernel,
	hostname, init, system, failedUnits = [], tests = [], alone,
}: NodeResult): string[] {
	const rows: Array<[string, string[]]> = [
		['boot', milestoneWords(milestones)],
		['kernel', [kernel ?? '']],
		['system', [system ?? init ?? '']],
		[`${marks.warning} failed`, failedUnits],
		['tested', tests.map(({part, what}) => `${part}: ${what}`)],
		['alone', [alone ? `still running ${alone.seconds} s after all services had stopped` : '']],
		['memory', [memory ? `${memoryUse(memory)} used` : '']],
		['root', [root?.type ?? '']],
		['address', interfaces.filter(({address}) => address !== '').map(({name, address}) => `${name} ${address}`)],
		['mounts', mounts.filter(mount => isTelling(mount)).map(({target, type}) => `${target} ${type}`)],
		['devices', [devices === undefined ? '' : String(devices)]],
	];
	return [
		`${marks.good} ${hostname ?? mac}  ${mac}  ${firmwareText({firmware, secureBoot})}  `
		+ `up after ${durationText(seconds, 1)}`,
		...rows.flatMap(([name, words]) =>
			fill(words.filter(Boolean)).map((line, index) => `  ${(index === 0 ? name : '').padEnd(8)} ${line}`),
		),
	];
}

/**
Every Linux has some twenty mounts that are not files but views of the kernel, or rooms for sockets; what is left says
where the root and its data are.
*/
function isTelling({target, type}: NodeState['mounts'][number]): boolean {
	const isKernels = /^\/(?:dev|proc|sys)(?:\/|$)|^\/run(?!\/(?:ramstrap|tmpfs-root)\/)(?:\/|$)/.test(target);
	return target === '/' || !(isKernels || views.has(type));
}

const views = new Set([
	'autofs', 'binfmt_misc', 'bpf', 'cgroup', 'cgroup2', 'configfs', 'debugfs', 'devpts', 'devtmpfs', 'efivarfs',
	'fusectl', 'hugetlbfs', 'mqueue', 'nsfs', 'proc', 'pstore', 'ramfs', 'rpc_pipefs', 'securityfs', 'selinuxfs',
	'sysfs', 'tracefs',
]);

/** Joins words by commas into lines that fit into 80 columns beside their name. */
function fill(words: readonly string[]): string[] {
	const lines: string[] = [];
	for (const word of words) {
		const longer = `${lines.at(-1)}, ${word}`;
		if (lines.length > 0 && longer.length <= 68) {
			lines[lines.length - 1] = longer;
		} else {
			lines.push(word);
		}
	}

	return lines;
}

/** `uefi, Secure Boot on` */
export function firmwareText({firmware, secureBoot}: {firmware: string; secureBoot?: boolean | undefined}): string {
	return secureBoot ? `${firmware}, Secure Boot on` : firmware;
}

function lostReport({mac, firmware, secureBoot, milestones, console, silence}: NodeResult): string[] {
	return [
		`${marks.problem} ${mac}  ${firmwareText({firmware, secureBoot})}  `
		+ `failed: ${silence?.reason ?? 'no reason is known'}`,
		`  reached  ${milestoneLine(milestones) || 'nothing'}`,
		...(silence
			? ['  likely', ...[...silence.causes, ...silence.hints].map(line => `  → ${line}`)]
			: []),
		...(silence && silence.tail.length > 0
			? ['  last lines of its console', ...silence.tail.map(line => `  │ ${line}`)]
			: []),
		`  console  ${console}`,
	];
}
