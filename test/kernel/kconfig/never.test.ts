import {expect, test} from 'vitest';
import {sayNever, whyNever} from '../../../source/kernel/kconfig/never.ts';
import {treeOf} from './tree-of.ts';

const text = `
config 64BIT
	bool "64 bits" if "$(ARCH)" = "x86"
	default "$(ARCH)" != "i386"

config X86_32
	def_bool y
	depends on !64BIT

config ISA
	bool "an old bus"
	depends on X86_32

config CARD
	tristate "a card of it"
	depends on ISA && NET

config NET
	bool "network"

config SOC
	tristate "of another machine"
	depends on ARCH_OTHER || ARM64

config MIXED
	bool "of either"
	depends on ARCH_OTHER || X86_32

config SOC_CARD
	bool "its card"
	depends on SOC=y && NET

config SILENT
	bool

config NEEDS_SILENT
	bool "what nothing provides"
	depends on SILENT

config CHECKED
	bool "what the compiler cannot"
	depends on $(no)

config LITERAL
	bool "switched off in its file"
	depends on n

config CHECK_RESULT
	def_bool $(no)

config ON_CHECK
	bool "by way of an option"
	depends on CHECK_RESULT

config TOOL_VERSION
	int
	default 0

config NEWER_TOOL
	bool "of a newer tool"
	depends on TOOL_VERSION >= 116

config SELECTED
	bool

config SELECTS
	bool "selects"
	select SELECTED

config BY_DEFAULT
	tristate
	default NET

config NOT_BOTH
	bool "not with the network"
	depends on !NET

choice
	prompt "one of them"
config FIRST
	bool "first"
config SECOND
	bool "second"
endchoice

config WITH_SECOND
	bool "with the second"
	depends on SECOND
`;
const tree = treeOf(`no := n\n${text}`);

test.each([
	['X86_32', 'it needs 64BIT to be off, and 64BIT is always on'],
	['CARD', 'it needs ISA, which needs X86_32, which needs 64BIT to be off, and 64BIT is always on'],
	['SOC', 'it needs ARCH_OTHER or ARM64, which x86 does not have'],
	['MIXED', 'it needs X86_32, which needs 64BIT to be off, and 64BIT is always on'],
	['SOC_CARD', 'it needs SOC, which needs ARCH_OTHER or ARM64, which x86 does not have'],
	['SILENT', 'nothing on x86 turns it on'],
	['NEEDS_SILENT', 'it needs SILENT, which nothing on x86 turns on'],
	['CHECKED', 'it needs $(no) to succeed, and on this machine it does not'],
	['LITERAL', 'it needs n, which never holds'],
	['ON_CHECK', 'it needs CHECK_RESULT, which needs $(no) to succeed, and on this machine it does not'],
	['NEWER_TOOL', 'it needs TOOL_VERSION>=116, and TOOL_VERSION is 0'],
])('%s is never on, by the shortest way to the cause', (option, why) => {
	expect(sayNever(whyNever(tree, option)!, tree)).toBe(why);
});

test('of what some configuration has, and of what there is not, nothing is said', () => {
	for (const option of ['64BIT', 'NET', 'SELECTED', 'BY_DEFAULT', 'NOT_BOTH', 'SECOND', 'WITH_SECOND', 'TOOL_VERSION', 'NOWHERE']) {
		expect(whyNever(tree, option), option).toBeUndefined();
	}
});
