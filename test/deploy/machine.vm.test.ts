import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, inject, test} from 'vitest';
import {networkLab, node, type NetworkLab} from '../serve/network-lab.ts';
import {makeServerDisk} from './server-disk.ts';
import {startServerMachine, type ServerMachine} from './server-machine.ts';

// The built program on a Debian with systemd, in a virtual machine with a disk: deployed, restarted, booted from,
// undeployed.

const home = inject('builtHome');
let folder: string;
let lab: NetworkLab;
let server: ServerMachine;
let isUp = false;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-machine-'));
	mkdirSync(path.join(folder, 'home'));
	const [disk, network] = await Promise.all([makeServerDisk(folder), networkLab('192.168.24.250/24')]);
	lab = network;
	const work = path.join(home, 'work/disk');
	server = await startServerMachine(lab, {disk, kernel: path.join(work, 'kernel/vmlinuz'), initrd: path.join(work, 'initramfs/initrd'), socket: path.join(folder, 'commands')});
	isUp = true;
	await server.ready();
});
afterAll(async () => {
	// What never started must not keep the rest from ending.
	await (isUp ? server.stop() : undefined);
	await lab.stop();
	rmSync(folder, {recursive: true});
});

/** What an administrator would look at to see whether anything is different. */
const snapshot = async () => server.run('sh /opt/snapshot');
const ramstrap = async (words: string, code = 0) => server.run(`sh /opt/ramstrap-on ${words}`, {seconds: 300, code});

test('deployed it survives a restart, nodes boot from it, and undeployed the machine is what it was', {timeout: 900_000}, async () => {
	const before = await snapshot();
	expect(await ramstrap('deploy rambox', 2)).toContain('ramstrap deploy rambox --yes');
	expect(await ramstrap('deploy rambox --yes')).toMatch(/DHCP answers on eth0[\s\S]*boot\.ipxe is served[\s\S]*initrd is served: \d+ bytes[\s\S]*cloud is served now/);
	expect(await ramstrap('deploy rambox --yes --set name=other', 3)).toContain('cloud is already deployed on eth0');
	await server.run('systemctl reboot', {code: -1});
	await server.ready();
	const machine = await node(lab, {tap: 'tap1', mac: '52:54:00:00:24:09', firmware: 'bios'});
	await machine.until(/ramstrap: up/, 120);
	await machine.stop('SIGKILL');
	expect(await ramstrap('status cloud')).toMatch(/52:54:00:00:24:09 .* up after \d+\.\d s/);
	await server.run('echo "# by hand" >> /etc/ramstrap/cloud/dnsmasq.conf');
	expect(await ramstrap('undeploy cloud --yes')).toContain('/etc/ramstrap/cloud/dnsmasq.conf was edited by hand; the '
		+ 'edited file is kept as /etc/ramstrap/cloud/dnsmasq.conf.kept.');
	expect(await server.run('tail -n 1 /etc/ramstrap/cloud/dnsmasq.conf.kept; rm -r '
		+ '/etc/ramstrap')).toBe('# by hand\n');
	expect(await snapshot()).toBe(before);
});
