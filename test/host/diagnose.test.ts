import {describe, expect, test} from 'vitest';
import {diagnose, isReady, missingPackages} from '../../source/host/diagnose.ts';
import {needsOf} from '../../source/host/needs.ts';
import type {Facts} from '../../source/host/types.ts';
import {equippedOf} from '../../source/strategies/index.ts';
import {recipeWith} from '../recipe/recipe.ts';
import {factsOf, without} from './facts-of.ts';

const rambox = recipeWith();
const findingsOf = (fields: Partial<Facts>, recipe = rambox) => diagnose(needsOf(equippedOf(recipe), 'rehearse'), factsOf(fields));
const troubles = (fields: Partial<Facts>, recipe = rambox) => findingsOf(fields, recipe).filter(({level}) => level !== 'good');

describe('needsOf', () => {
	test('a rehearsal of rambox', () => {
		expect(needsOf(equippedOf(rambox), 'rehearse')).toEqual({
			tools: ['qemu-system-x86_64', 'dnsmasq', 'bsdtar', 'modprobe', 'depmod', 'ip', 'unshare', 'setpriv', 'flock', 'zstd', 'xz', 'gzip', 'awk', 'find', 'xargs', 'dpkg-deb', 'apt-get'],
			bootFiles: ['ipxe.efi', 'undionly.kpxe', 'ovmf-code', 'ovmf-vars'],
			keyrings: [],
			headers: [],
			kernel: 'default',
			busybox: true,
			busyboxSource: false,
			freeMiB: 700,
			labMiB: 768,
			root: false,
		});
	});

	test('building needs nothing of the laboratory', () => {
		expect(needsOf(equippedOf(recipeWith({compression: 'lz4', kernel: {package: 'linux-image-cloud-amd64'}})), 'build')).toEqual({
			tools: ['bsdtar', 'modprobe', 'depmod', 'flock', 'zstd', 'xz', 'lz4', 'gzip', 'awk', 'find', 'xargs', 'dpkg-deb', 'apt-get'],
			bootFiles: [],
			keyrings: [],
			headers: [],
			kernel: 'linux-image-cloud-amd64',
			busybox: true,
			busyboxSource: false,
			freeMiB: 700,
			labMiB: undefined,
			root: false,
		});
	});

	test('a kernel of one\'s own takes a compiler and room, and no kernel of the distribution', () => {
		const own = {kernel: {from: 'build', source: {package: 'linux-source-6.1'}}} as const;
		expect(needsOf(equippedOf(recipeWith(own)), 'kernel')).toEqual({
			tools: ['depmod', 'flock', 'zstd', 'xz', 'find', 'dpkg-deb', 'apt-get', 'gcc', 'make', 'flex', 'bison', 'bc', 'perl', 'tar'],
			bootFiles: [],
			keyrings: [],
			headers: ['stdio.h', 'libelf.h'],
			kernel: undefined,
			busybox: false,
			busyboxSource: false,
			freeMiB: 2500,
			labMiB: undefined,
			root: false,
		});
		expect(needsOf(equippedOf(recipeWith(own)), 'build').tools).toEqual(expect.arrayContaining(['bsdtar', 'gcc']));
		expect(needsOf(equippedOf(recipeWith({kernel: {from: 'build', source: {url: 'https://example.org/linux-6.12.tar.xz', sha256: '0'.repeat(64)}}})), 'kernel').tools).toContain('curl');
	});

	test('a BusyBox of one\'s own takes a compiler, its source, and none of the distribution\'s', () => {
		const own = needsOf(equippedOf(recipeWith({tree: {from: 'busybox', applets: ['vi']}})), 'build');
		expect(own).toMatchObject({busybox: false, busyboxSource: true, headers: ['stdio.h']});
		expect(own.tools).toEqual(expect.arrayContaining(['gcc', 'make', 'musl-gcc', 'dpkg-source', 'tar']));
		const given = needsOf(equippedOf(recipeWith({tree: {from: 'busybox', applets: ['vi'], path: '/src/busybox'}})), 'build');
		expect(given).toMatchObject({busybox: false, busyboxSource: false});
		expect(given.tools).not.toContain('dpkg-source');
	});

	test('PXELINUX brings its own files', () => {
		expect(needsOf(equippedOf(recipeWith({server: {bios: 'pxelinux'}})), 'rehearse').bootFiles).toEqual(['ipxe.efi', 'lpxelinux.0', 'ldlinux.c32', 'menu.c32', 'libutil.c32', 'ovmf-code', 'ovmf-vars']);
	});
});

