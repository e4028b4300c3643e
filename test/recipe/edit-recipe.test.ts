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
	const [one, two] = read(text).nodes;
	const three = {...one!, mac: '52:54:00:00:00:03', name: 'three'};
	expect(edit({nodes: [one, two, three]})).toBe(text.replace('  name: two\n', '  name: two\n- {mac: 52:54:00:00:00:03, name: three}\n'));
	expect(edit({nodes: [two]})).toBe(text.replace('- {mac: 52:54:00:00:00:01, name: one} # left\n', ''));
	expect(edit({nodes: [three, two]})).toContain('- {mac: 52:54:00:00:00:03, name: three} # left\n');
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

test('each group keeps the indentation it has', () => {
	const mixed = 'version: 1\nname: a\nstrategy: busybox-initramfs\nroot: squashfs\ntree:\n    from: bootstrap\n    packages: [vim]   # mine\nnode:\n  memory: 1024\n  keys: [~/.ssh/id.pub]\nnodes:\n   - mac: 52:54:00:00:00:01   # left\n     name: one\n';
	expect(edit({'node.memory': 2048}, mixed)).toBe(mixed.replace('1024', '2048'));
	expect(edit({'tree.suite': 'trixie', 'node.hostname': 'b'}, mixed)).toBe(mixed.replace('# mine\n', '# mine\n    suite: trixie\n').replace('id.pub]\n', 'id.pub]\n  hostname: b\n'));
	expect(edit({'nodes.0.mac': '52:54:00:00:00:02'}, mixed)).toBe(mixed.replace('00:01   #', '00:02 #'));
	const windows = mixed.replaceAll('\n', '\r\n');
	expect(edit({'tree.suite': 'trixie'}, windows)).toBe(windows.replace('# mine\r\n', '# mine\r\n    suite: trixie\r\n'));
});

test.each(['0xFA', '0x00100000', '0xfa'])('an option that is %s stays as it is spelled', spelled => {
	const built = `version: 1\nname: a\nstrategy: busybox-initramfs\nkernel: {from: build, source: {package: linux-source}, options: {PHYSICAL_START: ${spelled}}}\nnode: {memory: 512} # small\n`;
	expect(edit({'node.memory': 1024}, built)).toBe(built.replace('512', '1024'));
});

test('a list that becomes empty goes', () => {
	const block = 'version: 1\nname: a\nstrategy: busybox-initramfs\nroot: squashfs\ntree:\n    from: bootstrap\n    packages: # note\n        - htop # a\n        - vim\n    files: ./x # stays\n';
	expect(edit({'tree.packages': []}, block)).toBe('version: 1\nname: a\nstrategy: busybox-initramfs\nroot: squashfs\ntree:\n    from: bootstrap\n    files: ./x # stays\n');
});
