import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {DeploymentFacts} from '../../source/deploy/deployment.ts';
import {packagesFor} from '../../source/deploy/needs.ts';
import {renderItems, titleOf} from '../../source/deploy/render.ts';
import {openingsFor, withoutNfs, withoutOurs} from '../../source/deploy/network-probe.ts';
import type {Change, ChangeOf, Journal} from '../../source/deploy/types.ts';
import {versionId} from '../../source/publish/version.ts';
import {deploymentIn, factsIn} from './fixture.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-deployment-'));
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

function textOf(name: string, more: Partial<DeploymentFacts> = {}): string {
	const found = deploymentIn(folder, more).changes.find((change): change is ChangeOf<'file'> => change.kind === 'file' && change.path === name);
	return found!.text;
}

test('all of it, in the order in which it is done', () => {
	const id = versionId(factsIn(folder).version);
	expect(deploymentIn(folder).changes.flatMap(change => titleOf(change, 'make') ?? []).map(line => line.replaceAll(`${folder}/`, 'here/'))).toEqual([
		'+ package dnsmasq-base',
		'+ folder /var/lib/ramstrap',
		'+ folder /var/lib/ramstrap/published',
		'+ folder /usr/local/lib/ramstrap',
		'+ folder /usr/local/lib/ramstrap/kitchen',
		'+ folder /var/lib/ramstrap/tftp',
		'+ folder /var/lib/ramstrap/tftp/kitchen',
		'+ folder /etc/ramstrap',
		'+ folder /etc/ramstrap/kitchen',
		'+ folder /etc/ramstrap/kitchen/nodes',
		'+ folder /etc/ramstrap/kitchen/hosts',
		'+ file /usr/local/lib/ramstrap/kitchen/node, a copy of here/node',
		'+ file /usr/local/lib/ramstrap/kitchen/http.mjs, a copy of here/http.mjs',
		'+ file /var/lib/ramstrap/tftp/kitchen/undionly.kpxe, a copy of /nowhere/undionly.kpxe',
		'+ file /var/lib/ramstrap/tftp/kitchen/undionly.kpxe.0, a copy of /nowhere/undionly.kpxe',
		'+ file /var/lib/ramstrap/tftp/kitchen/ipxe.efi, a copy of here/ipxe.efi',
		'+ file /etc/ramstrap/kitchen/nodes/52-54-00-00-00-01.cpio, a copy of here/52-54-00-00-00-01.cpio',
		`+ kitchen ${id} published in /var/lib/ramstrap/published and booted by nodes (vmlinuz 7 B, initrd 6 B)`,
		'+ file /etc/ramstrap/kitchen/hosts/.keep',
		'+ file /etc/ramstrap/kitchen/dnsmasq.conf',
		'+ file /etc/ramstrap/kitchen/http.json',
		'+ file /etc/systemd/system/ramstrap-kitchen-dnsmasq.service',
		'+ file /etc/systemd/system/ramstrap-kitchen-http.socket',
		'+ file /etc/systemd/system/ramstrap-kitchen-http.service',
		'+ port 69/udp open on lan (ufw)',
		'+ systemctl daemon-reload   systemd reloads its units',
		'+ ramstrap-kitchen-http.socket started now and at every boot',
		'+ ramstrap-kitchen-dnsmasq.service started now and at every boot',
	]);
});

test('dnsmasq finds its files where they stay, and writes where it may', () => {
	const text = textOf('/etc/ramstrap/kitchen/dnsmasq.conf');
	expect(text).toContain('\ntftp-root=/var/lib/ramstrap/tftp/kitchen\n');
	expect(text).toContain('\ndhcp-leasefile=/var/lib/ramstrap-kitchen/leases\n');
	expect(text).not.toContain('{folder}');
});

test('the settings of the HTTP server name nothing in anybody\'s home', () => {
	expect(textOf('/etc/ramstrap/kitchen/http.json')).not.toContain(folder);
});

