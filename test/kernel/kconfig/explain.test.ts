import {expect, test} from 'vitest';
import {explainDropped} from '../../../source/kernel/kconfig/explain.ts';
import {explain, settings, treeOf} from './tree-of.ts';

/** The part of a kernel's tree that everybody stumbles over. */
const virtio = `
config MODULES
	bool "Loadable modules"
	modules
config NET
	bool "Networking"
config PCI
	bool "PCI"
menuconfig NETDEVICES
	bool "Network devices"
	depends on NET
if NETDEVICES
menuconfig NET_CORE
	bool "Core drivers"
if NET_CORE
config VIRTIO_NET
	tristate "Virtio network driver"
	depends on VIRTIO
endif
endif
source "drivers/remoteproc/Kconfig"
config VIRTIO
	tristate
menuconfig VIRTIO_MENU
	bool "Virtio drivers"
if VIRTIO_MENU
config VIRTIO_MMIO
	tristate "Platform bus driver"
	select VIRTIO
config VIRTIO_PCI
	tristate "PCI driver"
	depends on PCI
	select VIRTIO
endif
`;
const tree = treeOf(virtio, {'drivers/remoteproc/Kconfig': 'config REMOTEPROC\n\tbool "Remote processors"\n\tselect VIRTIO\n'});

test('what an option needs, with the sensible way to what has no prompt', () => {
	expect(explain(tree, {asked: 'VIRTIO_NET'})).toEqual([{
		option: 'VIRTIO_NET',
		wanted: 'y',
		got: 'n',
		unmet: ['NETDEVICES', 'NET_CORE', 'VIRTIO'],
		add: ['NET', 'PCI', 'NETDEVICES', 'NET_CORE', 'VIRTIO_MENU', 'VIRTIO_PCI'],
		sentence: 'VIRTIO_NET: y was requested (kernel.options), but the kernel\'s configuration leaves it off: it '
			+ 'needs NETDEVICES, NET_CORE and VIRTIO. Request NET, PCI, NETDEVICES, NET_CORE, VIRTIO_MENU and '
			+ 'VIRTIO_PCI too.',
	}]);
});

test('what is on, or asked for already, is not said again', () => {
	const [dropped] = explain(tree, {asked: 'NET NETDEVICES VIRTIO_PCI PCI VIRTIO_NET', result: 'NET PCI NETDEVICES'});
	expect(dropped).toMatchObject({option: 'VIRTIO_PCI', unmet: ['VIRTIO_MENU'], add: ['VIRTIO_MENU']});
	expect(explain(tree, {asked: 'NET NETDEVICES VIRTIO_PCI PCI VIRTIO_NET', result: 'NET PCI NETDEVICES'})[1]).toMatchObject({unmet: ['NET_CORE', 'VIRTIO'], add: ['NET_CORE', 'VIRTIO_MENU']});
});

test('a request for an option without a prompt', () => {
	expect(explain(tree, {asked: 'VIRTIO', result: 'PCI VIRTIO_MENU'})).toMatchObject([{
		unmet: ['VIRTIO_PCI'],
		add: ['VIRTIO_PCI'],
		sentence: 'VIRTIO: y was requested (kernel.options), but the kernel\'s configuration leaves it off: it has no '
			+ 'prompt and is selected by VIRTIO_PCI. Request VIRTIO_PCI too.',
	}]);
});

test('a module where there are none', () => {
	expect(explain(tree, {asked: 'VIRTIO_PCI=m', result: 'PCI VIRTIO_MENU VIRTIO_PCI VIRTIO'})).toMatchObject([{got: 'y', unmet: ['MODULES'], add: ['MODULES']}]);
	expect(explain(tree, {asked: 'VIRTIO_NET=m', result: 'NET PCI NETDEVICES NET_CORE VIRTIO_MENU'})).toMatchObject([{got: 'n', unmet: ['MODULES', 'VIRTIO'], add: ['MODULES', 'VIRTIO_PCI=m']}]);
});

