import {expect, test} from 'vitest';
import {networkCheck, type NetworkState} from '../../source/serve/network-check.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import type {Port} from '../../source/services/types.ts';
import {recipeWith} from '../recipe/recipe.ts';

const ports: Port[] = [{protocol: 'udp', number: 67, use: 'DHCP'}, {protocol: 'udp', number: 69, use: 'TFTP'}, {protocol: 'tcp', number: 80, use: 'HTTP'}];
const quiet: NetworkState = {
	interface: 'eth1', address: '192.168.24.1/24', leased: false, wireless: false, carrier: true, answers: [], ports: [], firewall: {kind: 'none', closed: []},
};
const router = {server: '192.168.24.254', address: '192.168.24.77', pxe: false, seconds: 0.4};
const proxy = recipeWith({server: {dhcp: 'proxy'}});
const full = recipeWith({server: {dhcp: 'full'}});

const says = (recipe: Recipe, around: Partial<NetworkState>) => networkCheck(recipe, ports, {...quiet, ...around}).map(finding => `${finding.level}: ${finding.what}`);

test('a router at home and machines beside it', () => {
	expect(says(proxy, {answers: [router]})).toEqual(['good: 192.168.24.254 gives out addresses on eth1.']);
});

test('a network of its own', () => {
	expect(says(full, {})).toEqual(['good: No other DHCP server answers on eth1.']);
});

test('a second server that hands out addresses is refused by its address, with the way that does no harm first', () => {
	const [finding] = networkCheck(full, ports, {...quiet, answers: [router]});
	expect(finding).toMatchObject({code: 'dhcp-second', level: 'problem', what: expect.stringMatching(/^192\.168\.24\.254 already gives out addresses on eth1/) as string});
	expect(finding!.hints![0]).toMatch(/^--mode proxy /);
	expect(says(recipeWith({server: {dhcp: 'full', rivals: 'ignore'}}), {answers: [router]})[0]).toMatch(/^warning: .* server\.rivals/);
});

test.each<[string, Recipe, Partial<NetworkState>, RegExp]>([
	['nobody hands out addresses', proxy, {}, /^problem: No DHCP server answers on eth1/],
	['no address', full, {address: undefined}, /^problem: eth1 has no IPv4 address\.$/],
	['an address of another network', full, {address: '10.0.0.5/8'}, /^problem: eth1 has the address 10\.0\.0\.5, which is not in server\.subnet 192\.168\.24\.0\/24/],
	['an address inside the range', recipeWith({server: {dhcp: 'full',
		range: '192.168.24.1-192.168.24.9'}}), {}, /^problem: server\.range .* contains the server's own address/],
	['fewer addresses than machines', recipeWith({server: {dhcp: 'full',
		range: '192.168.24.50-192.168.24.51'}, nodes: [{mac: '52:54:00:00:00:01'}, {mac: '52:54:00:00:00:02'}, {mac: '52:54:00:00:00:03', address: '192.168.24.51'}, {mac: '52:54:01:*:*:*'}]}), {}, /^warning: server\.range 192\.168\.24\.50 to 192\.168\.24\.51 has 1 free address for 2 machines/],
	['a leased address', proxy, {answers: [router], leased: true}, /^warning: 192\.168\.24\.1 is leased/],
	['Wi-Fi', proxy, {answers: [router], wireless: true}, /^warning: eth1 is Wi-Fi/],
	['no cable', full, {carrier: false}, /^problem: No link on eth1/],
	['a question that could not be asked, where it matters most', full, {answers: {unknown: 'only root may check (UDP 68)'}}, /^problem: Could not check eth1 for other DHCP servers: only root/],
	['a question that could not be asked', proxy, {answers: {unknown: 'only root may check (UDP 68)'}}, /^warning: Could not check eth1 for other DHCP servers: only root may check/],
	['another boot server', proxy, {answers: [router, {server: '192.168.24.9', pxe: true, seconds: 0.1, boot: {file: 'pxelinux.0'}}]}, /^warning: 192\.168\.24\.9 also answers machines that boot from the network, with pxelinux\.0/],
	['a router that was told', recipeWith({server: {dhcp: 'external'}}), {answers: [{...router, boot: {file: 'ipxe.efi'}}]}, /^good: 192\.168\.24\.254 sends boot options: ipxe\.efi/],
	['a late answer', proxy, {answers: [{...router, seconds: 4.2}]}, /^warning: 192\.168\.24\.254 took 4\.2 s to answer/],
	['a port that is taken', full, {ports: [{protocol: 'udp', address: '0.0.0.0', number: 69, program: 'in.tftpd'}]}, /^problem: UDP 69 \(TFTP\) is in use by in\.tftpd\.$/],
	['a firewall', full, {firewall: {kind: 'ufw', closed: ['69/udp']}}, /^warning: The firewall \(ufw\) blocks 69\/udp\.$/],
])('%s', (_, recipe, around, expected) => {
	expect(says(recipe, around).some(line => expected.test(line)), says(recipe, around).join('\n')).toBe(true);
});

test('what listens on another interface, address or protocol is not in the way', () => {
	const elsewhere = [
		{protocol: 'udp' as const, address: '0.0.0.0', interface: 'virbr0', number: 67, program: 'dnsmasq'},
		{protocol: 'tcp' as const, address: '127.0.0.1', number: 80},
		{protocol: 'tcp' as const, address: '0.0.0.0', number: 69},
	];
	expect(says(full, {ports: elsewhere})).toEqual(['good: No other DHCP server answers on eth1.']);
});
