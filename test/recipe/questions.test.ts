import {describe, expect, test} from 'vitest';
import {answerText, questionsFor, withAnswer} from '../../source/recipe/questions.ts';
import type {Recipe, RecipeInput} from '../../source/recipe/schema.ts';
import {recipeWith} from './recipe.ts';

const rambox = recipeWith();
const debian = {from: 'bootstrap'} as const;
const system = recipeWith({strategy: 'dracut-toram', overlay: 'tmpfs', tree: {from: 'bootstrap', suite: 'trixie'}, node: {password: '$6$a$b', keys: ['~/.ssh/a.pub', 'b.pub']}});
const built = recipeWith({kernel: {from: 'build', source: {package: 'linux-source-6.1'}, options: {VIRTIO_NET: 'y'}}});

describe('questionsFor', () => {
	test('asks every field that has more than one answer, in the order of the schema', () => {
		expect(questionsFor(rambox).map(({id, kind}) => `${id} ${kind}`)).toEqual([
			'name text',
			'strategy choice',
			'root choice',
			'tree.applets list',
			'kernel.from choice',
			'kernel.package text',
			'kernel.drivers list',
			'compression choice',
			'node.hostname text',
			'node.memory number',
			'node.console list',
			'node.timezone text',
			'node.words list',
			'server.dhcp choice',
			'server.rivals choice',
			'server.interface text',
			'server.subnet text',
			'server.range text',
			'server.lease text',
			'server.gateway text',
			'server.dns list',
			'server.unknown choice',
			'server.bios choice',
			'server.uefi choice',
			'server.keep number',
			'server.timeout number',
		]);
	});

	test('asks of a kernel of one\'s own where its source is, and of no other kernel\'s matters', () => {
		const ids = (recipe: Recipe) => questionsFor(recipe).map(({id}) => id).filter(id => id.startsWith('kernel.'));
		expect(ids(built)).toEqual(['kernel.from', 'kernel.source.package', 'kernel.source.path', 'kernel.fragment']);
		const fetched = recipeWith({kernel: {from: 'build', source: {url: 'https://example.org/linux-6.12.tar.xz', sha256: 'a'.repeat(64)}}});
		expect(ids(fetched)).toEqual(['kernel.from', 'kernel.source.package', 'kernel.source.path', 'kernel.source.url', 'kernel.source.sha256', 'kernel.fragment']);
	});

	test.each<[Partial<RecipeInput>, string[]]>([
		[{}, ['root', 'compression']],
		[{root: 'tmpfs', tree: debian}, ['root', 'archive', 'size', 'compression']],
		[{strategy: 'dracut-toram', tree: debian}, ['image', 'overlay', 'size', 'compression']],
		[{strategy: 'dracut-toram', image: 'archive', tree: debian}, ['image', 'size', 'compression']],
		[{strategy: 'ramdisk-ext2', tree: debian}, ['mount', 'ramdisk', 'compression']],
		[{strategy: 'nfs-root', tree: debian}, ['mount', 'overlay', 'nfs', 'compression']],
		[{strategy: 'nfs-root', mount: 'kernel', tree: debian}, ['mount', 'nfs']],
	])('asks of %j how its root gets there, and nothing of other strategies', (fields, expected) => {
		expect(questionsFor(recipeWith(fields)).map(({id}) => id).filter(id => !id.includes('.') && !['name', 'strategy'].includes(id))).toEqual(expected);
	});

	test.each<[Partial<RecipeInput>['tree'], string[]]>([
		[debian, ['from', 'suite', 'release', 'mirror', 'components', 'packages', 'exclude', 'tmpfs', 'network', 'files', 'selinux']],
		[{from: 'directory', path: '/srv/system'}, ['from', 'path', 'exclude', 'tmpfs', 'network', 'files', 'selinux']],
		[{from: 'archive', path: '/srv/system.tar'}, ['from', 'path', 'exclude', 'tmpfs', 'network', 'files', 'selinux']],
		[{from: 'disk-image', path: '/srv/disk.qcow2'}, ['from', 'path', 'partition', 'exclude', 'tmpfs', 'network', 'files', 'selinux']],
		[{from: 'oci', image: 'debian:trixie'}, ['from', 'path', 'image', 'exclude', 'tmpfs', 'network', 'files', 'selinux']],
		[{from: 'host'}, ['from', 'exclude', 'keep', 'tmpfs', 'network', 'files', 'selinux']],
	])('asks of the tree %j what that source takes', (tree, expected) => {
		const asked = questionsFor(recipeWith({strategy: 'nfs-root', tree}));
		expect(asked.map(({id}) => id).filter(id => id.startsWith('tree.'))).toEqual(expected.map(field => `tree.${field}`));
		expect(asked.map(({id}) => id)).toEqual(expect.arrayContaining(['node.password', 'node.keys', 'node.locale', 'kernel.modules']));
	});

	test('offers BusyBox where nothing else can be, and nowhere else', () => {
		const sources = (fields: Partial<RecipeInput>) => questionsFor(recipeWith(fields)).find(({id}) => id === 'tree.from')?.choices.map(({value}) => value);
		expect(sources({})).toBeUndefined();
		expect(sources({strategy: 'nfs-root', tree: debian})).toEqual(['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host']);
	});

	test('carries label, help and choices from the schema', () => {
		const {title, help, choices} = questionsFor(rambox).find(({id}) => id === 'server.bios')!;
		expect({title, help, values: choices.map(({value}) => value)}).toEqual({
			title: 'First stage for BIOS machines',
			help: 'The first program a BIOS machine loads over the network.',
			values: ['ipxe', 'pxelinux'],
		});
		expect(questionsFor(rambox).find(({id}) => id === 'kernel.drivers')!.choices.map(({label}) => label)).toEqual(['Every network card', 'None']);
	});

	test('no question is without words', () => {
		for (const {id, title, help} of questionsFor(rambox)) {
			expect(title, id).not.toBe('');
			expect(help, id).not.toBe('');
		}
	});
});

