import {expect, test} from 'vitest';
import type {BootedOnce} from '../../source/publish/booted-once.ts';
import {bootFileAt, siteOf, type SiteSettings} from '../../source/publish/site.ts';
import type {Published} from '../../source/publish/read.ts';
import type {Version} from '../../source/publish/version.ts';

const version = (name: string, words: string[] = []): Version => ({
	name, words: [...words, 'ramstrap.server=http://<server>'], milestones: ['dhcp', 'kernel', 'up'], memory: 100,
	files: [{name: 'vmlinuz', bytes: 1, sha256: 'a'}, {name: 'initrd', bytes: 2, sha256: 'b'}],
});
const lamp = '52:54:00:00:00:01';
const radio = '52:54:00:00:00:02';
const published: Published[] = [
	{name: 'debian', state: {versions: ['333333333333'], current: '333333333333', former: [], only: {}}, versions: new Map([['333333333333', version('debian', ['root=tmpfs:http://<server>/<name>/root.squashfs', 'nfs=<export>'])]])},
	{name: 'rambox', state: {versions: ['222222222222', '111111111111'], current: '111111111111', former: [], only: {[lamp]: '222222222222'}}, versions: new Map([['111111111111', version('rambox')], ['222222222222', version('rambox', ['quiet'])]])},
];
const settings: SiteSettings = {
	folder: '/srv', first: 'rambox', timeout: 3, bios: 'pxelinux', uefi: 'ipxe', network: {address: '10.0.0.1', port: 8080},
	bootFiles: {'ipxe.efi': '/usr/ipxe.efi', 'ldlinux.c32': '/usr/ldlinux.c32', 'menu.c32': '/usr/menu.c32', 'libutil.c32': '/usr/libutil.c32'},
	nodes: [{mac: radio, words: ['debug'], recipe: 'debian'}],
	archives: {},
};
const {texts, files} = siteOf(published, settings);

test('the recipe that is served stands first, every other one below it', () => {
	expect(texts['/boot.ipxe']!.match(/^item boot-\S+/gm)).toEqual(['item boot-rambox', 'item boot-debian']);
	expect(texts['/boot.ipxe']).toMatch(/kernel http:\/\/10\.0\.0\.1:8080\/rambox\/1{12}\/vmlinuz\S* initrd=initrd ramstrap\.server=http:\/\/10\.0\.0\.1:8080 BOOTIF=/);
	expect(texts['/pxelinux/pxelinux.cfg/default']).toContain('DEFAULT rambox\n');
});

test('words say where this very version is, over HTTP and over NFS', () => {
	expect(texts['/boot.ipxe']).toContain(' root=tmpfs:http://10.0.0.1:8080/debian/333333333333/root.squashfs nfs=/ramstrap/debian/333333333333 ');
});

test('who tries a version, or boots another recipe, has a menu of its own', () => {
	expect(texts['/mac/52-54-00-00-00-01.ipxe']).toMatch(/\/rambox\/2{12}\/vmlinuz\S* initrd=initrd quiet /);
	expect(texts['/mac/52-54-00-00-00-02.ipxe']).toMatch(/choose --default boot-debian /);
	expect(texts['/mac/52-54-00-00-00-02.ipxe']).toMatch(/debian\/333333333333\/vmlinuz\S* .* debug BOOTIF/);
	expect(texts['/pxelinux/pxelinux.cfg/01-52-54-00-00-00-02']).toContain('DEFAULT debian\n');
});

test('with GRUB a kernel that nobody signed is marked, and who has a menu of its own has one there', () => {
	const unsigned = published.map(one => ({...one, versions: new Map(one.versions.entries().map(([id, of]) => [id, {...of, ...(of.name === 'rambox' && {unsigned: true as const})}]))}));
	const signed = siteOf(unsigned, {...settings, uefi: 'grub', bootFiles: {...settings.bootFiles, 'shimx64.efi': '/l/shim', 'grubx64.efi': '/l/grub'}});
	expect(signed.texts['/grub/menu.cfg']!.match(/^menuentry '.*?'/gm)).toEqual(['menuentry \'rambox (not signed by Debian)\'', 'menuentry \'debian\'', 'menuentry \'Boot from the local disk\'']);
	expect(signed.texts['/grub/menu.cfg']).toContain('set default=boot-rambox\nset timeout=3\nif [ "$lockdown" = y ]; then set default=boot-debian; ');
	expect(signed.texts['/mac/52-54-00-00-00-02.grub']).toContain('set default=boot-debian\n');
	expect(signed.files).toMatchObject({'/signed/shimx64.efi': '/l/shim'});
});

