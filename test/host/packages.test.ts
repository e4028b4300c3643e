import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {findProgram} from '../../source/host/tools.ts';
import {packages} from '../../source/host/packages.ts';

const apt = await findProgram('apt-cache', '/usr/bin');
const known = apt ? await execa(apt, ['pkgnames'], {reject: false}) : undefined;
const names = new Set(known?.stdout?.split('\n'));

/** What not all distributions have, or only one needs. */
const managersOf: Record<string, string[]> = {
	'dpkg-deb': ['apt'], 'apt-get': ['apt'],
	kernel: ['dnf', 'pacman', 'zypper'], busybox: ['dnf', 'pacman', 'zypper'],
	'dpkg-source': ['apt'], 'musl-gcc': ['apt', 'dnf', 'pacman'],
	mmdebstrap: ['apt', 'dnf', 'pacman'], sqfs2tar: ['apt', 'dnf'],
	'ovmf-secure-code': ['apt', 'dnf', 'zypper'], 'ovmf-secure-vars': ['apt', 'dnf', 'zypper'],
	'ganesha.nfsd': ['apt', 'dnf', 'zypper'], 'libfsalvfs.so': ['apt', 'dnf', 'zypper'],
};

describe('the table of packages', () => {
	test.each(Object.entries(packages))('%s has a package everywhere it applies', (name, byManager) => {
		expect(Object.keys(byManager)).toEqual(managersOf[name] ?? ['apt', 'dnf', 'pacman', 'zypper']);
	});

	// Of other package managers nobody here can tell.
	test.runIf(apt)('every package for apt exists', () => {
		expect(names, 'apt has no package lists: apt-get update').toContain('busybox-static');
		expect(Object.values(packages).flatMap(row => row.apt ?? []).filter(name => !names.has(name))).toEqual([]);
	});
});