test('built in is asked for, but what it needs is a module', () => {
	const result = 'MODULES NET PCI NETDEVICES NET_CORE VIRTIO_MENU VIRTIO_PCI=m VIRTIO=m VIRTIO_NET=m';
	expect(explain(tree, {asked: 'VIRTIO_NET', result})).toMatchObject([{
		got: 'm',
		unmet: ['VIRTIO=y'],
		add: ['VIRTIO_PCI'],
		sentence: 'VIRTIO_NET: y was requested (kernel.options), but the kernel\'s configuration makes it m: it needs '
			+ 'VIRTIO=y. Request VIRTIO_PCI too.',
	}]);
});

test('kept requests are nobody\'s concern: n and not there, numbers, quotes, preferred ones', () => {
	const text = 'config A\n\tbool "a"\nconfig H\n\thex "h"\nconfig I\n\tint "i"\nconfig S\n\tstring "s"\n';
	expect(explain(text, {asked: 'A=n NOBODY=n H=255 I=0x10 S=a"b', result: String.raw`H=0xff I=16 S="a\"b"`})).toEqual([]);
	expect(explainDropped(treeOf(text), settings(''), [{option: 'A', value: 'y', from: 'the strategy', preferred: true}])).toEqual([]);
});

test('an option that the tree does not have, and the nearest name', () => {
	expect(explain(tree, {asked: 'VIRTIO_NETT'})).toMatchObject([{unmet: [], add: [],
		sentence: 'VIRTIO_NETT: y was requested (kernel.options), but Linux 6.1 has no option VIRTIO_NETT. Did you '
			+ 'mean VIRTIO_NET?'}]);
	expect(explain(tree, {asked: 'FOO'})[0]!.sentence).toBe('FOO: y was requested (kernel.options), but Linux 6.1 has '
		+ 'no option FOO.');
});

test('of alternatives the cheapest sensible one; those of other architectures are not named', () => {
	const text = `
config X
	bool "x"
	depends on ARM || B && C || D_TEST || E
config B
	bool "b"
config C
	bool "c"
config D_TEST
	bool "d"
config E
	bool "e"
	depends on F
config F
	bool "f"
`;
	expect(explain(text, {asked: 'X'})).toMatchObject([{unmet: ['(B && C) || D_TEST || E'], add: ['B', 'C']}]);
	expect(explain(text, {asked: 'X F', result: 'F'})).toMatchObject([{add: ['E']}]);
	expect(explain(text, {asked: 'X B', result: 'B'})).toMatchObject([{unmet: ['C || D_TEST || E'], add: ['C']}]);
});

test('what exists only elsewhere cannot be added', () => {
	const text = 'config X\n\tbool "x"\n\tdepends on A && (ARM || MIPS)\nconfig A\n\tbool "a"\n';
	expect(explain(text, {asked: 'X'})).toMatchObject([{
		unmet: ['A', 'ARM || MIPS'],
		add: [],
		sentence: 'X: y was requested (kernel.options), but the kernel\'s configuration leaves it off: it needs A and '
			+ 'ARM || MIPS (not on x86: ARM and MIPS). ramstrap found no options that would help on x86.',
	}]);
});

test('what must be off is turned off, and what asks for it is named', () => {
	const text = 'config X\n\tbool "x"\n\tdepends on !B && A!=y\nconfig B\n\tbool "b"\nconfig A\n\tbool "a"\n';
	expect(explain(text, {asked: 'X B', result: 'B'})).toMatchObject([{
		unmet: ['!B'],
		add: ['B=n'],
		sentence: 'X: y was requested (kernel.options), but the kernel\'s configuration leaves it off: it needs !B. '
			+ 'Request B=n instead of B=y (kernel.options).',
	}]);
	expect(explain(text, {asked: 'X A', result: 'A'})).toMatchObject([{unmet: ['A!=y'], add: ['A=n']}]);
});

