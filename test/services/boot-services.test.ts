/* eslint-disable unicorn/no-incorrect-template-string-interpolation, no-template-curly-in-string -- {folder} is ours, ${…} is iPXE's */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {bootServices} from '../../source/services/boot-services.ts';
import {needTool} from '../need-tool.ts';

const all = ['ipxe.efi', 'undionly.kpxe', 'lpxelinux.0', 'ldlinux.c32', 'menu.c32', 'libutil.c32'] as const;
const facts: Parameters<typeof bootServices>[0] = {
	network: {
		interface: 'br0', address: '192.168.24.1', netmask: '255.255.255.0', lab: true, port: 80, dhcp: {mode: 'full', range: {from: '192.168.24.100', to: '192.168.24.199'}, lease: '1h', dns: [], unknown: 'serve'},
		nodes: [
			{mac: '52:54:00:00:00:01', name: 'one', address: '192.168.24.10', words: ['shell']},
			{mac: '52:54:00:00:00:02', words: []},
			{mac: '52:54:01:*:*:*', words: []},
		],
	},
	menu: {entries: [{name: 'rambox', title: 'BusyBox in RAM', kernel: '/rambox/vmlinuz', initrd: '/rambox/initrd', words: ['console=tty0', 'console=ttyS0', 'ramstrap.server=http://192.168.24.1']}], timeout: 3},
	bios: 'ipxe',
	uefi: 'ipxe',
	bootFiles: Object.fromEntries(all.map(name => [name, `/boot-files/${name}`])),
	files: {'/rambox/vmlinuz': '/srv/vmlinuz', '/rambox/initrd': '/srv/initrd'},
};

test('dnsmasq with iPXE for BIOS machines', () => {
	const dnsmasq = bootServices(facts)[1]!;
	expect(dnsmasq).toEqual({
		id: 'dnsmasq',
		files: {'hosts/.keep': '', 'dnsmasq.conf': `# DHCP and TFTP for nodes without a disk. Rendered by ramstrap; edit the recipe instead.
# No DNS.
port=0
interface=br0
bind-interfaces
user=root
pid-file=

# Addresses.
dhcp-range=192.168.24.100,192.168.24.199,255.255.255.0,1h
# By itself it stops at 1000 leases: all of the range, and machines with addresses of their own.
dhcp-lease-max=1100
# Firmware, loader and system of one machine may name it differently (option 61), and would take an address each.
dhcp-ignore-clid
dhcp-host=52:54:00:00:00:01,192.168.24.10,one
dhcp-host=52:54:00:00:00:02
dhcp-host=52:54:01:*:*:*
# Machines that become known later.
dhcp-hostsdir={folder}/hosts
# No way out of this network: without a value the option is not sent.
dhcp-option=option:router
dhcp-authoritative
# No other server gives out addresses here. Pinging each address first would delay machines by three seconds: of 20 started at once some get no address.
no-ping
dhcp-leasefile={folder}/leases
log-dhcp

# Which firmware is asking (option 93), and whether it is iPXE already (option 77).
dhcp-match=set:bios,option:client-arch,0
dhcp-match=set:uefi,option:client-arch,7
dhcp-match=set:uefi,option:client-arch,9
dhcp-match=set:uefi-http,option:client-arch,16
dhcp-userclass=set:ipxe,iPXE

# What it loads first.
dhcp-boot=tag:bios,tag:ipxe,http://192.168.24.1/boot.ipxe
dhcp-boot=tag:bios,tag:!ipxe,undionly.kpxe
dhcp-boot=tag:uefi,tag:ipxe,http://192.168.24.1/boot.ipxe
dhcp-boot=tag:uefi,tag:!ipxe,ipxe.efi
# UEFI that boots from HTTP wants to hear the name of that in option 60, and a whole URL (UEFI 2.10, 24.7).
dhcp-boot=tag:uefi-http,tag:ipxe,http://192.168.24.1/boot.ipxe
dhcp-boot=tag:uefi-http,tag:!ipxe,http://192.168.24.1/ipxe.efi
dhcp-option-force=tag:uefi-http,tag:!ipxe,option:vendor-class,HTTPClient
# iPXE would wait three seconds for another server that names a file (ipxe.org/cfg/no-pxedhcp).
dhcp-option-force=tag:ipxe,encap:175,176,1b

# Only the loaders; everything else goes over HTTP.
enable-tftp=br0
tftp-root={folder}/tftp
`},
		copies: {
			'tftp/undionly.kpxe': '/boot-files/undionly.kpxe',
			'tftp/undionly.kpxe.0': '/boot-files/undionly.kpxe',
			'tftp/ipxe.efi': '/boot-files/ipxe.efi',
		},
		process: {kind: 'program', argv: ['dnsmasq', '--no-daemon', '--conf-file={folder}/dnsmasq.conf'], ready: 'dnsmasq-tftp.*TFTP root is'},
		ports: [{protocol: 'udp', number: 67, use: 'DHCP'}, {protocol: 'udp', number: 69, use: 'TFTP'}],
	});
});

