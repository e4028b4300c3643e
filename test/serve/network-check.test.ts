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

const check = (recipe: Recipe, state: Partial<NetworkState>) => networkCheck(recipe, ports, {...quiet, ...state});
const codes = (recipe: Recipe, state: Partial<NetworkState>) => check(recipe, state).map(({level, code}) => `${level}: ${code}`);

test('a router at home and machines beside it', () => {
	expect(check(proxy, {answers: [router]})).toEqual([{code: 'dhcp-found', level: 'good', what: '192.168.24.254 gives out addresses on eth1.'}]);
});

test('a network of its own', () => {
	expect(check(full, {})).toEqual([{code: 'dhcp-alone', level: 'good', what: 'No other DHCP server answers on eth1.'}]);
});

test('a second server that hands out addresses is refused by its address, with the way that does no harm first', () => {
	const [finding] = check(full, {answers: [router]});
	expect(finding).toMatchObject({code: 'dhcp-second', level: 'problem', what: expect.stringMatching(/^192\.168\.24\.254 already gives out addresses on eth1/) as string});
	expect(finding!.hints![0]).toMatch(/^--mode proxy /);
	expect(check(recipeWith({server: {dhcp: 'full', rivals: 'ignore'}}), {answers: [router]})).toMatchObject([{code: 'dhcp-second', level: 'warning', what: expect.stringContaining('server.rivals') as string}]);
});

test.each<[string, Recipe, Partial<NetworkState>, [kind: string, what: RegExp]]>([
	['nobody hands out addresses', proxy, {}, ['problem: dhcp-none', /^No DHCP server answers on eth1/]],
	['no address', full, {address: undefined}, ['problem: address-none', /^eth1 has no IPv4 address\.$/]],
	['an address of another network', full, {address: '10.0.0.5/8'}, ['problem: address-outside-subnet', /^eth1 has the address 10\.0\.0\.5, which is not in server\.subnet 192\.168\.24\.0\/24/]],
	['an address inside the range', recipeWith({server: {dhcp: 'full',
		range: '192.168.24.1-192.168.24.9'}}), {}, ['problem: address-in-range', /^server\.range .* contains the server's own address/]],
	['fewer addresses than machines', recipeWith({server: {dhcp: 'full',
		range: '192.168.24.50-192.168.24.51'}, nodes: [{mac: '52:54:00:00:00:01'}, {mac: '52:54:00:00:00:02'}, {mac: '52:54:00:00:00:03', address: '192.168.24.51'}, {mac: '52:54:01:*:*:*'}]}), {}, ['warning: range-too-small', /^server\.range 192\.168\.24\.50 to 192\.168\.24\.51 has 1 free address for 2 machines/]],
	['a leased address', proxy, {answers: [router], leased: true}, ['warning: address-leased', /^192\.168\.24\.1 is leased/]],
	['Wi-Fi', proxy, {answers: [router], wireless: true}, ['warning: wireless', /^eth1 is Wi-Fi/]],
	['no cable', full, {carrier: false}, ['problem: link-none', /^No link on eth1/]],
	['a question that could not be asked, where it matters most', full, {answers: {unknown: 'only root may check (UDP 68)'}}, ['problem: dhcp-unknown', /^Could not check eth1 for other DHCP servers: only root/]],
	['a question that could not be asked', proxy, {answers: {unknown: 'only root may check (UDP 68)'}}, ['warning: dhcp-unknown', /^Could not check eth1 for other DHCP servers: only root may check/]],
	['another boot server', proxy, {answers: [router, {server: '192.168.24.9', pxe: true, seconds: 0.1, boot: {file: 'pxelinux.0'}}]}, ['warning: boot-server-second', /^192\.168\.24\.9 also answers machines that boot from the network, with pxelinux\.0/]],
	['a router that was told', recipeWith({server: {dhcp: 'external'}}), {answers: [{...router, boot: {file: 'ipxe.efi'}}]}, ['good: boot-server-told', /^192\.168\.24\.254 sends boot options: ipxe\.efi/]],
	['a late answer', proxy, {answers: [{...router, seconds: 4.2}]}, ['warning: dhcp-slow', /^192\.168\.24\.254 took 4\.2 s to answer/]],
	['a port that is taken', full, {ports: [{protocol: 'udp', address: '0.0.0.0', number: 69, program: 'in.tftpd'}]}, ['problem: port-taken', /^UDP 69 \(TFTP\) is in use by in\.tftpd\.$/]],
	['a firewall', full, {firewall: {kind: 'ufw', closed: ['69/udp']}}, ['warning: firewall-closed', /^The firewall \(ufw\) blocks 69\/udp\.$/]],
])('%s', (_, recipe, state, [kind, what]) => {
	expect(codes(recipe, state)).toContain(kind);
	expect(check(recipe, state)).toContainEqual(expect.objectContaining({code: kind.split(' ', 2)[1], what: expect.stringMatching(what) as string}) as object);
});

test('what listens on another interface, address or protocol is not in the way', () => {
	const elsewhere = [
		{protocol: 'udp' as const, address: '0.0.0.0', interface: 'virbr0', number: 67, program: 'dnsmasq'},
		{protocol: 'tcp' as const, address: '127.0.0.1', number: 80},
		{protocol: 'tcp' as const, address: '0.0.0.0', number: 69},
	];
	expect(codes(full, {ports: elsewhere})).toEqual(['good: dhcp-alone']);
});
