import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, inject, test} from 'vitest';
import {rehearse} from '../../source/rehearse/rehearse.ts';
import {requestFrom} from '../rehearse/built-home.ts';
import {budgetError} from '../budget-error.ts';
import {ramstrap, temporaryFolder, type Run} from './program.ts';

// Each bundled recipe with a distribution in its root, from nothing to that distribution's own init, in both firmwares.

const home = inject('builtHome');

type Node = {mac: string; up: boolean; console: string; milestones: Record<string, number>; hostname: string; failedUnits?: string[]; firmware: 'bios' | 'uefi'; memory: {totalKiB: number; usedKiB: number}};
const nodesOf = ({events}: Run) => events.at(-1)!.nodes as Node[];

const fetched = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'];
const byKernel = ['dhcp', 'first-stage', 'kernel', 'up'];

/** What its root file system is, and what its boot goes through. */
const recipes: Record<string, {root: string; milestones: string[]}> = {
	'debian-tmpfs': {root: 'tmpfs', milestones: fetched},
	'debian-toram': {root: 'overlay', milestones: fetched},
	'debian-tmpfs-root': {root: 'tmpfs', milestones: fetched},
	'nfs-shared': {root: 'overlay', milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'root', 'up']},
	'ramdisk-ext2': {root: 'ext2/ext3', milestones: byKernel},
	'nfs-root': {root: 'nfs', milestones: byKernel},
};

test('these are all of the bundle that have a distribution in their root', () => {
	const bundled = readdirSync('recipes').map(file => path.basename(file, '.yaml')).filter(name => !name.startsWith('rambox'));
	expect(Object.keys(recipes).toSorted()).toEqual(bundled.toSorted());
});

describe.each(Object.entries(recipes))('%s', (name, {root, milestones}) => {
	test.each(['bios', 'uefi'])('is up to its own init in %s', {timeout: 900_000}, async firmware => {
		const run = await ramstrap(['rehearse', name, '--firmware', firmware, '--json', '--timeout', '300', ...sourceOf(name)], {home});
		expect(run.exitCode, run.stderr + JSON.stringify(run.events.at(-1))).toBe(0);
		const [node] = nodesOf(run);
		expect(node).toMatchObject({up: true, init: 'systemd', system: 'running', hostname: name === 'nfs-shared' ? expect.any(String) as string : name, root: {type: root}});
		expect(node!.failedUnits ?? []).toEqual([]);
		expect(Object.keys(node!.milestones)).toEqual(milestones);
		// As much memory in use as was worked out from the images.
		expect(Math.abs(budgetError(node!, {home, name})), JSON.stringify(node!.memory)).toBeLessThan(0.15);
	});
});

/** The kernel that other tests have compiled already: what is the same comes out of the compiler's cache. */
function sourceOf(name: string): string[] {
	return ['ramdisk-ext2', 'nfs-root'].includes(name) ? ['--set', 'kernel.source.package=linux-source-6.1'] : [];
}

test('debian-toram lives a minute after every service has stopped', {timeout: 600_000}, async () => {
	const {nodes} = await rehearse({...await requestFrom(home, 'debian-toram'), alone: 60});
	expect(nodes[0], JSON.stringify(nodes[0], undefined, 2)).toMatchObject({up: true, system: 'running', alone: {seconds: 60, alive: true}});
});

test('nfs-shared: two nodes at once, each with a name and a layer of its own, and none can write the export', {timeout: 600_000}, async () => {
	const files = temporaryFolder();
	writeFiles(files, {'etc/systemd/system/probe.service': unit, 'usr/local/bin/probe': probe});
	const run = await ramstrap(['rehearse', 'nfs-shared', '--set', `tree.files=${files}`, '--nodes', '2', '--json', '--keep', '--timeout', '400'], {home});
	expect(run.exitCode, run.stderr).toBe(0);
	const nodes = nodesOf(run);
	expect(nodes).toHaveLength(2);
	for (const node of nodes) {
		expect(node).toMatchObject({up: true, system: 'running', root: {type: 'overlay'}, hostname: `nfs-shared-${node.mac.replaceAll(':', '').slice(-6)}`});
		expect(readFileSync(node.console, 'utf8')).toContain('probe: 1 of my own, the export refused');
	}

	const machineIds = nodes.map(({console}) => /probe: I am ([\da-f]{32})/.exec(readFileSync(console, 'utf8'))?.[1]);
	expect(new Set(machineIds).size).toBe(2);
	expect(machineIds).not.toContain(undefined);
	expect(readdirSync(path.join(home, 'work/nfs-shared/export/root/etc')).filter(name => name.startsWith('seen-'))).toEqual([]);
});

const unit = `[Unit]
Description=What this node sees of the other
[Service]
Type=oneshot
ExecStart=/bin/sh /usr/local/bin/probe
[Install]
WantedBy=multi-user.target
`;

/** Each node waits long enough for the other to have written, too. */
const probe = `id=$(cat /etc/machine-id)
touch "/etc/seen-$id"
sleep 20
refused=taken
touch /run/ramstrap/lower/etc/written 2>/dev/null || refused=refused
{
	echo "probe: I am $id"
	echo "probe: $(ls /etc/seen-* | wc -l) of my own, the export $refused"
} >/dev/console
`;

function writeFiles(folder: string, files: Record<string, string>): void {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	}

	mkdirSync(path.join(folder, 'etc/systemd/system/multi-user.target.wants'));
	symlinkSync('../probe.service', path.join(folder, 'etc/systemd/system/multi-user.target.wants/probe.service'));
}
