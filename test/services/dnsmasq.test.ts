/* eslint-disable unicorn/no-incorrect-template-string-interpolation -- {folder} is ours */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {dnsmasqService, renderDnsmasq, type FirstStage} from '../../source/services/dnsmasq.ts';
import type {BootNetwork} from '../../source/services/types.ts';

const full: BootNetwork['dhcp'] = {mode: 'full', range: {from: '192.168.24.100', to: '192.168.24.199'}, lease: '12h', gateway: '192.168.24.254', dns: ['192.168.24.254', '9.9.9.9'], unknown: 'refuse'};
const network = (dhcp: BootNetwork['dhcp']): BootNetwork => ({
	interface: 'eth1', address: '192.168.24.1', netmask: '255.255.255.0', port: 80, lab: false, dhcp,
	nodes: [{mac: '52:54:00:00:00:01', name: 'one', address: '192.168.24.10', words: []}],
});
const first: FirstStage = {bios: 'ipxe', uefi: 'ipxe.efi', script: 'http://192.168.24.1/boot.ipxe', pxelinux: 'http://192.168.24.1/pxelinux/', http: 'http://192.168.24.1/ipxe.efi', loaders: {}, texts: {}};
const section = (text: string, title: string) => text.split('\n\n').find(part => part.startsWith(title));

test('addresses of our own: gateway, name servers, lease, and known machines only', () => {
	const text = renderDnsmasq(network(full), first);
	expect(section(text, '# Addresses.')).toBe(`# Addresses.
dhcp-range=192.168.24.100,192.168.24.199,255.255.255.0,12h
# By itself it stops at 1000 leases: all of the range, and machines with addresses of their own.
dhcp-lease-max=1100
# Firmware, loader and system of one machine may name it differently (option 61), and would take an address each.
dhcp-ignore-clid
dhcp-host=52:54:00:00:00:01,192.168.24.10,one
# Machines that become known later.
dhcp-hostsdir={folder}/hosts
# Known machines only.
dhcp-ignore=tag:!known
dhcp-option=option:router,192.168.24.254
dhcp-option=option:dns-server,192.168.24.254,9.9.9.9
dhcp-authoritative
# No other server gives out addresses here. Pinging each address first would delay machines by three seconds: of 20 started at once some get no address.
no-ping
dhcp-leasefile={folder}/leases
log-dhcp`);
	// Of what only the private network of a rehearsal may do there is nothing.
	expect(text).not.toMatch(/user=root/);
});

test('beside a router no address is handed out, and none but machines that boot from the network are answered', () => {
	const text = renderDnsmasq(network({mode: 'proxy', unknown: 'serve'}), first);
	expect(section(text, '# Another server')).toBe(`# Another server gives out addresses; this one only sends boot options, and only to machines that ask for them.
dhcp-range=192.168.24.1,proxy,255.255.255.0
dhcp-host=52:54:00:00:00:01
# Machines that become known later.
dhcp-hostsdir={folder}/hosts
log-dhcp`);
	expect(section(text, '# What it loads first.')).toBe(`# What it loads first.
dhcp-boot=tag:bios,tag:ipxe,http://192.168.24.1/boot.ipxe,,192.168.24.1
dhcp-boot=tag:bios,tag:!ipxe,undionly.kpxe,,192.168.24.1
dhcp-boot=tag:uefi,tag:ipxe,http://192.168.24.1/boot.ipxe,,192.168.24.1
pxe-service=tag:!ipxe,7,"Network boot by ramstrap",ipxe.efi
pxe-service=tag:!ipxe,9,"Network boot by ramstrap",ipxe.efi
# Firmware that boots from HTTP asks under a name of its own, and gets it back in the answer.
dhcp-pxe-vendor=PXEClient,HTTPClient
dhcp-boot=tag:uefi-http,tag:ipxe,http://192.168.24.1/boot.ipxe,,192.168.24.1
dhcp-boot=tag:uefi-http,tag:!ipxe,http://192.168.24.1/ipxe.efi,,192.168.24.1`);
});

test('where another server hands out addresses as well, none of its leases is denied, and addresses are tried before they are offered', () => {
	const shared = renderDnsmasq(network({...full, rival: true}), first);
	expect(renderDnsmasq(network(full), first)).toMatch(/^dhcp-authoritative\n(?:.*\n)*no-ping$/m);
	expect(shared).not.toMatch(/^(?:dhcp-authoritative|no-ping)$/m);
});

test('where another server says what to boot, there is TFTP and nothing else', () => {
	expect(renderDnsmasq(network({mode: 'external'}), first)).not.toContain('dhcp');
	expect(dnsmasqService(network({mode: 'external'}), first).ports).toEqual([{protocol: 'udp', number: 69, use: 'TFTP'}]);
});

test.each<[string, BootNetwork['dhcp']]>([['full', full], ['proxy', {mode: 'proxy', unknown: 'refuse'}], ['external', {mode: 'external'}]])('dnsmasq itself accepts what is rendered for %s', (_, dhcp) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-dnsmasq-'));
	try {
		for (const bios of ['ipxe', 'pxelinux'] as const) {
			writeFileSync(path.join(folder, 'dnsmasq.conf'), renderDnsmasq(network(dhcp), {...first, bios}).replaceAll('{folder}', () => folder));
			execFileSync('dnsmasq', ['--test', `--conf-file=${folder}/dnsmasq.conf`], {stdio: 'pipe'});
		}
	} finally {
		rmSync(folder, {recursive: true});
	}
});
