import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {networkLab, node, type NetworkLab} from '../serve/network-lab.ts';
import {makeServerTree} from './server-tree.ts';
import {startServerMachine, type ServerMachine} from './server-machine.ts';

// The built program on a Debian with systemd, a machine of its own but for its kernel and disk: deployed, restarted, booted from,
// undeployed.

let folder: string;
let lab: NetworkLab;
let server: ServerMachine | undefined;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-machine-'));
	mkdirSync(path.join(folder, 'home'));
	const [tree, network] = await Promise.all([makeServerTree(folder), networkLab('192.168.24.250/24')]);
	lab = network;
	server = await startServerMachine(lab, tree);
	// A system of packages is made and booted, while two others are.
});
afterAll(async () => {
	// What never started must not keep the rest from ending.
	await server?.stop();
	await lab.stop();
	rmSync(folder, {recursive: true});
});

const run = async (command: string, code = 0) => server!.run(command, {code});
/** What an administrator would look at to see whether anything is different. */
const snapshot = async () => run('sh /opt/snapshot');
const ramstrap = async (words: string, code = 0) => run(`sh /opt/ramstrap-on ${words}`, code);

test('deployed it survives a restart, nodes boot from it, and undeployed the machine is what it was', async () => {
	const before = await snapshot();
	expect(await ramstrap('deploy rambox', 2)).toContain('ramstrap deploy rambox --yes');
	expect(await ramstrap('deploy rambox --yes')).toMatch(/DHCP answers on host0[\s\S]*boot\.ipxe is served[\s\S]*initrd is served: \d+ bytes[\s\S]*cloud is served now/);
	expect(await ramstrap('deploy rambox --yes --set name=other', 3)).toContain('cloud is already deployed on host0');
	await server!.restart();
	const machine = await node(lab, {tap: 'tap1', mac: '52:54:00:00:24:09', firmware: 'bios'});
	await machine.until(/ramstrap: up/, 120);
	await machine.stop('SIGKILL');
	expect(await ramstrap('status cloud')).toMatch(/52:54:00:00:24:09 .* up after \d+\.\d s/);
	await run('echo "# by hand" >> /etc/ramstrap/cloud/dnsmasq.conf');
	expect(await ramstrap('undeploy cloud --yes')).toContain('/etc/ramstrap/cloud/dnsmasq.conf was edited by hand; the '
		+ 'edited file is kept as /etc/ramstrap/cloud/dnsmasq.conf.kept.');
	expect(await run('tail -n 1 /etc/ramstrap/cloud/dnsmasq.conf.kept; rm -r '
		+ '/etc/ramstrap')).toBe('# by hand');
	expect(await snapshot()).toBe(before);
});