test('files of all versions: who began with one can end with it', () => {
	expect(files).toMatchObject({
		'/rambox/111111111111/vmlinuz': '/srv/rambox/versions/111111111111/vmlinuz',
		'/rambox/222222222222/initrd': '/srv/rambox/versions/222222222222/initrd',
		'/debian/333333333333/vmlinuz': '/srv/debian/versions/333333333333/vmlinuz',
		'/ipxe.efi': '/usr/ipxe.efi', '/pxelinux/menu.c32': '/usr/menu.c32',
	});
	expect(Object.keys(files)).toHaveLength(10);
});

test('who boots from its disk has a menu that does, in each loader\'s form; of many that one entry stands for, each one that has been up', () => {
	const nodes = [{mac: '52:54:00:00:00:*', words: ['rack'], boot: 'once' as const}, {mac: '52:54:01:00:00:01', words: [], boot: 'never' as const}];
	const all = {...settings, uefi: 'grub' as const, nodes, bootFiles: {...settings.bootFiles, 'shimx64.efi': '/l/shim', 'grubx64.efi': '/l/grub'}};
	const defaults = (booted: BootedOnce) => {
		const menus = siteOf(published, all, booted).texts;
		return ['52-54-00-00-00-*', '52-54-00-00-00-07', '52-54-00-00-00-01', '52-54-01-00-00-01'].map(mac => [
			/choose --default (\S+)/.exec(menus[`/mac/${mac}.ipxe`] ?? '')?.[1],
			/^DEFAULT (\S+)/m.exec(menus[`/pxelinux/pxelinux.cfg/01-${mac}`] ?? '')?.[1],
			/^set default=(\S+)/m.exec(menus[`/mac/${mac.replaceAll('*', 'x')}.grub`] ?? '')?.[1],
		]);
	};

	const [network, disk, none] = [['boot-rambox', 'rambox', 'boot-rambox'], ['local', 'local_disk', 'local'], [undefined, undefined, undefined]];
	expect(defaults({})).toEqual([network, none, network, disk]);
	expect(defaults({'52:54:00:00:00:07': '2026-11-30T10:00:00.000Z'})).toEqual([network, disk, network, disk]);
	// The one that tries a version, as well.
	expect(defaults({[lamp]: '2026-11-30T10:00:00.000Z', '52:54:02:00:00:01': '2026-11-30T10:00:00.000Z'})).toEqual([network, none, disk, disk]);
	expect(defaults('unknown')).toEqual([disk, none, disk, disk]);
	const without = siteOf(published, {...all, timeout: 0}, {[lamp]: '2026-11-30T10:00:00.000Z'}).texts;
	expect(without['/mac/52-54-00-00-00-01.ipxe']).toContain(':menu\ngoto local\n');
	expect(without['/mac/52-54-00-00-00-01.grub']).toContain('set default=local\nset timeout=0\n');
	expect(without['/mac/52-54-00-00-00-01.ipxe']).toContain(' rack BOOTIF');
});

test('a machine has nothing of an entry for many that it has an entry beside, in any menu', () => {
	const nodes = [{mac: '52:54:00:*:*:*', words: ['rack'], boot: 'never' as const, initrd: '/mac/rack.cpio'}, {mac: '52:54:00:00:00:07', words: []}, {mac: '52:54:01:00:00:07', words: []}];
	const menus = siteOf(published, {...settings, nodes}).texts;
	expect(menus['/mac/52-54-00-00-00-07.ipxe']).toContain('--default boot-rambox ');
	expect(menus['/mac/52-54-00-00-00-07.ipxe']).not.toContain('rack');
	expect(menus['/mac/52-54-00-*-*-*.ipxe']).toContain('--default local ');
	expect(menus).not.toHaveProperty(['/mac/52-54-01-00-00-07.ipxe']);
});

test('in place of a recipe that is not published there is the one of all, with a machine\'s own words; from its disk where it boots once or never', () => {
	const nodes = ([undefined, 'once', 'never'] as const).map((boot, index) => ({mac: `52:54:00:00:00:1${index}`, words: ['debug'], recipe: 'gone', boot}));
	const menus = siteOf(published, {...settings, nodes}).texts;
	const own = nodes.map(({mac}) => menus[`/mac/${mac.replaceAll(':', '-')}.ipxe`]!);
	expect(own.map(text => [/--default (\S+)/.exec(text)?.[1], text.includes(' debug BOOTIF')])).toEqual([['boot-rambox', true], ['local', true], ['local', true]]);
});

test('nothing published, no menu', () => {
	expect(siteOf([], settings).texts).toEqual({});
});

test('a path says what it is of a boot', () => {
	expect(bootFileAt('/rambox/111111111111/vmlinuz')).toEqual({recipe: 'rambox', version: '111111111111', file: 'kernel'});
	expect(bootFileAt('/rambox/111111111111/initrd')).toMatchObject({file: 'initrd'});
	for (const path of ['/rambox/vmlinuz', '/rambox/111111111111/root.squashfs', '/a/b/111111111111/vmlinuz', '/rambox/11111111111g/vmlinuz']) {
		expect(bootFileAt(path)).toBeUndefined();
	}
});