test('beside a router PXELINUX has its menus by TFTP', () => {
	const {network} = factsIn(folder);
	const more = {bios: 'pxelinux' as const, network: {...network, dhcp: {mode: 'proxy' as const, unknown: 'serve' as const}}};
	expect(textOf('/var/lib/ramstrap/tftp/kitchen/pxelinux.cfg/default', more)).toBe('INCLUDE http://192.168.24.1/pxelinux/pxelinux.cfg/default\n');
	expect(deploymentIn(folder, more).changes.map(change => titleOf(change, 'make'))).toContain('+ folder /var/lib/ramstrap/tftp/kitchen/pxelinux.cfg');
});

test('who has been up is kept where the HTTP service alone may write', () => {
	const {network} = factsIn(folder);
	const more = {network: {...network, nodes: [{mac: '52:54:00:00:00:01', words: [], boot: 'once' as const}]}};
	// Whoever boots once or not: what a unit does not name, undeploy would leave.
	expect(textOf('/etc/systemd/system/ramstrap-kitchen-http.service')).toContain('\nStateDirectory=ramstrap-kitchen-http\n');
	expect(JSON.parse(textOf('/etc/ramstrap/kitchen/http.json', more))).toMatchObject({once: '/var/lib/ramstrap-kitchen-http/once', nodes: [{boot: 'once'}]});
});

test('signed loaders are copied to where TFTP and HTTP have them, and the menu stays with HTTP', () => {
	const {bootFiles} = factsIn(folder);
	const more = {uefi: 'grub' as const, bootFiles: {...bootFiles, 'shimx64.efi': ['/home/me/shim'], 'grubx64.efi': ['/home/me/grub']}};
	expect(textOf('/var/lib/ramstrap/tftp/kitchen/grub/grub.cfg', more)).toContain('configfile (http,192.168.24.1)/grub/menu.cfg');
	const settings = JSON.parse(textOf('/etc/ramstrap/kitchen/http.json', more)) as {uefi: string; bootFiles: Record<string, string>};
	expect(settings).toMatchObject({uefi: 'grub', bootFiles: {'shimx64.efi': '/var/lib/ramstrap/tftp/kitchen/shimx64.efi', 'grubx64.efi': '/var/lib/ramstrap/tftp/kitchen/grubx64.efi'}});
	const copies = deploymentIn(folder, more).changes.flatMap(change => change.kind === 'copy' ? [[change.path, change.from[0]]] : []);
	expect(Object.fromEntries(copies)).toMatchObject({'/var/lib/ramstrap/tftp/kitchen/shimx64.efi': '/home/me/shim', '/var/lib/ramstrap/tftp/kitchen/grubx64.efi': '/home/me/grub'});
});