test('an option that others select stays on', () => {
	const text = 'config X\n\tbool "x"\nconfig A\n\tbool "a"\n\tselect X\nconfig B\n\tbool "b"\n\tselect X if C\nconfig C\n\tbool "c"\nconfig D\n\tbool\n\tdefault y if A\n\tselect X\n';
	expect(explain(text, {asked: 'X=n A B', result: 'X A B D'})).toMatchObject([{
		unmet: ['!A', '!D'],
		add: ['A=n'],
		sentence: 'X: n was requested (kernel.options), but the kernel\'s configuration keeps it y: A and D select it. '
			+ 'Request A=n instead of A=y (kernel.options).',
	}]);
	expect(explain(text, {asked: 'X=n', result: 'X B C'})).toMatchObject([{unmet: ['!B'], add: ['B=n']}]);
});

test('a prompt that is hidden is opened', () => {
	const text = `
config EXPERT
	bool "Expert"
config X
	bool "x" if EXPERT
	default y
config Z
	bool "z" if EXPERT
menu "m"
	visible if EXPERT
config V
	bool "v"
endmenu
`;
	expect(explain(text, {asked: 'X=n Z V', result: 'X'})).toMatchObject([
		{option: 'X', got: 'y', unmet: ['EXPERT'], add: ['EXPERT']},
		{option: 'Z', unmet: ['EXPERT'], add: ['EXPERT']},
		{option: 'V', unmet: ['EXPERT'], add: ['EXPERT']},
	]);
});

const compression = 'choice\n\tprompt "Compression"\n\tdefault GZIP\nconfig GZIP\n\tbool "gzip"\nconfig XZ\n\tbool "xz"\nconfig ZSTD\n\tbool "zstd"\n\tdepends on HAVE_ZSTD\nendchoice\nconfig HAVE_ZSTD\n\tbool "have"\n';

test('of a choice only one member can be on', () => {
	expect(explain(compression, {asked: 'GZIP XZ', result: 'XZ'})).toMatchObject([{
		option: 'GZIP',
		unmet: ['!XZ'],
		add: ['XZ=n'],
		sentence: 'GZIP: y was requested (kernel.options), but the kernel\'s configuration leaves it off: only one of '
			+ 'the choice "Compression" can be on, and that is XZ. Request XZ=n instead of XZ=y (kernel.options).',
	}]);
	expect(explain(compression, {asked: 'ZSTD', result: 'GZIP'})).toMatchObject([{unmet: ['HAVE_ZSTD'], add: ['HAVE_ZSTD']}]);
	expect(explain(compression, {asked: 'GZIP=n', result: 'GZIP'})).toMatchObject([{
		unmet: ['XZ'],
		add: [],
		sentence: 'GZIP: n was requested (kernel.options), but the kernel\'s configuration keeps it y: one of the '
			+ 'choice "Compression" must be on.',
	}]);
});

test('numbers and texts: hidden, out of range, of another type', () => {
	const text = 'config SMP\n\tbool "smp"\nconfig CPUS\n\tint "cpus"\n\trange 2 512 if SMP\n\trange 1 8\n\tdefault 4\nconfig NAME\n\tstring "name"\n\tdepends on SMP\nconfig SIZE\n\tint "size" if SMP\n\tdefault 7\n';
	expect(explain(text, {asked: 'CPUS=9 NAME=x SIZE=8 SMP=2', result: 'CPUS=4 SIZE=7'})).toMatchObject([
		{unmet: [], add: [],
			sentence: 'CPUS: 9 was requested (kernel.options), but the kernel\'s configuration makes it 4: its range '
				+ 'is 1 to 8.'},
		{unmet: ['SMP'], add: ['SMP'],
			sentence: 'NAME: x was requested (kernel.options), but the kernel\'s configuration has no value for it: it '
				+ 'needs SMP. Request SMP instead of SMP=2 (kernel.options).'},
		{got: '7', unmet: ['SMP'], add: ['SMP']},
		{unmet: [], add: [],
			sentence: 'SMP: 2 was requested (kernel.options), but the kernel\'s configuration leaves it off: it takes '
				+ 'y or n.'},
	]);
	expect(explain(text, {asked: 'SMP=m'})[0]!.sentence).toContain('it cannot be a module, only y or n.');
});

