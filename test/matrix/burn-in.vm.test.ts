import {truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, inject, test} from 'vitest';
import {rehearse} from '../../source/rehearse/rehearse.ts';
import {temporaryFolder} from '../journeys/program.ts';
import {requestFrom} from '../rehearse/built-home.ts';

test('burn-in: a node whose disk cannot be read fails, with the disk and the place; one that is whole is up, with what was tested', async () => {
	const folder = temporaryFolder();
	const file = (name: string) => path.join(folder, name);
	writeFileSync(file('disk.img'), '');
	truncateSync(file('disk.img'), 16 * 1024 * 1024);
	// In sectors of 512 bytes: 4 MiB.
	writeFileSync(file('blkdebug.conf'), '[inject-error]\nevent = "read_aio"\nerrno = "5"\nsector = "8192"\n');
	const request = await requestFrom(inject('builtHome'), 'burn-in', {set: ['server.timeout=0'], nodes: 2});
	// The machine that starts first has the bad one.
	writeFileSync(file('qemu'), `#!/bin/sh
disk=${file('disk.img')}
mkdir ${file('first')} 2>/dev/null && disk=blkdebug:${file('blkdebug.conf')}:$disk
exec ${request.qemu} "$@" -drive file=$disk,format=raw,if=none,id=old,read-only=on -device virtio-blk-pci,drive=old,serial=OLD7
`, {mode: 0o755});
	const {nodes} = await rehearse({...request, qemu: file('qemu')});
	const [bad, good] = nodes.toSorted((one, other) => Number(one.up) - Number(other.up));
	expect(bad).toMatchObject({up: false, silence: {reason: 'The node reports: hardware test failed: disks: vda (OLD7): cannot be read at 4 MiB: Input/output error'}});
	expect(good).toMatchObject({up: true, system: 'running'});
	// Kernel, initrd and root; not what the test of the network downloads.
	expect(good!.wire!.fetches.filter(({bytes}) => bytes > 1e6)).toHaveLength(3);
	// Where everything at once takes the machine longer than the ten seconds, the report says how far the disk was read.
	expect(good!.tests!.map(({part, what}) => `${part}: ${what.replaceAll(/\d+/g, '0').replace(', 0 % read', '')}`)).toEqual([
		'memory: 0 MiB', 'cpu: 0 core', 'disks: vda (OLD0)', 'network: eth0, 0 downloads without an error',
	]);
});