test('a root over NFS is exported by the machine\'s own server, under its path', () => {
	const {version} = factsIn(folder);
	const more = {version: {...version, words: ['nfsroot=<server>:<export>'], tree: {sha256: '0', access: 'ro' as const, nfs: 'v4.2' as const}}};
	expect(textOf('/etc/exports.d/ramstrap-kitchen.exports', more)).toMatch(/^\/var\/lib\/ramstrap\/published\/kitchen\/trees 192\.168\.24\.0\/24\(ro,/m);
	const {changes, proofs} = deploymentIn(folder, more);
	expect(changes.flatMap(change => titleOf(change, 'make') ?? []).slice(-2)).toEqual(['+ nfs-server.service started now and at every boot', '+ exportfs -ra   the NFS server reloads its exports']);
	expect(proofs.at(-1)).toEqual({kind: 'nfs', server: '192.168.24.1', path: `/var/lib/ramstrap/published/kitchen/trees/${versionId(more.version)}`, version: '4.2'});
});

test('a text is shown line by line, against what is there', () => {
	const change: Change = {kind: 'file', path: '/etc/ramstrap/kitchen/x', text: 'a\nB\n'};
	const content = Buffer.from('a\nb\n').toString('base64');
	expect(renderItems([{change, state: 'changed', present: {kind: 'file', content, mode: 0o644}, byHand: true}])).toEqual([
		'~ file /etc/ramstrap/kitchen/x',
		'  ! /etc/ramstrap/kitchen/x was edited by hand; the edited file will be kept with the suffix .kept',
		'    --- /etc/ramstrap/kitchen/x',
		'    +++ /etc/ramstrap/kitchen/x',
		'    @@ -1,2 +1,2 @@',
		'     a',
		'    -b',
		'    +B',
	]);
	expect(renderItems([{change, state: 'new', present: {kind: 'file'}, byHand: false}])[1]).toBe('    --- /dev/null');
});

const journal: Journal = {version: 1, recipe: 'kitchen', interface: 'lan', address: '192.168.24.1', entries: [
	{change: {kind: 'package', manager: 'apt', name: 'dnsmasq-base'}, former: {kind: 'package', installed: false, coming: [], users: []}, wrote: []},
	{change: {kind: 'opening', firewall: 'ufw', interface: 'lan', port: '69/udp', note: ''}, former: {kind: 'opening', permanent: false, runtime: false}, wrote: []},
]};

test('what the first deployment brought, the second one still wants', () => {
	const all = {tools: {dnsmasq: '/usr/sbin/dnsmasq' as const}, bootFiles: {'undionly.kpxe': '/x' as const}};
	expect(packagesFor(all, {manager: 'apt', bios: 'ipxe', nfs: 'missing', journal: undefined, automatic: []})).toEqual(['ipxe', 'nfs-kernel-server']);
	expect(packagesFor(all, {manager: 'apt', bios: 'ipxe', nfs: 'unused', journal, automatic: []})).toEqual(['dnsmasq-base', 'ipxe']);
	expect(packagesFor(all, {manager: 'apt', bios: 'ipxe', nfs: 'unused', journal: undefined, automatic: ['dnsmasq-base', 'nfs-kernel-server']})).toEqual(['dnsmasq-base', 'ipxe']);
	const ports = [{protocol: 'udp' as const, number: 69, use: 'TFTP'}, {protocol: 'tcp' as const, number: 80, use: 'HTTP'}];
	const seen = {answers: [], ports: [], firewall: {kind: 'ufw' as const, closed: ['80/tcp']}};
	expect(openingsFor(ports, seen, {interface: 'lan', journal})).toEqual([{firewall: 'ufw', port: '69/udp'}, {firewall: 'ufw', port: '80/tcp'}]);
	expect(openingsFor(ports, {...seen, firewall: {kind: 'nftables', closed: ['80/tcp']}}, {interface: 'lan', journal: undefined})).toEqual([]);
});

test('neither our own answers nor our own ports are in our way', () => {
	const seen = {
		answers: [{server: '192.168.24.1', pxe: false, seconds: 0.1}, {server: '192.168.24.254', pxe: false, seconds: 0.1}],
		ports: [{protocol: 'udp' as const, address: '0.0.0.0', interface: 'lan', number: 67}, {protocol: 'tcp' as const, address: '192.168.24.1', number: 80}, {protocol: 'tcp' as const, address: '0.0.0.0', number: 22}],
		firewall: {kind: 'none' as const, closed: []},
	};
	expect(withoutOurs(seen, journal)).toMatchObject({answers: [{server: '192.168.24.254'}], ports: [{number: 22}]});
	expect(withoutOurs(seen, undefined)).toBe(seen);
	const nfs = [{protocol: 'tcp' as const, address: '0.0.0.0', number: 2049}, {protocol: 'tcp' as const, address: '0.0.0.0', number: 2049, program: 'ganesha.nfsd'}, {protocol: 'udp' as const, address: '0.0.0.0', number: 111}];
	expect(withoutNfs({...seen, ports: nfs}).ports).toEqual([nfs[1]]);
});

test('where our own question would get no answer, none is asked', () => {
	const kinds = (more: Parameters<typeof deploymentIn>[1]) => deploymentIn(folder, more).proofs.map(({kind}) => kind);
	const {network} = factsIn(folder);
	expect(kinds({})).toContain('dhcp');
	expect(kinds({isDeaf: true})).not.toContain('dhcp');
	expect(kinds({network: {...network, dhcp: {mode: 'proxy', unknown: 'refuse'}}})).not.toContain('dhcp');
});