test.each([
	['CPUS', 'y', 'a whole number'], ['CPUS', '0x10', 'a whole number'], ['BASE', 'y', 'a hexadecimal number such as 0x200000'], ['BASE', '10', 'a hexadecimal number such as 0x200000'], ['NAME', 'y', 'a text'], ['NAME', 'm', 'a text'],
])('%s: %s is of another type, which comes before all it needs', (option, value, kind) => {
	const text = 'config SMP\n\tbool "smp"\nconfig CPUS\n\tint "cpus" if SMP\n\trange 2 512\n\tdefault 4\nconfig BASE\n\thex "base" if SMP\n\tdefault 0x4\nconfig NAME\n\tstring "name" if SMP\n\tdefault "4"\n';
	const [dropped] = explain(text, {asked: `${option}=${value}`, result: 'CPUS=4 BASE=0x4 NAME=4'});
	expect(dropped).toMatchObject({
		add: [],
		sentence: `${option}: ${value} was requested (kernel.options), but the kernel's configuration makes it ${option === 'BASE' ? '0x4' : '4'}: it takes ${kind}.`,
	});
});

test('of several definitions the one that lacks least', () => {
	const text = 'config X\n\tbool "one"\n\tdepends on A && B\nconfig X\n\tbool "two"\n\tdepends on C\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nconfig C\n\tbool "c"\n';
	expect(explain(text, {asked: 'X'})).toMatchObject([{unmet: ['C'], add: ['C']}]);
});

test('what follows from a default', () => {
	const text = 'config X\n\tbool "x"\n\tdepends on Y\nconfig Y\n\tdef_bool A && !B\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nconfig Z\n\tdef_bool y\nconfig W\n\tbool\n';
	expect(explain(text, {asked: 'X', result: 'B Z'})).toMatchObject([{unmet: ['Y'], add: ['A', 'B=n']}]);
	expect(explain(text, {asked: 'Y=n', result: 'A Y Z'})).toMatchObject([{unmet: ['!(A && !B)'], add: ['B'], sentence: expect.stringContaining('it has no prompt and is set by A && !B.') as string}]);
	expect(explain(text, {asked: 'Z=n', result: 'Z'})[0]!.sentence).toContain('it has no prompt; Kconfig itself sets it.');
	expect(explain(text, {asked: 'W', result: 'Z'})[0]!.sentence).toContain('it has no prompt, and ramstrap found no '
		+ 'option that turns it on.');
});

test('what only the build tools know is never blamed, but said when nothing else is left', () => {
	const text = 'config X\n\tbool "x"\n\tdepends on $(cc-option,-mfoo) && A\nconfig A\n\tbool "a"\n';
	expect(explain(text, {asked: 'X'})).toMatchObject([{unmet: ['A'], add: ['A']}]);
	expect(explain(text, {asked: 'X A', result: 'A'})).toMatchObject([{
		unmet: [],
		add: [],
		sentence: 'X: y was requested (kernel.options), but the kernel\'s configuration leaves it off: all options it '
			+ 'needs are on, but a check of this machine\'s build tools failed: $(cc-option,-mfoo).',
	}]);
});

test('what the shell said before is believed', () => {
	const text = 'config X\n\tbool "x"\n\tdepends on HAS || A\nconfig HAS\n\tdef_bool $(shell,x)\nconfig A\n\tbool "a"\n\tdepends on B\nconfig B\n\tbool "b"\n';
	expect(explain(text, {asked: 'X'})).toMatchObject([{unmet: ['HAS || A'], add: ['A', 'B']}]);
});

test('only as a module, only another ARCH, only an old name', () => {
	const text = 'config MODULES\n\tbool "m"\n\tmodules\nconfig X\n\ttristate "x"\n\tdepends on m\nconfig 64BIT\n\tbool "64" if "$(ARCH)" = "x86"\n\tdefault "$(ARCH)" != "i386"\nconfig OLD\n\tbool\n\ttransitional\n';
	expect(explain(text, {asked: 'X', result: 'MODULES'})[0]!.sentence).toMatch(/leaves it off: it can only be a module\.$/);
	expect(explain(text, {asked: '64BIT=n', result: '64BIT'})[0]!.sentence).toMatch(/keeps it y: ARCH determines its value\.$/);
	expect(explain(text, {asked: 'OLD'})[0]!.sentence).toContain('it is an old name that newer kernels no longer set.');
});

