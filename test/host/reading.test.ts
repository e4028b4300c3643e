import {mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {isStatic} from '../../source/host/busybox.ts';
import {choosePackageManager, findPackageLists, haveListsAged, readDistribution} from '../../source/host/distribution.ts';
import {compareReleases} from '../../source/host/kernels.ts';
import {defaultRouteInterfaces, parseAddresses, parsePorts} from '../../source/host/network.ts';
import {isNoexec, parseMemory} from '../../source/host/room.ts';

describe('os-release', () => {
	test('quoted or not', () => {
		expect(readDistribution('PRETTY_NAME="Ubuntu 24.04.1 LTS"\nID=ubuntu\nVERSION_ID=\'24.04\'\nID_LIKE="debian"\n# comment\n')).toEqual({id: 'ubuntu', version: '24.04', name: 'Ubuntu 24.04.1 LTS', like: ['debian']});
		expect(readDistribution('ID=debian\nVERSION_CODENAME=trixie\n').codename).toBe('trixie');
		expect(readDistribution('ID=linuxmint\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n').codename).toBe('noble');
		expect(readDistribution('ID=arch\n')).toEqual({id: 'arch', version: '', name: 'arch', like: []});
		expect(readDistribution('')).toEqual({id: 'linux', version: '', name: 'linux', like: []});
	});

	test.each([
		[['debian'], ['dnf', 'apt'], 'apt'],
		[['fedora'], ['dnf', 'apt'], 'dnf'],
		[['rocky', 'rhel', 'centos', 'fedora'], ['dnf'], 'dnf'],
		[['opensuse-tumbleweed', 'opensuse', 'suse'], ['zypper'], 'zypper'],
		[['unheard-of'], ['pacman'], 'pacman'],
		[['alpine'], [], undefined],
	] as const)('%j with %j uses %s', (family, present, manager) => {
		expect(choosePackageManager(family, new Set(present))).toBe(manager);
	});
});

test('what apt last heard of each suite', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-lists-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	for (const name of ['a_dists_trixie_InRelease', 'a_dists_trixie_main_binary-amd64_Packages', 'lock']) {
		writeFileSync(path.join(folder, name), '');
	}

	expect(await findPackageLists(folder)).toEqual([path.join(folder, 'a_dists_trixie_InRelease')]);
	expect(await findPackageLists(path.join(folder, 'none'))).toEqual([]);
});

test('ss: listening ports with their programs', () => {
	expect(parsePorts(`udp   UNCONN 0      0      0.0.0.0%br0:67        0.0.0.0:*    users:(("dnsmasq",pid=123,fd=4))
tcp   LISTEN 0      128    0.0.0.0:2024          0.0.0.0:*
tcp   LISTEN 0      128    [::]:80               [::]:*       users:(("nginx",pid=9,fd=6),("nginx",pid=8,fd=6))
udp   UNCONN 0      0      [fe80::1]%eth0:546    [::]:*
tcp   LISTEN 0      4096   *:3000                *:*
tcp   LISTEN 0      4096   127.0.0.53%lo:53      0.0.0.0:*    users:(("systemd-resolve",pid=1,fd=1))
`)).toEqual([
		{protocol: 'udp', address: '0.0.0.0', interface: 'br0', number: 67, program: 'dnsmasq'},
		{protocol: 'tcp', address: '0.0.0.0', number: 2024},
		{protocol: 'tcp', address: '::', number: 80, program: 'nginx'},
		{protocol: 'udp', address: 'fe80::1', interface: 'eth0', number: 546},
		{protocol: 'tcp', address: '*', number: 3000},
		{protocol: 'tcp', address: '127.0.0.53', interface: 'lo', number: 53, program: 'systemd-resolve'},
	]);
	expect(parsePorts('')).toEqual([]);
});