test.each([
	['kernel.drivers', 'all-network'],
	['kernel.package', ''],
	['node.console', 'tty0 ttyS0'],
	['node.memory', '512'],
	['node.words', ''],
	['server.timeout', '3'],
])('the answer to %s reads %j', (id, text) => {
	expect(answerText(rambox, id)).toBe(text);
});

describe('withAnswer', () => {
	test.each([
		['name', ' bench ', recipeWith({name: 'bench'})],
		['node.memory', '256', recipeWith({node: {memory: 256}})],
		['node.memory', '', rambox],
		['node.hostname', '', rambox],
		['kernel.drivers', 'none-of-these', recipeWith({kernel: {from: 'distribution', drivers: ['none-of-these']}})],
		['kernel.drivers', 'e1000e, r8169', recipeWith({kernel: {from: 'distribution', drivers: ['e1000e', 'r8169']}})],
		['kernel.drivers', '[e1000e,r8169]', recipeWith({kernel: {from: 'distribution', drivers: ['e1000e', 'r8169']}})],
		['kernel.drivers', 'all-network', rambox],
		['node.console', 'tty0 ttyS0,115200n8', recipeWith({node: {console: ['tty0', 'ttyS0,115200n8']}})],
		['node.console', 'tty1,ttyS1', recipeWith({node: {console: ['tty1', 'ttyS1']}})],
		['node.words', 'a=b,c shell', recipeWith({node: {words: ['a=b,c', 'shell']}})],
		['compression', 'xz', recipeWith({compression: 'xz'})],
	])('%s: %j', (id, text, recipe) => {
		expect(withAnswer(rambox, id, text)).toEqual({recipe});
	});

	test.each([
		['name', '', 'name "" is not the name of a recipe: use 1 to 63 of a-z, 0-9 and inner hyphens.'],
		['node.memory', 'lots', 'node.memory "lots" is not a whole number of MiB.'],
		['node.memory', '12.5', 'node.memory 12.5 is not a whole number of MiB.'],
		['node.memory', '16', 'node.memory 16 is less than any current kernel needs to boot; use 64 or more.'],
		['compression', 'zip', 'compression is "zip", but must be zstd, gzip, xz, lz4 or none; did you mean gzip?'],
		['node.words', 'root=/dev/sda1', 'node.words[0] is root=/dev/sda1, but this node stays in its initramfs: with '
		+ 'this parameter the kernel uses a ramfs instead of a tmpfs for the root file system, and a ramfs can '
		+ 'fill all memory. Remove it.'],
		['server.subnet', '10.0.0.1/8', 'server.subnet 10.0.0.1/8 is an address inside a network; the network is '
		+ '10.0.0.0/8.'],
		['kernel.drivers', 'none', 'kernel.drivers is none, but a distribution kernel has no network driver built in: '
		+ 'the node would boot without network. Write all-network, or a list such as [e1000e].'],
	])('%s: %j is refused', (id, text, problem) => {
		expect(withAnswer(rambox, id, text)).toEqual({problem});
	});

	test.each([
		['kernel.source.package', 'linux-source-6.12', {source: {package: 'linux-source-6.12'}}],
		['kernel.source.path', '/usr/src/linux', {source: {path: '/usr/src/linux'}}],
	])('%s: %j takes the place of any other source', (id, text, {source}) => {
		expect(withAnswer(built, id, text)).toStrictEqual({recipe: {...built, kernel: {...built.kernel, source}}});
	});

	test('an emptied answer leaves nothing behind', () => {
		expect(withAnswer(recipeWith({node: {hostname: 'bench'}}), 'node.hostname', '')).toStrictEqual({recipe: rambox});
	});

	test('another kernel keeps the bundles and nothing that is for the first kernel only', () => {
		const bundles: Recipe['kernel']['bundles'] = ['virtio'];
		const own = recipeWith({kernel: {...built.kernel, drivers: 'none', fragment: 'my.config', bundles}});
		expect(withAnswer(own, 'kernel.from', 'distribution')).toEqual({recipe: recipeWith({kernel: {bundles}})});
		expect(withAnswer(own, 'kernel.from', 'build')).toEqual({recipe: own});
		const packaged = recipeWith({kernel: {from: 'distribution', package: 'linux-image-cloud-amd64', drivers: ['e1000e'], bundles}});
		expect(withAnswer(packaged, 'kernel.from', 'build', {'kernel.source.package': 'linux-source-6.1'}))
			.toEqual({recipe: recipeWith({kernel: {from: 'build', source: {package: 'linux-source-6.1'}, bundles}})});
		expect(withAnswer(packaged, 'kernel.from', 'build'))
			.toEqual({problem: 'kernel.source is missing: a built kernel needs {package: linux-source-6.1}, {path: …} or {url: …, sha256: …}.'});
	});

	test('a path takes the place of a name, a suite that of a release', () => {
		const answered = (tree: RecipeInput['tree'], id: string, text: string) => withAnswer(recipeWith({strategy: 'nfs-root', tree}), id, text);
		expect(answered({from: 'oci', image: 'debian'}, 'tree.path', '/srv/oci')).toMatchObject({recipe: {tree: {from: 'oci', path: '/srv/oci'}}});
		expect(answered({from: 'oci', path: '/srv/oci'}, 'tree.image', 'debian')).toMatchObject({recipe: {tree: {from: 'oci', image: 'debian'}}});
		expect(answered({from: 'bootstrap', suite: 'trixie'}, 'tree.release', '43')).toMatchObject({recipe: {tree: {from: 'bootstrap', release: '43'}}});
	});

	test('a memory left empty is what such a system is well with', () => {
		expect(withAnswer(recipeWith({strategy: 'nfs-root', tree: debian, node: {memory: 4096}}), 'node.memory', '')).toMatchObject({recipe: {node: {memory: 1024}}});
	});

	test.each([['a distribution\'s kernel', rambox], ['a built one', built], ['a whole system', system]])('every answer that stands there with %s is accepted again', (_, recipe) => {
		for (const {id} of questionsFor(recipe)) {
			expect(withAnswer(recipe, id, answerText(recipe, id)), id).toEqual({recipe});
		}
	});
});
