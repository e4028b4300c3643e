import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'vitest';
import type {NodeResult} from '../../source/rehearse/types.ts';

/**
For a root that nodes share: each looks at what the other has written, and tries to write into the export.
@param folder an empty one, into which the files are written
@returns the setting that puts them into the tree
*/
export function lookingAtEachOther(folder: string): string {
	const write = (name: string, text: string) => {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	};

	write('etc/systemd/system/probe.service', unit);
	write('usr/local/bin/probe', probe);
	mkdirSync(path.join(folder, 'etc/systemd/system/multi-user.target.wants'));
	symlinkSync('../probe.service', path.join(folder, 'etc/systemd/system/multi-user.target.wants/probe.service'));
	return `tree.files=${folder}`;
}

/** That each has an identity and a layer of its own, and none could write the export. @param root what is exported */
export function expectApart(nodes: readonly NodeResult[], root: string): void {
	const consoles = nodes.map(({console}) => readFileSync(console, 'utf8'));
	for (const said of consoles) {
		expect(said).toContain('probe: 1 of my own, the export refused');
	}

	const machineIds = consoles.map(said => /probe: I am ([\da-f]{32})/.exec(said)?.[1]);
	expect(machineIds).not.toContain(undefined);
	expect(new Set(machineIds).size).toBe(nodes.length);
	expect(readdirSync(path.join(root, 'etc')).filter(name => name.startsWith('seen-'))).toEqual([]);
}

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
