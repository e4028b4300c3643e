import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {findProgram} from '../../source/host/tools.ts';
import {packages} from '../../source/host/packages.ts';

const apt = await findProgram('apt-cache', '/usr/bin');
const known = apt ? await execa(apt, ['pkgnames'], {reject: false}) : undefined;
const names = new Set(known?.stdout?.split('\n'));

describe('the table of packages', () => {
	test.each(Object.entries(packages))('%s has a package everywhere it applies', (name, byManager) => {
		const managers = ['dpkg-deb', 'apt-get'].includes(name) ? ['apt'] : (['kernel', 'busybox'].includes(name) ? ['dnf', 'pacman', 'zypper'] : ['apt', 'dnf', 'pacman', 'zypper']);
		expect(Object.keys(byManager)).toEqual(managers);
	});

	// Only where apt has lists to look into.
	test.runIf(names.has('busybox-static'))('every package for apt exists', () => {
		expect(Object.values(packages).flatMap(row => row.apt ?? []).filter(name => !names.has(name))).toEqual([]);
	});
});
