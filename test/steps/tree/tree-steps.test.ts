import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Facts} from '../../../source/host/types.ts';
import type {RecipeInput} from '../../../source/recipe/schema.ts';
import {treeStep} from '../../../source/steps/tree/index.ts';
import {debianFacts, fedoraFacts, sampleRecipe} from '../../sample.ts';
import {refusalOf} from './do-step.ts';

const bookworm: Facts = {
	...debianFacts,
	distribution: {...debianFacts.distribution, codename: 'bookworm'},
	packageLists: ['/lists/mirror_dists_bookworm-updates_InRelease', '/lists/mirror_dists_bookworm_InRelease', '/lists/mirror_dists_trixie_InRelease'],
};
const stepOf = (tree: RecipeInput['tree'], facts: Facts = bookworm, more: Partial<RecipeInput> = {}) => treeStep(sampleRecipe({strategy: 'dracut-toram', tree, ...more}), facts);
const words = (...options: Parameters<typeof stepOf>) => stepOf(...options).actions.flatMap(action => action.do === 'command' ? action.argv : []);
const root = {user: {root: true, sudo: false}};

describe('packages of Debian and Ubuntu', () => {
	test('of the suite of this machine, if none is named; newer package lists make it anew', () => {
		const step = stepOf({from: 'bootstrap'});
		expect(step.title).toBe('Packages of bookworm');
		expect(step.reads).toEqual(bookworm.packageLists!.slice(0, 2));
		expect(stepOf({from: 'bootstrap', suite: 'trixie'}).reads).toEqual([]);
		expect(stepOf({from: 'bootstrap'}, {...fedoraFacts, packageManager: 'pacman'}).title).toBe('Packages of trixie');
	});

	test('with what makes a system of them, and what the recipe adds', () => {
		expect(words({from: 'bootstrap', packages: ['nginx', 'openssh-server']})).toContain('--include=systemd-sysv,libpam-systemd,systemd-resolved,udev,kmod,dbus,iproute2,iputils-ping,netbase,procps,nginx,openssh-server');
		expect(words({from: 'bootstrap', suite: 'bullseye'}).find(word => word.startsWith('--include='))).not.toContain('resolved');
	});

	test('from the mirror of the recipe; a suite of Ubuntu from Ubuntu\'s', () => {
		expect(words({from: 'bootstrap', mirror: 'https://mirror.example/debian'})).toContain('https://mirror.example/debian');
		expect(words({from: 'bootstrap', mirror: 'file:///srv/debian'})).toContain('copy:///srv/debian');
		expect(words({from: 'bootstrap', suite: 'noble'})).toEqual(expect.arrayContaining([expect.stringMatching(/^deb \[signed-by=.*\] http:\/\/security\.ubuntu\.com\/ubuntu noble-security main universe$/)]));
	});

	test.each(['sysvinit-core', 'runit-init', 'finit-sysv', 'sysvinit-core:amd64'])('with %s nothing of systemd\'s comes along, which could not be beside it', init => {
		expect(words({from: 'bootstrap', packages: [init]}).find(word => word.startsWith('--include='))).toBe(`--include=udev,kmod,dbus,iproute2,iputils-ping,netbase,procps,${init}`);
	});

	test('openrc is no init by itself: systemd stays', () => {
		expect(words({from: 'bootstrap', packages: ['openrc']}).find(word => word.startsWith('--include='))).toMatch(/^--include=systemd-sysv,.*,openrc$/);
		expect(words({from: 'bootstrap', packages: ['openrc', 'sysvinit-core']}).find(word => word.startsWith('--include='))).not.toContain('systemd');
	});

	test('of packages that cannot be together, apt\'s line that names them is the reason', () => {
		const [complaint = ''] = stepOf({from: 'bootstrap'}).actions.flatMap(action => action.do === 'command' && action.complaint !== undefined ? [action.complaint] : []);
		const said = ['Some packages could not be installed.', 'The following packages have unmet dependencies:', ' elogind : Conflicts: systemd but 252.39-1 is to be installed', 'E: Unable to correct problems, you have held broken packages.'];
		expect(said.find(line => new RegExp(complaint).test(line))).toBe(said[2]);
		expect(['Reading package lists...', 'E: Unable to locate package nosuch'].find(line => new RegExp(complaint).test(line))).toBe('E: Unable to locate package nosuch');
	});

	test('from the components of the recipe, on mirrors of every kind', () => {
		expect(words({from: 'bootstrap', components: ['main', 'non-free-firmware']})).toContain('--components=main,non-free-firmware');
		expect(words({from: 'bootstrap', suite: 'noble', components: ['main', 'multiverse']})).toEqual(expect.arrayContaining([expect.stringMatching(/ noble main multiverse$/)]));
		expect(stepOf({from: 'bootstrap'}).hints.at(-1)).toContain('tree.components: [main, contrib, non-free, non-free-firmware]');
	});

	test('of Ubuntu from a mirror with all that Ubuntu has by default', () => {
		expect(words({from: 'bootstrap', suite: 'noble', mirror: 'https://mirror.example/ubuntu'})).toContain('--components=main,universe');
		expect(words({from: 'bootstrap', suite: 'trixie', mirror: 'https://mirror.example/debian'}).join(' ')).not.toContain('--components');
	});

	test('from further sources, each with its key; what the distribution has stays, security and updates too', () => {
		const sources = [
			{url: 'https://packages.example.org/apt', suite: './', key: '/srv/o\'neill s/maker.asc'},
			{url: 'https://deb.debian.org/debian', suite: 'trixie-backports', components: ['main', 'contrib']},
		];
		const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
		const step = stepOf({from: 'bootstrap', suite: 'trixie', components: ['main', 'non-free-firmware'], sources});
		const all = step.actions.flatMap(action => action.do === 'command' ? action.argv : []);
		expect(all.filter(word => word.startsWith('deb '))).toEqual([
			...['deb.debian.org/debian trixie', 'deb.debian.org/debian trixie-updates', 'security.debian.org/debian-security trixie-security'].map(place => `deb [signed-by=${keys}] ${['http', place].join('://')} main non-free-firmware`),
			'deb [signed-by=/etc/apt/keyrings/ramstrap-1.asc] https://packages.example.org/apt ./',
			`deb [signed-by=${keys}] https://deb.debian.org/debian trixie-backports main contrib`,
		]);
		expect(step.reads).toContain('/srv/o\'neill s/maker.asc');
		expect(words({from: 'bootstrap', suite: 'sid', sources: sources.slice(1)}).filter(word => word.startsWith('deb '))).toHaveLength(2);
		expect(words({from: 'bootstrap', suite: 'trixie', mirror: 'https://mirror.example/debian', sources: sources.slice(1)}).slice(-3).join(' ')).not.toContain('signed-by');
	});

	test('keys of further sources lie where the apt that makes the system finds them, and then where its own does', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-keys-'));
		onTestFinished(() => {
			rmSync(folder, {recursive: true});
		});
		const key = path.join(folder, 'o\'neill s.asc');
		const list = path.join(folder, 'etc/apt/sources.list');
		mkdirSync(path.dirname(list), {recursive: true});
		writeFileSync(key, 'a key');
		const line = 'deb [signed-by=/etc/apt/keyrings/ramstrap-1.asc] https://packages.example.org/apt ./\n';
		writeFileSync(list, line);
		const hooks = (when: string) => words({from: 'bootstrap', suite: 'trixie', sources: [{url: 'https://packages.example.org/apt', suite: './', key}]}).flatMap(word => word.startsWith(`--${when}-hook=`) && word.includes('keyrings') ? [word.slice(`--${when}-hook=`.length)] : []);
		execFileSync('sh', ['-c', hooks('setup').join('\n'), 'sh', folder]);
		expect(readFileSync(list, 'utf8')).toContain(`signed-by=${folder}/etc/apt/keyrings/ramstrap-1.asc`);
		expect(readFileSync(path.join(folder, 'etc/apt/keyrings/ramstrap-1.asc'), 'utf8')).toBe('a key');
		execFileSync('sh', ['-c', hooks('customize').join('\n'), 'sh', folder]);
		expect(readFileSync(list, 'utf8')).toBe(line);
	});

	test('a package of a component that the tree does not have is named when it cannot be located', () => {
		expect(stepOf({from: 'bootstrap', packages: ['firmware-bnx2x']}).hints[0]).toBe('firmware-bnx2x: in non-free-firmware; tree.components: [main, non-free-firmware]');
	});

	test('of an old suite from the archive it lies in, whose lists are past their date', () => {
		expect(words({from: 'bootstrap', suite: 'buster'}).filter(word => word.startsWith('deb '))).toEqual([
			expect.stringMatching(/^deb \[check-valid-until=no signed-by=\/usr\/share\/keyrings\/debian-archive-keyring\.gpg,\/usr\/share\/keyrings\/debian-archive-removed-keys\.gpg\] http:\/\/archive\.debian\.org\/debian buster main$/),
			expect.stringMatching(/ http:\/\/archive\.debian\.org\/debian-security buster\/updates main$/),
		]);
		expect(words({from: 'bootstrap', suite: 'oracular'}).findLast(word => word.startsWith('deb '))).toMatch(/^deb .* http:\/\/old-releases\.ubuntu\.com\/ubuntu oracular-security /);
	});

	test('whose keys are not here are refused before anything is fetched; a mirror of one\'s own is one\'s own affair', () => {
		expect(() => stepOf({from: 'bootstrap', suite: 'noble'}, {...bookworm, keyrings: []})).toThrow('tree.suite is noble, whose packages are verified with /usr/share/keyrings/ubuntu-archive-keyring.gpg, which is not installed.');
		expect(() => stepOf({from: 'bootstrap', suite: 'buster'}, {...bookworm, keyrings: ['/usr/share/keyrings/debian-archive-keyring.gpg']})).toThrow('debian-archive-removed-keys.gpg, which is not installed.');
		expect(() => stepOf({from: 'bootstrap', suite: 'noble', mirror: 'https://mirror.example/ubuntu'}, {...bookworm, keyrings: []})).not.toThrow();
	});

	test('with times that do not change, and downloads that are kept', () => {
		expect(words({from: 'bootstrap'})).toContain('SOURCE_DATE_EPOCH=1577836800');
		expect(stepOf({from: 'bootstrap'}).scratch).toEqual({folder: 'packages'});
	});
});

