import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {beforeEach, expect, test} from 'vitest';
import {modelOf} from '../../source/kernel/kconfig/solve/links.ts';
import {solve} from '../../source/kernel/kconfig/solve/solve.ts';
import {loadTree} from '../../source/run/kconfig-tree.ts';
import {temporaryFolder} from '../journeys/program.ts';

let root: string;
let tree: string;

beforeEach(() => {
	root = temporaryFolder();
	tree = path.join(root, 'tree');
	mkdirSync(tree);
	writeFileSync(path.join(root, 'outside'), 'config OUTSIDE\n\tbool\n');
	symlinkSync('../outside', path.join(tree, 'link'));
});

const load = async (text: string, more: Record<string, string> = {}, environment: Record<string, string> = {}) => {
	for (const [name, content] of Object.entries({Kconfig: text, ...more})) {
		writeFileSync(path.join(tree, name), content);
	}

	const {kconfig} = await loadTree(tree, {arch: 'x86_64', version: '6.12', environment: {PATH: process.env.PATH!, ...environment}, cacheFolder: path.join(root, 'cache')});
	return modelOf(kconfig);
};

const doubling = Array.from({length: 60}, (_, level) => `m${level} = $(m${level + 1})$(m${level + 1})\n`).join('');

test.each([
	['reads a file outside', 'source "../outside"\n', /reads \.\.\/outside, which is not in this tree/],
	['reads one by its whole path', 'source "/etc/passwd"\n', /which is not in this tree/],
	['reads one through a link', 'source "link"\n', /reads link, which is not in this tree/],
	['reads a name that can be none', 'source "a\0b"\n', /which is not in this tree/],
	['reads itself', 'source "Kconfig"\n', /which includes itself/],
	['has a macro that expands to itself', 'a = $(a)\nconfig A\n\tdef_bool $(a)\n', /expands to itself/],
	['has macros that expand to more and more', `${doubling}config A\n\tdef_bool $(m0)\n`, /more than a million/],
	['is nested too deeply', `config A\n\tdef_bool ${'('.repeat(100_000)}y${')'.repeat(100_000)}\n`, /nested too deeply/],
	['has an option that depends on itself', 'config A\n\tbool "a"\n\tdepends on B\nconfig B\n\tbool "b"\n\tdepends on A\n', /depends on itself: A → B → A/],
	['has a line that is none', 'config A\n\tbool "a"\n\tdepends upon B\n', /The line Kconfig:3: depends upon B is not valid in a Kconfig file\.$/],
	['stops by itself', '$(error-if,$(shell,test -e nowhere || echo y),no nowhere)\n', /no nowhere/],
])('a tree that %s is refused in a sentence', async (_, text, sentence) => {
	await expect(load(text)).rejects.toThrow(sentence);
});

test('a folder without Kconfig is refused', async () => {
	await expect(loadTree(root, {arch: 'x86_64', environment: {}, cacheFolder: root})).rejects.toThrow(/is not a Kconfig tree/);
});

/** Writes files of another program's tree, and reads it in the language that it speaks by itself. */
async function loadOther(files: Record<string, string>) {
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(tree, name)), {recursive: true});
		writeFileSync(path.join(tree, name), content);
	}

	const {kconfig} = await loadTree(tree, {arch: 'x86_64', environment: {PATH: process.env.PATH!}, cacheFolder: path.join(root, 'cache')});
	return {kconfig, lines: solve(modelOf(kconfig), 'alldefconfig').split('\n').filter(line => line.includes('CONFIG_'))};
}

test('BusyBox: Config.in, and what its C files say behind //config: where it is not built yet', async () => {
	const {kconfig, lines} = await loadOther({
		'Config.in': 'mainmenu "Configuration"\nsource networking/Config.in\n',
		'networking/Config.src': 'menu "Networking"\n\nINSERT\n\nconfig LAST\n\tbool "last"\nendmenu\n',
		'networking/b.c': '//config:config WGET\n//config:\tbool "wget"\n//config:\tdefault y\n\nint main;\n',
		'networking/a.c': '//config:config ARP\n//config:\tbool "arp"\n',
		'scripts/kconfig/expr.h': 'P_CHOICE,\n', 'scripts/kconfig/zconf.y': '', Makefile: 'this is not read\n',
	});
	expect(lines).toEqual(['# CONFIG_ARP is not set', 'CONFIG_WGET=y', '# CONFIG_LAST is not set']);
	expect(kconfig.version).toBe('6.1');
});

