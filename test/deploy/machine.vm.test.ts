import {copyFileSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {makePackages} from '../package/make-packages.ts';
import {networkLab, node, type NetworkLab} from '../serve/network-lab.ts';
import {makeServerTree} from './server-tree.ts';
import {startServerMachine, type ServerMachine} from './server-machine.ts';

// The built program on a Debian with systemd, a machine of its own but for its kernel and disk: deployed, restarted, booted from,
// undeployed; and the same by the package, which is upgraded and purged meanwhile.

let folder: string;
let lab: NetworkLab;
let server: ServerMachine | undefined;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-machine-'));
	mkdirSync(path.join(folder, 'home'));
	const [tree, network] = await Promise.all([makeServerTree(folder), networkLab('192.168.24.250/24'), makeTwoPackages()]);
	for (const [version, name] of [['0.9.1', 'lower.deb'], ['0.9.2', 'higher.deb']] as const) {
		copyFileSync(path.join(folder, `ramstrap_${version}_amd64.deb`), path.join(tree, 'srv', name));
	}

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

async function makeTwoPackages(): Promise<void> {
	for (const version of ['0.9.1', '0.9.2']) {
		await makePackages(folder, {words: ['--version', version, '--only', 'deb']});
	}
}

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
	expect(await ramstrap('status cloud')).toMatch(/52:54:00:00:24:09 .* up after \d+\.\d s[\s\S]*\nUp with boot: once; .*\n52:54:00:00:24:09 {2}/);
	const bootsFrom = async () => /choose --default (\S+)/.exec(await lab.run('curl --silent http://192.168.24.1/mac/52-54-00-00-24-09.ipxe'))?.[1];
	expect(await bootsFrom()).toBe('local');
	expect(await ramstrap('wake kitchen --again')).toContain('kitchen boots over the network once more.');
	expect(await bootsFrom()).toBe('boot-cloud');
	await run('echo "# by hand" >> /etc/ramstrap/cloud/dnsmasq.conf');
	expect(await ramstrap('undeploy cloud --yes')).toContain('/etc/ramstrap/cloud/dnsmasq.conf was edited by hand; the '
		+ 'edited file is kept as /etc/ramstrap/cloud/dnsmasq.conf.kept.');
	expect(await run('tail -n 1 /etc/ramstrap/cloud/dnsmasq.conf.kept; rm -r '
		+ '/etc/ramstrap')).toBe('# by hand');
	expect(await snapshot()).toBe(before);
});

test('by the package: upgraded, the services go on until the next deploy; removed, they stay; purged, the machine is what it was', async () => {
	const before = await snapshot();
	const packaged = async (words: string, code = 0) => run(`RAMSTRAP=ramstrap sh /opt/ramstrap-on ${words}`, code);
	const apt = async (words: string) => run(`DEBIAN_FRONTEND=noninteractive apt-get ${words} --yes 2>&1`);
	// As apt marks what a package brings along.
	await run('apt-mark auto dnsmasq-base');
	await apt('install /srv/lower.deb');
	expect(await packaged('deploy rambox --yes')).toContain('cloud is served now');
	await apt('install /srv/higher.deb');
	expect(await packaged('doctor rambox', 3)).toMatch(/^ramstrap 0\.9\.2, installed by the package ramstrap\ndeployed: cloud [\da-f]{12}, served by ramstrap 0\.9\.1; deploy its recipe again to change to this one$/m);
	const machine = await node(lab, {tap: 'tap2', mac: '52:54:00:00:24:0a', firmware: 'bios'});
	await machine.until(/ramstrap: up/, 120);
	await machine.stop('SIGKILL');
	expect(await packaged('deploy rambox --dry-run')).toMatch(/~ file \/usr\/local\/lib\/ramstrap\/cloud\/ramstrap/);
	expect(await packaged('deploy rambox --yes')).toContain('cloud is served now');
	expect(await run('/usr/local/lib/ramstrap/cloud/ramstrap --version')).toBe('0.9.2');
	await apt('remove ramstrap');
	await apt('autoremove');
	expect(await run('dpkg-query --show --showformat=x dnsmasq-base')).toBe('x');
	expect(await run('systemctl is-active ramstrap-cloud-http.socket ramstrap-cloud-dnsmasq.service')).toBe('active\nactive');
	const purged = await apt('purge ramstrap');
	expect(purged).toContain('cloud is no longer served by this machine.');
	expect(purged).toContain('The package dnsmasq-base stays marked as manually installed. To change that: apt-mark auto dnsmasq-base');
	expect(await snapshot()).toBe(before);
});