describe('packages of Fedora', () => {
	test('of the release of this machine, if none is named', () => {
		expect(stepOf({from: 'bootstrap'}, fedoraFacts).title).toBe('Packages of release 43');
		expect(words({from: 'bootstrap', release: 9, mirror: 'https://mirror.example/'}).slice(0, 9)).toEqual(['unshare', '--mount', '--map-auto', '--map-root-user', '--setuid', '0', '--setgid', '0', 'sh']);
		expect(words({from: 'bootstrap'}, {...fedoraFacts, ...root}).slice(0, 3)).toEqual(['unshare', '--mount', 'sh']);
	});

	test('need a mirror on a machine of another family', () => {
		expect(() => stepOf({from: 'bootstrap', release: 43})).toThrow('tree.release is 43, and Debian GNU/Linux 12 '
			+ '(bookworm) has no package sources for Fedora');
	});
});

test('this machine is copied by root only, without what is nobody\'s business, and without what ramstrap makes itself', () => {
	expect(() => stepOf({from: 'host'})).toThrow('tree.from is host: the root file system of this machine has files that only root can read');
	expect(words({from: 'host'}, {...bookworm, ...root, disk: {path: '/srv/work', freeMiB: 1}})).toEqual(expect.arrayContaining(['/', '--emptied=var/log', './home/*', './srv/work/*']));
});