test('dnsmasq with PXELINUX for BIOS machines', () => {
	const dnsmasq = bootServices({...facts, bios: 'pxelinux'})[1]!;
	expect(dnsmasq.files['dnsmasq.conf']).toContain(`
# What it loads first.
dhcp-boot=tag:bios,lpxelinux.0
# Path prefix of pxelinux (RFC 5071); forced, because nobody asks for it.
dhcp-option-force=tag:bios,210,http://192.168.24.1/pxelinux/
dhcp-boot=tag:uefi,tag:ipxe,http://192.168.24.1/boot.ipxe
dhcp-boot=tag:uefi,tag:!ipxe,ipxe.efi
`);
	expect(Object.keys(dnsmasq.copies)).toEqual(['tftp/lpxelinux.0', 'tftp/ipxe.efi']);
});

test('with signed loaders UEFI machines load shim, by TFTP or by a URL; GRUB asks for its script where it came from', () => {
	const signed = {...facts, uefi: 'grub' as const, bootFiles: {...facts.bootFiles, 'shimx64.efi': '/loaders/shim', 'grubx64.efi': '/loaders/grub'}};
	const [http, dnsmasq] = bootServices(signed);
	expect(dnsmasq!.files['dnsmasq.conf']).toContain('\ndhcp-boot=tag:uefi,tag:!ipxe,shimx64.efi\n');
	expect(dnsmasq!.files['dnsmasq.conf']).toContain('\ndhcp-boot=tag:uefi-http,tag:!ipxe,http://192.168.24.1/signed/shimx64.efi\n');
	expect(dnsmasq!.copies).toMatchObject({'tftp/shimx64.efi': '/loaders/shim', 'tftp/grubx64.efi': '/loaders/grub', 'tftp/ipxe.efi': '/boot-files/ipxe.efi'});
	const site = http!.process.kind === 'http' ? http!.process.site : undefined;
	expect(dnsmasq!.files['tftp/grub/grub.cfg']).toBe(site!.texts['/grub/grub.cfg']);
	expect(Object.keys(site!.texts)).toEqual(['/boot.ipxe', '/mac/52-54-00-00-00-01.ipxe', '/grub/grub.cfg', '/grub/menu.cfg', '/mac/52-54-00-00-00-01.grub']);
	expect(site!.texts['/mac/52-54-00-00-00-01.grub']).toContain(' \'shell\' BOOTIF=');
	expect(site!.files).toMatchObject({'/ipxe.efi': '/boot-files/ipxe.efi', '/signed/shimx64.efi': '/loaders/shim', '/signed/grubx64.efi': '/loaders/grub', '/signed//grubx64.efi': '/loaders/grub'});
	const proxied = bootServices({...signed, network: {...facts.network, dhcp: {mode: 'proxy', unknown: 'serve'}}})[1]!;
	expect(proxied.files['dnsmasq.conf']!.match(/^pxe-service=.*$/gm)).toEqual([7, 9].map(code => `pxe-service=tag:!ipxe,${code},"Network boot by ramstrap",shimx64.efi`));
	expect(() => bootServices({...facts, uefi: 'grub'})).toThrow('The boot file shimx64.efi is not on this machine.');
});