test('BusyBox: a C file that is a link out of the tree, or no file, is not read', async () => {
	writeFileSync(path.join(root, 'outside.c'), '//config:config OUT\n//config:\tbool "out"\n');
	mkdirSync(path.join(tree, 'n'));
	symlinkSync('../../outside.c', path.join(tree, 'n/x.c'));
	execFileSync('mkfifo', [path.join(tree, 'n/y.c')]);
	const {lines} = await loadOther({'Config.in': 'mainmenu "m"\nsource n/Config.in\n', 'n/Config.src': 'INSERT\nconfig IN\n\tbool "in"\n'});
	expect(lines).toEqual(['# CONFIG_IN is not set']);
});

test('U-Boot: makefiles that start themselves in another folder, and prompts without quotes', async () => {
	const {lines} = await loadOther({
		Kconfig: 'mainmenu "U-Boot $(UBOOTVERSION)"\nconfig BOARD\n\tstring board\n\tdefault "$(UBOOTVERSION)"\n',
		'scripts/kconfig/expr.h': 'P_CHOICE,\n', 'scripts/kconfig/zconf.y': '', 'scripts/kconfig/Makefile': '', 'scripts/Makefile.build': 'include $(srctree)/$(obj)/Makefile\n',
		'include/needed': 'export UBOOTVERSION = 2023.01\n',
		Makefile: `include include/needed
MAKEFLAGS += --include-dir=$(CURDIR)
ifeq ($(KBUILD_SRC),)
$(MAKECMDGOALS): sub-make
sub-make:
	$(MAKE) -C $(O) KBUILD_SRC=$(CURDIR) -f $(CURDIR)/Makefile $(MAKECMDGOALS)
else
export srctree := $(KBUILD_SRC)
build := -f $(srctree)/scripts/Makefile.build obj
endif
`,
	});
	expect(lines).toEqual(['CONFIG_BOARD="2023.01"']);
});

test('U-Boot: a backslash in a text of its .config is a backslash, a quote needs none', async () => {
	await loadOther({Kconfig: 'config PROMPT\n\tstring "prompt"\n\tdefault "in %d\\\\n"\n', 'scripts/kconfig/confdata.c': 'no more than this\n'});
	const {kconfig} = await loadTree(tree, {arch: 'x86_64', version: '6.1', environment: {PATH: process.env.PATH!}, cacheFolder: path.join(root, 'cache')});
	const model = modelOf(kconfig);
	expect(solve(model, 'alldefconfig')).toContain('CONFIG_PROMPT="in %d\\n"\n');
	const line = String.raw`CONFIG_PROMPT="say \"a\" in\n"`;
	expect(solve(model, 'olddefconfig', `${line}\n`)).toContain(`${line}\n`);
});

test('commands run in the folder of the tree; those of a tree that is no kernel are run anew each time', async () => {
	const text = 'config A\n\tint\n\tdefault $(shell,echo >>runs; wc -l <runs)\n';
	const value = async () => /CONFIG_A=(\d+)/.exec(solve(await load(text), 'olddefconfig'))?.[1];
	expect([await value(), await value()]).toEqual(['1', '2']);
});