test('a disk image is read by the kernel at hand, or by the distribution\'s where the recipe builds one', () => {
	const image = {from: 'disk-image', path: '/images/a.qcow2', partition: 'centos/root'} as const;
	expect(stepOf(image).needs).toEqual(['kernel', 'busybox']);
	expect(words(image)).toEqual(expect.arrayContaining(['/images/a.qcow2', 'centos/root', '../kernel', 'tcg']));
	const built = {kernel: {from: 'build', source: {package: 'linux-source'}}} as const;
	expect(stepOf(image, bookworm, built).needs).toEqual(['busybox']);
	expect(words(image, bookworm, built)).toEqual(expect.arrayContaining(['linux-image-6.1.0-56-amd64=6.1.192-2', '.']));
	expect(() => stepOf(image, {...bookworm, kernels: {}}, built)).toThrow('this machine has no such kernel');
	expect(words(image, {...bookworm, kvm: 'proven'})).toContain('kvm');
});

/** The header of a qcow2 image (QEMU's docs/interop/qcow2.txt). */
function qcow2({version, backing = '', features = 0}: {version: number; backing?: string; features?: number}): Buffer {
	const header = Buffer.alloc(512);
	header.write('QFI\u00FB', 'latin1');
	header.writeUInt32BE(version, 4);
	header.writeBigUInt64BE(backing === '' ? 0n : 200n, 8);
	header.writeUInt32BE(backing.length, 16);
	header.writeUInt8(features, 79);
	header.write(backing, 200);
	return header;
}