test.each(['ipxe', 'pxelinux'] as const)('dnsmasq itself accepts what is rendered for %s', async bios => {
	await needTool('dnsmasq', 'dnsmasq-base');
	const folder = mkdtempSync(join(tmpdir(), 'ramstrap-dnsmasq-'));
	try {
		const text = bootServices({...facts, bios})[1]!.files['dnsmasq.conf']!.replaceAll('{folder}', () => folder);
		writeFileSync(join(folder, 'dnsmasq.conf'), text);
		execFileSync('dnsmasq', ['--test', `--conf-file=${folder}/dnsmasq.conf`], {stdio: 'pipe'});
	} finally {
		rmSync(folder, {recursive: true});
	}
});

test('HTTP gives out the menu, the node\'s own menu, and what they name', () => {
	const {process, ports} = bootServices(facts)[0]!;
	expect(process).toMatchObject({kind: 'http', site: {address: '192.168.24.1', port: 80, files: {...facts.files, '/ipxe.efi': '/boot-files/ipxe.efi'}}});
	const texts = process.kind === 'http' ? process.site.texts : {};
	expect(Object.keys(texts)).toEqual(['/boot.ipxe', '/mac/52-54-00-00-00-01.ipxe']);
	expect(texts['/boot.ipxe']).toContain('chain --replace --autofree http://192.168.24.1/mac/${netX/mac:hexhyp}.ipxe ||');
	expect(texts['/boot.ipxe']).toContain('vmlinuz?${machine} initrd=initrd console=tty0 console=ttyS0 ramstrap.server=http://192.168.24.1 BOOTIF=');
	expect(texts['/mac/52-54-00-00-00-01.ipxe']).toContain('ramstrap.server=http://192.168.24.1 shell BOOTIF=');
	expect(texts['/mac/52-54-00-00-00-01.ipxe']).not.toContain('chain');
	expect(ports).toEqual([{protocol: 'tcp', number: 80, use: 'HTTP'}]);
});

test('HTTP gives out PXELINUX\'s modules and files by MAC and by address', () => {
	const {process} = bootServices({...facts, bios: 'pxelinux'})[0]!;
	const site = process.kind === 'http' ? process.site : undefined;
	expect(Object.keys(site!.texts)).toEqual([
		'/boot.ipxe', '/mac/52-54-00-00-00-01.ipxe',
		'/pxelinux/pxelinux.cfg/default', '/pxelinux/pxelinux.cfg/01-52-54-00-00-00-01', '/pxelinux/pxelinux.cfg/C0A8180A',
	]);
	expect(site!.texts['/pxelinux/pxelinux.cfg/C0A8180A']).toContain('APPEND console=tty0 console=ttyS0 ramstrap.server=http://192.168.24.1 shell\n');
	expect(site!.files).toEqual({
		...facts.files,
		'/ipxe.efi': '/boot-files/ipxe.efi',
		'/pxelinux/ldlinux.c32': '/boot-files/ldlinux.c32', '/pxelinux/menu.c32': '/boot-files/menu.c32', '/pxelinux/libutil.c32': '/boot-files/libutil.c32',
	});
});

test('a node with an archive of its own has a menu of its own; a kernel without an initrd takes none', () => {
	const nodes = [{mac: '52:54:00:*:*:*', words: [], initrd: '/mac/52-54-00-x-x-x.cpio'}];
	const textsOf = (boot: typeof facts) => {
		const {process} = bootServices(boot)[0]!;
		return process.kind === 'http' ? process.site.texts : {};
	};

	const texts = textsOf({...facts, bios: 'pxelinux', network: {...facts.network, nodes}});
	expect(Object.keys(texts)).toEqual(['/boot.ipxe', '/mac/52-54-00-*-*-*.ipxe', '/pxelinux/pxelinux.cfg/default', '/pxelinux/pxelinux.cfg/01-52-54-00-*-*-*']);
	expect(texts['/mac/52-54-00-*-*-*.ipxe']).toContain('initrd --name node http://192.168.24.1/mac/52-54-00-x-x-x.cpio ||');
	const {initrd: _, ...bare} = facts.menu.entries[0];
	expect(textsOf({...facts, menu: {entries: [bare], timeout: 0}, network: {...facts.network, nodes}})['/mac/52-54-00-*-*-*.ipxe']).not.toContain('initrd');
});

test('a loader that is not on the machine is named', () => {
	expect(() => bootServices({...facts, bootFiles: {}})).toThrow('The boot file ipxe.efi is not on this machine.');
});