test('a paradox ends', () => {
	const text = 'config A\n\tbool "a"\nconfig B\n\tdef_bool !C && A\nconfig C\n\tdef_bool B\nconfig X\n\tbool "x"\n\tdepends on C && A\n';
	expect(explain(text, {asked: 'X'})).toMatchObject([{unmet: ['C', 'A']}]);
});

const expert = `
config EXPERT
	bool "Expert"
config TTY
	bool "tty" if EXPERT
	default y
config SERIAL
	bool "serial"
	depends on TTY
config CONSOLE
	bool "console"
	depends on TTY && FONT
config FONT
	bool "font"
config HIDDEN
	bool "hidden" if EXPERT
`;

test('what is lost by the additions is asked for as well', () => {
	expect(explain(expert, {asked: 'SERIAL HIDDEN', result: 'TTY SERIAL'})).toMatchObject([{option: 'HIDDEN', unmet: ['EXPERT'], add: ['EXPERT', 'TTY']}]);
});

test('who follows all explanations at once keeps everything', () => {
	expect(explain(expert, {asked: 'CONSOLE HIDDEN', result: 'TTY'})).toMatchObject([
		{option: 'CONSOLE', unmet: ['FONT'], add: ['TTY', 'FONT']},
		{option: 'HIDDEN', unmet: ['EXPERT'], add: ['EXPERT']},
	]);
});

test('comparisons are made true by setting what they compare', () => {
	const text = 'config X\n\tbool "x"\n\tdepends on SIZE = 5 && A = n && B != n && !(C || D = y)\nconfig SIZE\n\tint "size"\n\tdefault 4\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\nconfig C\n\tbool "c"\nconfig D\n\tbool "d"\n';
	expect(explain(text, {asked: 'X', result: 'SIZE=4 A C D'})).toMatchObject([{unmet: ['SIZE=5', 'A=n', 'B!=n', '!(C || D=y)'], add: ['SIZE=5', 'A=n', 'B', 'C=n', 'D=n']}]);
	expect(explain('config X\n\tbool "x"\n\tdepends on SIZE > 5\nconfig SIZE\n\tint "size"\n', {asked: 'X', result: 'SIZE=4'})).toMatchObject([{unmet: ['SIZE>5'], add: []}]);
});

test('as modules: m || !m', () => {
	const text = 'config MODULES\n\tbool "m"\n\tmodules\nconfig X\n\ttristate "x"\n\tdepends on A || !A\nconfig A\n\ttristate "a"\nconfig Y\n\ttristate "y"\n\tdepends on m && A\n';
	expect(explain(text, {asked: 'X A=m', result: 'MODULES X=m A=m'})).toMatchObject([{got: 'm', unmet: ['A=y || !A'], add: ['A']}]);
	expect(explain(text, {asked: 'Y=m'})).toMatchObject([{unmet: ['MODULES', 'm', 'A'], add: ['MODULES', 'A=m']}]);
	expect(explain(text, {asked: 'A=m', result: 'MODULES A'})).toMatchObject([{got: 'y', unmet: [], add: []}]);
});

test('what a selector needs, and what the selected option depends on', () => {
	const text = 'config X\n\tbool "x"\n\tdepends on LIB\nconfig LIB\n\tbool\n\tdepends on BUS\nconfig BUS\n\tbool "bus"\nconfig LIB_USER\n\tbool "user"\n\tselect LIB if MODE\nconfig MODE\n\tbool "mode"\n';
	expect(explain(text, {asked: 'X'})).toMatchObject([{unmet: ['LIB'], add: ['BUS', 'LIB_USER', 'MODE']}]);
	expect(explain(text, {asked: 'LIB=n', result: 'BUS LIB LIB_USER MODE'})).toMatchObject([{unmet: ['!LIB_USER'], add: ['LIB_USER=n']}]);
});