test.each([
	['a backing file', qcow2({version: 3, backing: '/etc/shadow\u001B[31m'}), 'is a layer over another image '
	+ '(/etc/shadow[31m), and ramstrap reads only tree.path itself'],
	['a backing file of version 2', qcow2({version: 2, backing: 'fat:/root'}), 'is a layer over another image (fat:/root)'],
	['a backing file beyond all bounds', Buffer.from(`514649fb00000003${'ff'.repeat(200)}`, 'hex'), 'is a layer over another image ('],
	['a data file', qcow2({version: 3, features: 4}), 'has its data in another file'],
	['a data file, and more', qcow2({version: 3, features: 7}), 'has its data in another file'],
	['a version to come', qcow2({version: 4}), 'a qcow image of an unknown version'],
	['a VMware descriptor', Buffer.from('# Disk DescriptorFile\nRW 1 FLAT "/etc/shadow" 0\n'), 'neither a raw nor a qcow2 image'],
	['VMware\'s sparse kind', Buffer.from('KDMV    '), 'neither a raw nor a qcow2 image'],
	['QED', Buffer.from('QED\u0000    '), 'neither a raw nor a qcow2 image'],
])('a disk image that could take in other files is refused before anything opens it: %s', async (_, content, sentence) => {
	const work = mkdtempSync(path.join(tmpdir(), 'ramstrap-image-'));
	onTestFinished(() => {
		rmSync(work, {recursive: true});
	});
	const image = path.join(work, 'image');
	writeFileSync(image, content);
	expect(await refusalOf(stepOf({from: 'disk-image', path: image}), work)).toContain(sentence);
});

test('each source watches what it is made of', () => {
	expect(stepOf({from: 'directory', path: '/trees/one'}).reads).toEqual(['/trees/one/']);
	expect(stepOf({from: 'archive', path: '/trees/one.tar.xz'}).reads).toEqual(['/trees/one.tar.xz']);
	expect(stepOf({from: 'oci', path: '/images/one.tar'}).reads).toEqual(['/images/one.tar']);
	expect(stepOf({from: 'oci', path: '/images/layout'}).reads).toEqual(['/images/layout/index.json']);
	expect(stepOf({from: 'oci', image: 'docker.io/library/debian:trixie'}).reads).toEqual([]);
});

test('nothing but BusyBox is no tree', () => {
	expect(() => stepOf({from: 'busybox'})).toThrow('made with the initramfs');
});

test.each(['source/steps/tree', 'source/steps/system'].flatMap(folder => readdirSync(folder).filter(name => name.endsWith('.sh')).map(name => `${folder}/${name}`)))('%s is shell that sh understands', script => {
	expect(execFileSync('sh', ['-n', script], {encoding: 'utf8'})).toBe('');
});