test('ip: addresses of all interfaces, plugged in or not', () => {
	expect(parseAddresses(String.raw`1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
2: eth0    inet 192.168.1.7/24 brd 192.168.1.255 scope global dynamic eth0\       valid_lft 3000sec preferred_lft 3000sec
2: eth0    inet6 fe80::1/64 scope link dynamic \       valid_lft forever preferred_lft forever
3: lan    inet 192.168.24.1/24 scope global lan\       valid_lft forever preferred_lft forever
3: lan    inet6 fe80::2/64 scope link dynamic \       valid_lft forever preferred_lft forever
`)).toEqual(new Map([
		['lo', {addresses: ['127.0.0.1/8'], leased: false}],
		['eth0', {addresses: ['192.168.1.7/24', 'fe80::1/64'], leased: true}],
		['lan', {addresses: ['192.168.24.1/24', 'fe80::2/64'], leased: false}],
	]));
});

test('/proc/net/route: the interface of the default route', () => {
	expect(defaultRouteInterfaces(`Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010002C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth1\t000002C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
`)).toEqual(new Set(['eth0']));
});

test('/proc/meminfo', () => {
	expect(parseMemory('MemTotal:       24684000 kB\nMemFree: 1 kB\nMemAvailable:   23873536 kB\n')).toEqual({totalMiB: 24_105, availableMiB: 23_314});
});

test('6.10 is newer than 6.9', () => {
	expect(['6.9.1', '6.10.0', '6.1.0-56-amd64'].toSorted(compareReleases)).toEqual(['6.1.0-56-amd64', '6.9.1', '6.10.0']);
});

describe('a static program', () => {
	test.each([
		['has no interpreter', [1, 4], true],
		['is not one that asks for a loader', [6, 3, 1], false],
	])('%s', (_, types, expected) => {
		expect(isStatic(elf(types))).toBe(expected);
	});

	test('is an ELF program', () => {
		expect(isStatic(Buffer.from('#!/bin/sh\n'.padEnd(100)))).toBe(false);
		expect(isStatic(Buffer.alloc(0))).toBe(false);
	});

	test('whose headers were not read whole is not trusted', () => {
		expect(isStatic(elf([1, 1]).subarray(0, 64))).toBe(false);
	});
});

function elf(types: number[]): Buffer {
	const file = Buffer.alloc(64 + (types.length * 56));
	file.writeUInt32BE(0x7F_45_4C_46, 0);
	file[4] = 2;
	file.writeBigUInt64LE(64n, 0x20);
	file.writeUInt16LE(56, 0x36);
	file.writeUInt16LE(types.length, 0x38);
	for (const [index, type] of types.entries()) {
		file.writeUInt32LE(type, 64 + (index * 56));
	}

	return file;
}

test('lists of apt are as old as the folders that it works in, not as their files, which have the times of the mirror', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-lists-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const partial = path.join(folder, 'partial');
	const setAge = (place: string, hours: number) => {
		const time = (Date.now() / 1000) - (hours * 3600);
		utimesSync(place, time, time);
	};

	mkdirSync(partial);
	writeFileSync(path.join(folder, 'a_dists_trixie_InRelease'), '');
	setAge(folder, 25);
	setAge(partial, 25);
	expect(await haveListsAged(folder)).toBe(true);
	setAge(partial, 23);
	expect(await haveListsAged(folder)).toBe(false);
	expect(await haveListsAged(path.join(folder, 'none'))).toBe(true);
});

test('a folder is noexec as the deepest mount above it is, and the last one at its place', () => {
	const table = [
		'22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
		'30 22 0:30 / /tmp rw,nosuid,noexec - tmpfs tmpfs rw',
		String.raw`31 30 0:31 / /tmp/my\040disk rw - tmpfs tmpfs rw`,
		'32 22 8:2 / /srv rw,noexec - ext4 /dev/sda2 rw',
		'33 22 8:3 / /srv rw - ext4 /dev/sda3 rw',
		'34 22 8:4 / /home rw - ext4 /dev/sda4 rw,noexec',
	].join('\n');
	const noexec = ['/', '/tmp', '/tmp/x', '/tmp/my disk/x', '/tmpx', '/srv/x', '/home/x'].filter(folder => isNoexec(folder, table));
	expect(noexec).toEqual(['/tmp', '/tmp/x']);
	expect(isNoexec('/x', '')).toBe(false);
});