test('a command that never ends is ended once enough was read', async () => {
	expect(solve(await load('config A\n\tstring\n\tdefault "$(shell,yes)"\n'), 'olddefconfig')).toMatch(/CONFIG_A="(?:y ){2000}/);
});

test('of a command that is killed nobody knows what it would have said', async () => {
	await expect(load('config A\n\tint\n\tdefault $(shell,kill -INT $$)\n')).rejects.toThrow(/was ended by SIGINT: kill -INT/);
});

test('makefiles that stop are told by the line that says why; a machine without make says so', async () => {
	mkdirSync(path.join(tree, 'scripts/kconfig'), {recursive: true});
	const makefile = 'ramstrapconfig: ; @printf \'***\\n*** The source tree is not clean\\n*** in here\\n\' >&2; exit 1\n';
	await expect(load('', {Makefile: makefile})).rejects.toThrow(/^The makefiles of \S+ stop: The source tree is not clean$/);
	await expect(loadTree(tree, {arch: 'x86_64', environment: {PATH: '/nowhere'}, cacheFolder: root})).rejects.toMatchObject({code: 'ENOENT', syscall: 'spawn make'});
});

const makefiles = {
	Makefile: 'VERSION = 6\nPATCHLEVEL = 12\nexport srctree := $(dir $(firstword $(MAKEFILE_LIST:%/extra.mk=)))\n'
		+ 'ramstrapconfig: ; @$(MAKE) -s -f $(firstword $(MAKEFILES)) obj=scripts/kconfig again=1\n',
};

test('the answers of a kernel are remembered until one of its scripts changes', async () => {
	const text = 'mainmenu "Linux $(shell,echo >>$(srctree)/runs; wc -l <$(srctree)/runs)"\n';
	mkdirSync(path.join(tree, 'scripts/kconfig'), {recursive: true});
	const title = async (environment = {}) => /^# (Linux.*)$/m.exec(solve(await load(text, makefiles, environment), 'olddefconfig'))?.[1];
	expect([await title(), await title()]).toEqual(['Linux 1', 'Linux 1']);
	expect(await title({OLDPWD: '/elsewhere', SSH_TTY: '/dev/pts/7', npm_command: 'exec'})).toBe('Linux 1');
	writeFileSync(path.join(tree, 'scripts/cc-version.sh'), 'new');
	expect(await title()).toBe('Linux 2');
	expect(await title({CPATH: '/elsewhere'})).toBe('Linux 3');
});

test('what the makefiles of a kernel set now counts, not what they set the last time', async () => {
	mkdirSync(path.join(tree, 'scripts/kconfig'), {recursive: true});
	const text = 'config A\n\tstring\n\tdefault "$(BOARD)"\n';
	const value = async (board: string, of = text) => /CONFIG_A="(.*)"/.exec(solve(await load(of, {
		Makefile: `export BOARD := ${board}\n${makefiles.Makefile}`,
	}), 'olddefconfig'))?.[1];
	expect([await value('one'), await value('one'), await value('two'), await value('two')]).toEqual(['one', 'one', 'two', 'two']);
	// A tree that could only be refused with what was set the last time.
	const refused = 'config A\n\tstring\n\tdefault "$(BOARD)"\n$(error-if,$(shell,test "$BOARD" = two && echo y),no $(BOARD))\n';
	await expect(load(refused)).rejects.toThrow(/no two/);
	expect(await value('three', refused)).toBe('three');

	// What a makefile takes away is away the next time, and nothing of an environment is kept but what makefiles changed.
	const taken = {Makefile: `unexport BOARD SECRET\n${makefiles.Makefile}`};
	for (let time = 0; time < 2; time++) {
		expect(solve(await load(text, taken, {BOARD: 'given', SECRET: 'hush'}), 'olddefconfig')).toContain('CONFIG_A=""');
	}

	const kept = path.join(root, 'cache/kconfig');
	const texts = readdirSync(kept).map(name => readFileSync(path.join(kept, name), 'utf8')).join('\n');
	expect(texts).toMatch(/"BOARD":null/);
	expect(texts).not.toMatch(/hush|"PATH"/);
});

test('what names the folder that make works in is there the second time as well, and to commands too', async () => {
	mkdirSync(path.join(tree, 'scripts/kconfig'), {recursive: true});
	const text = 'config A\n\tdef_bool "$(HERE)" != ""\nconfig B\n\tstring\n\tdefault "$(shell,test -n "$HERE" && echo with || echo without)"\nconfig C\n\tstring\n\tdefault "$(shell,echo $XDG_FOO)"\n';
	const made = {Makefile: `export HERE := $(CURDIR)\n${makefiles.Makefile}`};
	const values = async (more = {}) => solve(await load(text, {...made, ...more}, {XDG_FOO: 'session'}), 'olddefconfig').match(/^CONFIG_.*$/gm);
	const all = ['CONFIG_A=y', 'CONFIG_B="with"', 'CONFIG_C=""'];
	expect([await values(), await values(), await values({'scripts/new': ''})]).toEqual([all, all, all]);
});

test('that no option depends on itself is looked at again once a file or an answer of a kernel has changed', async () => {
	mkdirSync(path.join(tree, 'scripts/kconfig'), {recursive: true});
	const text = 'config A\n\tbool "a"\n\tdepends on $(shell,cat $(srctree)/on)\nconfig B\n\tbool "b"\n\tdepends on A\n';
	await load(text, {...makefiles, on: 'y'});
	await load(text);
	await expect(load(text.replace('$(shell,cat $(srctree)/on)', 'B'))).rejects.toThrow(/depends on itself: A → B → A/);
	await expect(load(text.replace('$(shell,cat $(srctree)/on)', 'B'))).rejects.toThrow(/depends on itself/);
	await load(text);
	// Another answer of the same text.
	await expect(load(text, {on: 'B', 'scripts/cc-version.sh': 'new'})).rejects.toThrow(/depends on itself/);
});
