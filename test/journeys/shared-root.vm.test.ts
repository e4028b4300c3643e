import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, inject, test} from 'vitest';
import {ownNode} from './own-node.ts';
import {ramstrap, temporaryFolder, type Run} from './program.ts';

const home = inject('builtHome');
type Node = {mac: string; console: string};
const nodesOf = ({events}: Run) => events.at(-1)!.nodes as Node[];

test('nfs-shared: two nodes at once, each with a name and a layer of its own, one with files of its own, and none can write the export', {timeout: 600_000}, async () => {
	const files = temporaryFolder();
	writeFiles(files, {'etc/systemd/system/probe.service': unit, 'usr/local/bin/probe': probe});
	const run = await ramstrap(['rehearse', 'nfs-shared', '--set', 'name=shared-pair', '--set', `tree.files=${files}`, '--set', ownNode(), '--set', 'server.timeout=0', '--nodes', '2', '--json', '--keep', '--timeout', '400'], {home});
	expect(run.exitCode, run.stderr).toBe(0);
	const nodes = nodesOf(run);
	expect(nodes).toHaveLength(2);
	for (const [index, node] of nodes.entries()) {
		expect(node).toMatchObject({up: true, system: 'running', root: {type: 'overlay'}, hostname: index === 0 ? 'kitchen' : `shared-pair-${node.mac.replaceAll(':', '').slice(-6)}`});
		expect(readFileSync(node.console, 'utf8')).toContain('probe: 1 of my own, the export refused');
	}

	const machineIds = nodes.map(({console}) => /probe: I am ([\da-f]{32})/.exec(readFileSync(console, 'utf8'))?.[1]);
	expect(new Set(machineIds).size).toBe(2);
	expect(machineIds).not.toContain(undefined);
	expect(readdirSync(path.join(home, 'work/shared-pair/export/root/etc')).filter(name => name.startsWith('seen-'))).toEqual([]);
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
