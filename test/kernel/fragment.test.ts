import {expect, test} from 'vitest';
import {parseFragment} from '../../source/kernel/fragment.ts';

test('lines become requests, named after the file; the last of two counts', () => {
	const text = '\uFEFF# mine\r\n\r\nCONFIG_SMP=y\r\nCONFIG_NR_CPUS=8\n# CONFIG_AIO is not set\n#CONFIG_USELIB is not set\nCONFIG_CMDLINE="a \\"b\\""  \nCONFIG_SMP=m\n';
	expect(parseFragment(text, '/home/me/my.config')).toEqual([
		{option: 'NR_CPUS', value: '8', from: 'my.config'},
		{option: 'AIO', value: 'n', from: 'my.config'},
		{option: 'USELIB', value: 'n', from: 'my.config'},
		{option: 'CMDLINE', value: 'a "b"', from: 'my.config'},
		{option: 'SMP', value: 'm', from: 'my.config'},
	]);
});

test.each([
	['IKCONFIG_PROC y', 'is not a line of a kernel configuration; write CONFIG_IKCONFIG_PROC=y.'],
	['SMP=y', 'is not a line of a kernel configuration; write CONFIG_SMP=y.'],
	['CONFIG_SMP = y', 'is not a line of a kernel configuration; write CONFIG_SMP=y.'],
	['CONFIG_SMP: y', 'is not a line of a kernel configuration; write CONFIG_SMP=y.'],
	['CONFIG_SMP is not set', 'needs a # before it; write # CONFIG_SMP is not set.'],
	['CONFIG_SMP=', 'has no value; write CONFIG_SMP=y, or # CONFIG_SMP is not set.'],
	['CONFIG_SMP=yes', 'has yes, but Kconfig uses y or n.'],
	['CONFIG_SMP=Y', 'has Y, but Kconfig uses y or n.'],
	['CONFIG_SMP=y # all cores', 'has a comment after its value; put the comment on a separate line.'],
	['CONFIG_CMDLINE=quiet', 'has text without quotes; write CONFIG_CMDLINE="quiet", or one of y, m, n and a number.'],
	['CONFIG_CMDLINE="quiet', 'has text without quotes; write CONFIG_CMDLINE="quiet", or one of y, m, n and a number.'],
	['// more cores', 'is not a line of a kernel configuration; write CONFIG_NAME=value, or # before a comment.'],
])('%s', (line, sentence) => {
	expect(() => parseFragment(`# mine\n${line}\n`, 'my.config')).toThrow(expect.objectContaining({message: `my.config:2: "${line}" ${sentence}`, exitCode: 2}));
});

test('all bad lines are told at once, long ones cut', () => {
	expect(() => parseFragment(`SMP\n${'x'.repeat(100)}\n`, 'my.config')).toThrow(/^my\.config:1: "SMP" .*\nmy\.config:2: "x{57}\.\.\." is not/);
});
