import {existsSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {readAptSources} from '../../source/host/apt.ts';
import {missingParts, resolveKernel, resolveSources, usualKernelPackage} from '../../source/host/apt-kernels.ts';
import {dependencies, parseAptRecords, sourceOf, toDownload} from '../../source/host/apt-records.ts';
import {temporaryFolder} from '../journeys/program.ts';

const debian = `Package: linux-image-amd64
Source: linux-signed-amd64 (6.1.192+2)
Version: 6.1.192-2
Architecture: amd64
Provides: linux-image-generic, linux-latest-modules-6.1.0-56-amd64
Depends: linux-image-6.1.0-56-amd64 (= 6.1.192-2)
Description: Linux for 64-bit PCs (meta-package)
 This package depends on the latest Linux kernel and modules
Filename: pool/updates/main/l/linux-signed-amd64/linux-image-amd64_6.1.192-2_amd64.deb
Size: 1480
SHA256: 45457bcfc86c87585800b5656bdf2773b063a3bb95486b0e820d51e870491f8d

Package: linux-image-6.1.0-56-amd64
Version: 6.1.192-2
Architecture: amd64
Depends: kmod, linux-base (>= 4.3~), initramfs-tools (>= 0.120+deb8u2) | linux-initramfs-tool
Filename: pool/updates/main/l/linux-signed-amd64/linux-image-6.1.0-56-amd64_6.1.192-2_amd64.deb
Size: 70550672
SHA256: a86e2049672f52354c4536a089203b6c82639420424d31c91cf31a181fd4d8f1

Package: busybox-static
Source: busybox (1:1.35.0-4+deb12u1)
Version: 1:1.35.0-4+deb12u1+b1
Architecture: amd64
Filename: pool/main/b/busybox/busybox-static_1.35.0-4+deb12u1+b1_amd64.deb
Size: 928188
SHA256: 3d3fdbe91d4660c873e14b092c213fe81c1da6362daa236eb25d0171eb108744
`;

const record = (name: string, depends = '') => `Package: ${name}
Version: 6.8.0-117.120
Architecture: amd64
${depends && `Depends: ${depends}\n`}Filename: pool/main/l/linux/${name}_6.8.0-117.120_amd64.deb
Size: 1000
SHA256: ${'0'.repeat(64)}
`;

const ubuntu = [
	record('linux-image-generic', 'linux-image-6.8.0-117-generic, linux-modules-extra-6.8.0-117-generic, linux-firmware, intel-microcode'),
	record('linux-image-6.8.0-117-generic', 'kmod, linux-base (>= 4.5ubuntu1~16.04.1), linux-modules-6.8.0-117-generic'),
	record('linux-modules-6.8.0-117-generic'),
	record('linux-modules-extra-6.8.0-117-generic', 'linux-image-6.8.0-117-generic | linux-image-unsigned-6.8.0-117-generic, linux-modules-6.8.0-117-generic, wireless-regdb'),
].join('\n');

const debian14 = [
	record('linux-image-amd64', 'linux-base-amd64 (= 7.2.12-1), linux-image-7.2.12+deb14-amd64 (= 7.2.12-1)'),
	record('linux-base-amd64', 'linux-base-7.2.12+deb14-amd64 (= 7.2.12-1)'),
	record('linux-image-7.2.12+deb14-amd64', 'dracut | initramfs-tools, linux-base-7.2.12+deb14-amd64, linux-binary-7.2.12+deb14-amd64, linux-modules-7.2.12+deb14-amd64'),
	record('linux-base-7.2.12+deb14-amd64'),
	record('linux-binary-7.2.12+deb14-amd64', 'linux-base-7.2.12+deb14-amd64 (= 7.2.12-1)'),
	record('linux-modules-7.2.12+deb14-amd64', 'kmod, linux-base-7.2.12+deb14-amd64 (= 7.2.12-1)'),
].join('\n');

describe('apt-cache show', () => {
	test('gives a download with the file name that apt-get download writes', () => {
		expect(toDownload(parseAptRecords(debian).get('busybox-static'))).toEqual({
			name: 'busybox-static',
			version: '1:1.35.0-4+deb12u1+b1',
			file: 'busybox-static_1%3a1.35.0-4+deb12u1+b1_amd64.deb',
			bytes: 928_188,
			sha256: '3d3fdbe91d4660c873e14b092c213fe81c1da6362daa236eb25d0171eb108744',
		});
	});

	test('names the source that a package was built from', () => {
		expect(sourceOf(parseAptRecords(debian).get('busybox-static')!)).toEqual({name: 'busybox', version: '1:1.35.0-4+deb12u1'});
		expect(sourceOf({package: 'busybox-static', source: 'busybox', version: '1:1.37.0-6+b1'})).toEqual({name: 'busybox', version: '1:1.37.0-6'});
		expect(sourceOf({package: 'busybox', version: '1:1.37.0-6'})).toEqual({name: 'busybox', version: '1:1.37.0-6'});
	});

	test('gives no download for what is installed but no longer offered', () => {
		expect(toDownload(parseAptRecords('Package: gone\nVersion: 1\nArchitecture: amd64\nStatus: install ok installed\n').get('gone'))).toBeUndefined();
		expect(toDownload(undefined)).toBeUndefined();
	});

	test('the first record of a name counts, and of alternatives the first', () => {
		expect(parseAptRecords(`${debian}\n${debian.replace('6.1.192-2', '6.1.1-1')}`).get('linux-image-amd64')!.version).toBe('6.1.192-2');
		expect(dependencies(parseAptRecords(debian).get('linux-image-6.1.0-56-amd64'))).toEqual(['kmod', 'linux-base', 'initramfs-tools']);
	});
});

describe('resolveKernel', () => {
	test('Debian: one package', () => {
		const records = parseAptRecords(debian);
		expect(resolveKernel('linux-image-amd64', records)).toMatchObject({release: '6.1.0-56-amd64', from: 'package', downloads: [{file: 'linux-image-6.1.0-56-amd64_6.1.192-2_amd64.deb', bytes: 70_550_672}]});
		expect(resolveKernel('linux-image-6.1.0-56-amd64', records)).toEqual(resolveKernel('linux-image-amd64', records));
		expect(missingParts(['linux-image-amd64'], records)).toEqual([]);
	});

	test('Debian 14 has the kernel itself, its configuration and its modules in packages of their own', () => {
		const kernel = resolveKernel('linux-image-amd64', parseAptRecords(debian14));
		expect(kernel?.release).toBe('7.2.12+deb14-amd64');
		expect(kernel?.from === 'package' && kernel.downloads.map(({name}) => name).toSorted()).toEqual(['base', 'binary', 'image', 'modules'].map(kind => `linux-${kind}-7.2.12+deb14-amd64`));
	});

	test('Ubuntu: image, modules and extra modules', () => {
		const kernel = resolveKernel('linux-image-generic', parseAptRecords(ubuntu));
		expect(kernel).toMatchObject({release: '6.8.0-117-generic', from: 'package'});
		expect(kernel?.from === 'package' && kernel.downloads.map(({name}) => name)).toEqual(['linux-image-6.8.0-117-generic', 'linux-modules-6.8.0-117-generic', 'linux-modules-extra-6.8.0-117-generic']);
	});

	test('what is not known yet is asked for, and a kernel with a part missing is none', () => {
		const records = parseAptRecords(ubuntu.split('\n\n').slice(0, 2).join('\n\n'));
		expect(missingParts(['linux-image-generic'], records)).toEqual(['linux-modules-6.8.0-117-generic', 'linux-modules-extra-6.8.0-117-generic']);
		expect(resolveKernel('linux-image-generic', records)).toBeUndefined();
		expect(resolveKernel('linux-image-amd64', new Map())).toBeUndefined();
	});

	test('packages that depend on each other end', () => {
		const records = parseAptRecords([record('linux-image-a', 'linux-modules-a'), record('linux-modules-a', 'linux-image-a')].join('\n'));
		expect(resolveKernel('linux-image-a', records)).toMatchObject({release: 'a'});
	});
});

test.each([
	[['debian'], 'x86_64', 'linux-image-amd64'],
	[['debian'], 'aarch64', 'linux-image-arm64'],
	[['ubuntu', 'debian'], 'x86_64', 'linux-image-generic'],
	[['linuxmint', 'ubuntu', 'debian'], 'x86_64', 'linux-image-generic'],
])('the usual kernel of %j on %s is %s', (family, architecture, name) => {
	expect(usualKernelPackage(family, architecture)).toBe(name);
});

describe('sources of kernels', () => {
	const sources = parseAptRecords([record('linux-source', 'linux-source-6.1 (= 6.1.192-2)'), record('linux-source-6.12'), record('linux-source-6.1')].join('\n'));

	test('by name, as they are offered; linux-source is the one of the distribution\'s own kernel', () => {
		const found = resolveSources(['linux-source-6.12', 'linux-source-6.1'], sources);
		expect(Object.entries(found).map(([key, {name}]) => [key, name])).toEqual([
			['linux-source', 'linux-source-6.1'],
			['linux-source-6.12', 'linux-source-6.12'],
			['linux-source-6.1', 'linux-source-6.1'],
		]);
	});

	test('none that cannot be downloaded', () => {
		expect(resolveSources(['linux-source-6.99'], sources)).toEqual({});
	});
});

test('where apt keeps no cache of its lists, one is kept among our own', async () => {
	const cacheFolder = path.join(temporaryFolder(), 'cache');
	const {busybox, kernels} = await readAptSources({cacheFolder, family: ['debian'], architecture: 'x86_64', packages: []});
	expect([busybox?.from, kernels.default?.from]).toEqual(['package', 'package']);
	expect(existsSync(path.join(cacheFolder, 'pkgcache.bin'))).toBe(!existsSync('/var/cache/apt/pkgcache.bin'));
});