describe('diagnose', () => {
	test('serving without being root takes sudo, and that is said before the build', () => {
		const needs = needsOf(equippedOf(rambox), 'serve');
		const codes = (user: {root: boolean; sudo: boolean}) => diagnose(needs, factsOf({user})).map(({code}) => code);
		expect(codes({root: false, sudo: false})).toContain('root-missing');
		expect(codes({root: false, sudo: true})).not.toContain('root-missing');
		expect(needsOf(equippedOf(rambox), 'serve', {asRoot: true}).root).toBe(false);
	});

	test('a machine that has everything is ready', () => {
		const findings = findingsOf({});
		expect(isReady(findings)).toBe(true);
		expect(findings.filter(({subject}) => ['kernel', 'busybox', 'bsdtar', 'disk', 'memory', 'private network', 'kvm'].includes(subject))).toEqual([
			{code: 'kernel-found', subject: 'kernel', level: 'good', what: '6.1.0-56-amd64, package linux-image-6.1.0-56-amd64 1.0-1 (70.0 MB)'},
			{code: 'busybox-found', subject: 'busybox', level: 'good', what: 'package busybox-static 1.0-1 (928 kB)'},
			{code: 'file-found', subject: 'bsdtar', level: 'good', what: '/usr/bin/bsdtar'},
			{code: 'disk-enough', subject: 'disk', level: 'good', what: '97.7 GiB free for /home/me/.local/share/ramstrap'},
			{code: 'memory-enough', subject: 'memory', level: 'good', what: '3.9 GiB available'},
			{code: 'private-network-allowed', subject: 'private network', level: 'good', what: 'can be created, without root'},
			{code: 'kvm-proven', subject: 'kvm', level: 'good', what: 'works: virtual machines run at full speed'},
		]);
	});

	test.each([
		['apt', 'qemu-system-x86'],
		['dnf', 'qemu-system-x86-core'],
		['pacman', 'qemu-system-x86'],
		['zypper', 'qemu-x86'],
	] as const)('on %s QEMU is in %s', (packageManager, install) => {
		expect(troubles({packageManager, tools: without(factsOf().tools, 'qemu-system-x86_64', 'dpkg-deb', ...(packageManager === 'apt' ? [] : ['apt-get' as const]))})).toContainEqual(
			{code: 'file-missing', subject: 'qemu-system-x86_64', level: 'problem', what: 'runs the virtual machines of a rehearsal', install},
		);
	});

	test('the tools of apt are wanted on apt only', () => {
		const tools = without(factsOf().tools, 'dpkg-deb');
		expect(troubles({tools})).toEqual([{code: 'file-missing', subject: 'dpkg-deb', level: 'problem', what: 'unpacks the kernel package', install: 'dpkg'}]);
		expect(troubles({tools, packageManager: 'dnf'})).toEqual([]);
	});

	test('without a known package manager it says so', () => {
		expect(troubles({packageManager: undefined, tools: without(factsOf().tools, 'bsdtar')})).toEqual([
			{code: 'file-missing', subject: 'bsdtar', level: 'problem', what: 'packs the image with owners and device files, without root', hints: ['install bsdtar with your distribution\'s package manager']},
		]);
	});

	test('apt without lists is told to read them', () => {
		const findings = troubles({kernels: {}, busybox: undefined});
		expect(findings).toEqual([
			{code: 'kernel-missing', subject: 'kernel', level: 'problem', what: 'apt has no package lists yet', refresh: true},
			{code: 'busybox-missing', subject: 'busybox', level: 'problem', what: 'apt has no package lists yet', refresh: true},
		]);
		expect(missingPackages(findings)).toEqual({packages: [], refresh: true});
	});

	test('a kernel package that no source has is not cured by reading the lists', () => {
		expect(troubles({}, recipeWith({kernel: {package: 'linux-image-cloudy'}}))).toEqual([
			{code: 'kernel-unknown', subject: 'kernel', level: 'problem', what: 'no package source has the kernel package linux-image-cloudy', hints: ['apt-cache search --names-only ^linux-image lists the kernel packages']},
		]);
	});

	test('elsewhere an installed kernel and BusyBox are used, or packages that bring them', () => {
		expect(troubles({packageManager: 'dnf', kernels: {}, busybox: undefined})).toEqual([
			{code: 'kernel-missing', subject: 'kernel', level: 'problem',
				what: 'no kernel with its configuration and modules is installed', install: 'kernel-modules'},
			{code: 'busybox-missing', subject: 'busybox', level: 'problem',
				what: 'no statically linked BusyBox is installed', install: 'busybox'},
		]);
		const findings = findingsOf({packageManager: 'dnf', busybox: {from: 'installed', path: '/usr/sbin/busybox'}, kernels: {default: {from: 'installed', release: '6.9.1', image: '/usr/lib/modules/6.9.1/vmlinuz', config: '/usr/lib/modules/6.9.1/config', modules: '/usr/lib/modules/6.9.1'}}});
		expect(findings.slice(0, 2)).toEqual([
			{code: 'kernel-found', subject: 'kernel', level: 'good', what: '6.9.1, /usr/lib/modules/6.9.1/vmlinuz'},
			{code: 'busybox-found', subject: 'busybox', level: 'good', what: '/usr/sbin/busybox'},
		]);
	});

	test('keys of another distribution are looked for before a minute of downloads', () => {
		const missing = (facts: Partial<Facts>, suite: string) => troubles({keyrings: [], ...facts}, recipeWith({strategy: 'dracut-toram', tree: {from: 'bootstrap', suite}})).filter(({subject}) => subject === 'keyring');
		const what = '/usr/share/keyrings/ubuntu-archive-keyring.gpg is not installed; it is needed to verify the '
			+ 'packages of tree.suite';
		expect(missing({keyringPackages: ['ubuntu-archive-keyring']}, 'noble')).toEqual([{code: 'keyring-missing', subject: 'keyring', level: 'problem', what, install: 'ubuntu-archive-keyring'}]);
		expect(missing({keyringPackages: ['debian-archive-keyring']}, 'noble')).toEqual([{code: 'keyring-missing', subject: 'keyring', level: 'problem', what, hints: [expect.stringContaining('copy /usr/share/keyrings/ubuntu-archive-keyring.gpg from an Ubuntu machine') as string]}]);
		expect(missing({packageManager: 'pacman'}, 'trixie')).toMatchObject([{install: 'debian-archive-keyring'}]);
		expect(missing({keyrings: ['/usr/share/keyrings/debian-archive-keyring.gpg']}, 'trixie')).toEqual([]);
	});

	test.each([
		[{architecture: 'aarch64'}, {code: 'architecture-foreign', subject: 'architecture', level: 'problem', what: 'this machine is aarch64; ramstrap builds x86_64 nodes, and only on an x86_64 machine', hints: ['run ramstrap on an x86_64 PC']}],
		[{disk: {path: '/srv/x', freeMiB: 9000, noexec: true}}, {code: 'disk-noexec', subject: 'noexec', level: 'problem', what: '/srv/x is on a file system mounted noexec; a build runs programs it creates there', hints: ['set RAMSTRAP_HOME to a folder on another disk']}],
		[{disk: {path: '/tmp/small', freeMiB: 12}}, {code: 'disk-full', subject: 'disk', level: 'problem', what: 'only 12 MiB free for /tmp/small; a build needs 700 MiB', hints: ['free some space, or set RAMSTRAP_HOME to a folder on a larger disk']}],
		[{memory: {totalMiB: 512, availableMiB: 300}}, {code: 'memory-low', subject: 'memory', level: 'warning', what: 'only 300 MiB available; a rehearsal needs 768 MiB', hints: ['give the virtual machine less: ramstrap rehearse ... --memory 256']}],
		[{lab: {no: 'this machine allows only root to create private networks'}}, {code: 'private-network-refused', subject: 'private network', level: 'problem', what: 'this machine allows only root to create private networks', hints: ['run ramstrap as root for the rehearsal']}],
		[{lab: {no: '/dev/net/tun is missing'}, user: {root: true, sudo: false}}, {code: 'private-network-refused', subject: 'private network', level: 'problem', what: '/dev/net/tun is missing', hints: ['run ramstrap on the machine itself or in a virtual machine']}],
		[{kvm: 'broken'}, {code: 'kvm-broken', subject: 'kvm', level: 'warning',
			what: 'is available, but the test guest did not start with it; virtual machines are emulated; a boot '
				+ 'takes about half a minute'}],
		[{kvm: 'absent'}, {code: 'kvm-absent', subject: 'kvm', level: 'warning',
			what: 'is missing or not accessible; virtual machines are emulated; a boot takes about half a minute'}],
	] as Array<[Partial<Facts>, object]>)('%j', (fields, finding) => {
		expect(troubles(fields)).toEqual([finding]);
	});

	test('a laboratory that cannot be tried yet is no second complaint', () => {
		expect(troubles({tools: without(factsOf().tools, 'ip'), lab: {no: 'ip is not installed, so this cannot be tested'}})).toEqual([
			{code: 'file-missing', subject: 'ip', level: 'problem',
				what: 'creates the bridge and network interfaces of a rehearsal', install: 'iproute2'},
			{code: 'private-network-untested', subject: 'private network', level: 'warning', what: 'ip is not installed, so this cannot be tested'},
		]);
	});

	test('each package is named once, in order', () => {
		expect(missingPackages(findingsOf({tools: without(factsOf().tools, 'modprobe', 'depmod', 'dnsmasq'), bootFiles: {}}))).toEqual({
			packages: ['dnsmasq-base', 'ipxe', 'kmod', 'ovmf'], refresh: false,
		});
	});
});

test('an ordinary user needs ids for files of many owners, before anything is begun; root has them all', () => {
	const recipe = recipeWith({strategy: 'dracut-toram', tree: {from: 'bootstrap'}});
	const idsOf = (user: Facts['user']) => diagnose(needsOf(equippedOf(recipe), 'build', {asRoot: user.root}), factsOf({user})).filter(({subject}) => subject === 'user ids');
	expect(idsOf({root: false, sudo: true, manyIds: false})).toMatchObject([{level: 'problem', hints: [expect.stringContaining('--add-subuids') as string]}]);
	expect(idsOf({root: false, sudo: true, manyIds: true})).toMatchObject([{level: 'good'}]);
	expect(idsOf({root: true, sudo: false})).toEqual([]);
});
