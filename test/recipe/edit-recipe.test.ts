import {expect, test} from 'vitest';
import {editRecipe} from '../../source/recipe/edit-recipe.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {applySetting} from '../../source/recipe/setting.ts';

const text = `# The kitchen's PC.   Do not touch!
version:   1
name: kitchen      # also its folder
strategy: busybox-initramfs
root: squashfs

tree:
  from: bootstrap
  packages: [openssh-server, 'htop'] # what I need
  files: ../overlay
node: {hostname: kitchen, memory: 2048, keys: [~/.ssh/id.pub]}   # 2 GiB
nodes:
- {mac: 52:54:00:00:00:01, name: one} # left
- mac: 52:54:00:00:00:02
  name: two
# the end
`;

const read = (from: string) => parseRecipe(from, {source: 'x'});

function edit(changes: Record<string, unknown>, from = text): string {
	const before = read(from);
	let after: unknown = before;
	for (const [path, value] of Object.entries(changes)) {
		after = applySetting(after, {path: path.split('.').map(part => /^\d+$/.test(part) ? Number(part) : part), value});
	}

	const edited = editRecipe(from, before, after as Recipe)!;
	expect(read(edited)).toEqual(read(JSON.stringify(after)));
	return edited;
}

test('nothing changed: the same text, spaces, quotes and all', () => {
	expect(edit({})).toBe(text);
});

test.each<[change: Record<string, unknown>, from: string, to: string]>([
	[{'node.memory': 4096}, 'memory: 2048', 'memory: 4096'],
	[{'tree.packages': ['openssh-server', 'htop', 'vim']}, '\'htop\']', '\'htop\', vim]'],
	[{'tree.packages': ['htop']}, '[openssh-server, \'htop\']', '[\'htop\']'],
	[{'tree.files': undefined}, '  files: ../overlay\n', ''],
	[{'tree.suite': 'trixie'}, '  files: ../overlay\n', '  files: ../overlay\n  suite: trixie\n'],
	[{'nodes.1.name': 'second'}, 'name: two', 'name: second'],
	[{root: 'tmpfs'}, 'root: squashfs', 'root: tmpfs'],
])('%j', (change, from, to) => {
	const edited = edit(change);
	const changed = edited.split('\n').filter(line => !text.split('\n').includes(line));
	expect(changed.length).toBeLessThanOrEqual(1);
	// Before a comment in a changed line one blank is left.
	const squeezed = (one: string) => one.split(' ').filter(Boolean).join(' ');
	expect(squeezed(edited)).toBe(squeezed(text.replace(from, () => to)));
});

test('a node is added and another one removed; what is said about the third stays', () => {
	const [one] = read(text).nodes;
	const three = {...one!, mac: '52:54:00:00:00:03', name: 'three'};
	expect(edit({nodes: [one, three]})).toBe(text.replace('- mac: 52:54:00:00:00:02\n  name: two\n', '- {mac: 52:54:00:00:00:03, name: three}\n'));
	expect(edit({nodes: []}).split('\n')).toEqual(expect.arrayContaining(['# The kitchen\'s PC.   Do not touch!', '# the end']));
});

test('a wider indentation stays, and lists may begin where their name does', () => {
	const wide = text.replaceAll(/^ {2}(?=from|packages|files)/gm, ' '.repeat(4));
	expect(edit({'tree.suite': 'trixie'}, wide)).toBe(wide.replace('../overlay\n', '../overlay\n    suite: trixie\n'));
	expect(edit({'nodes.0.name': 'first'}, wide)).toContain('name: first} # left');
});

test('groups come and go', () => {
	const short = 'version: 1\nname: a\nstrategy: busybox-initramfs\n';
	expect(edit({'server.subnet': '10.0.0.0/24', 'node.console': ['ttyS0']}, short)).toBe(`${short}node:\n  console: [ttyS0]\nserver:\n  subnet: 10.0.0.0/24\n`);
	expect(edit({'server.subnet': undefined}, `${short}server:\n  subnet: 10.0.0.0/24\ncompression: xz\n`)).toBe(`${short}compression: xz\n`);
});

test('options of a kernel keep their spelling; a changed one is written as it is', () => {
	const built = 'version: 1\nname: a\nstrategy: busybox-initramfs\nkernel:\n  from: build\n  source: {package: linux-source}\n  options: {PHYSICAL_START: 0x200000, AIO: n} # mine\n';
	expect(edit({'kernel.options.AIO': 'y', 'kernel.options.SMP': 'y'}, built)).toBe(built.replace('AIO: n', 'AIO: y, SMP: y'));
	expect(edit({'kernel.options.PHYSICAL_START': '0x400000'}, built)).toContain('0x400000');
});

test('line ends of another system stay', () => {
	const edited = edit({'node.memory': 1024}, text.replaceAll('\n', '\r\n'));
	expect(edited).toContain('memory: 1024');
	expect(edited.replaceAll('\r\n', '')).not.toMatch(/[\n\r]/);
});

test('what hangs on an alias is left to be written as a whole', () => {
	const aliased = 'version: 1\nname: a\nstrategy: busybox-initramfs\nnode: &n {memory: 512}\nserver: {subnet: 10.0.0.0/24}\ntree: {from: busybox}\n';
	expect(edit({'node.memory': 1024}, aliased)).toContain('&n {memory: 1024}');
});
