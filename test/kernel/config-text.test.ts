import {expect, test} from 'vitest';
import {formatFragment, formatOption, parseConfig, releaseOf} from '../../source/kernel/config-text.ts';

test('a configuration is read by option: unset ones are n, texts have no quotes, the rest is passed over', () => {
	const text = '# Linux/x86 6.1.192 Kernel Configuration\n#\nCONFIG_SMP=y\r\nCONFIG_NR_CPUS=8192\nCONFIG_CMDLINE="a \\"b\\" \\\\"\n# CONFIG_RD_XZ is not set\n# CONFIG_NOTE says nothing\nCONFIG_EMPTY=""\n';
	expect([...parseConfig(text)]).toEqual([['SMP', 'y'], ['NR_CPUS', '8192'], ['CMDLINE', 'a "b" \\'], ['RD_XZ', 'n'], ['EMPTY', '']]);
});

test.each([
	['# Linux/x86 6.1.192 Kernel Configuration', {architecture: 'x86', release: '6.1.192'}],
	['#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86_64 6.12.117 Kernel Configuration\n#\n', {architecture: 'x86_64', release: '6.12.117'}],
	['# Linux/arm64 7.0.0-rc3 Kernel Configuration', {architecture: 'arm64', release: '7.0.0-rc3'}],
	['CONFIG_SMP=y', undefined],
])('the header %j', (text, found) => {
	expect(releaseOf(text)).toEqual(found);
});

test.each([
	['SMP', 'y', 'CONFIG_SMP=y'],
	['SMP', 'n', '# CONFIG_SMP is not set'],
	['NR_CPUS', '64', 'CONFIG_NR_CPUS=64'],
	['PHYSICAL_START', '0x1000000', 'CONFIG_PHYSICAL_START=0x1000000'],
	['CMDLINE', 'quiet "x" \\', String.raw`CONFIG_CMDLINE="quiet \"x\" \\"`],
	['DEFAULT_HOSTNAME', '', 'CONFIG_DEFAULT_HOSTNAME=""'],
	// A text that looks like a number; conf passes over CONFIG_LOCALVERSION=1 in silence.
	['LOCALVERSION', '1', 'CONFIG_LOCALVERSION="1"'],
])('%s %j', (option, value, line) => {
	expect(formatOption(option, value)).toBe(line);
	expect(parseConfig(line).get(option)).toBe(value);
});

test('a fragment says who asks and why, once for all that have it in common; other names come along, none twice', () => {
	expect(formatFragment([
		{option: 'EXPERT', value: 'y', from: 'the base', why: 'every PC'},
		{option: 'PCI', value: 'y', from: 'the base', why: 'every PC'},
		{option: 'KERNEL_ZSTD', value: 'y', from: 'the base', preferred: true},
		{option: 'CPU_MITIGATIONS', value: 'y', from: 'bundle hardened', or: ['SPECULATION_MITIGATIONS']},
		{option: 'MITIGATION_MDS', value: 'y', from: 'bundle hardened', or: ['CPU_MITIGATIONS', 'SPECULATION_MITIGATIONS']},
		{option: 'MITIGATION_SLS', value: 'n', from: 'kernel.options', or: ['SLS']},
	])).toBe(`# Written by ramstrap: the options requested for this kernel, on top of allnoconfig.

# the base: every PC
CONFIG_EXPERT=y
CONFIG_PCI=y

# the base (if this kernel version has it)
CONFIG_KERNEL_ZSTD=y

# bundle hardened
CONFIG_CPU_MITIGATIONS=y
CONFIG_SPECULATION_MITIGATIONS=y
CONFIG_MITIGATION_MDS=y

# kernel.options
# CONFIG_MITIGATION_SLS is not set
# CONFIG_SLS is not set
`);
});
