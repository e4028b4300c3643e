import {expect, test} from 'vitest';
import {describeMissing, missingOptions} from '../../source/kernel/check.ts';
import {initramfsRequirements} from '../../source/kernel/requirements.ts';

const config = '# a comment\nCONFIG_BLK_DEV_INITRD=y\nCONFIG_PACKET=m\n# CONFIG_RD_ZSTD is not set\nCONFIG_TMPFS=m\nCONFIG_RD_ZSTD_EXTRA=y\n';

test('what is missing is named with what stands there', () => {
	const missing = missingOptions(config, [
		{option: 'BLK_DEV_INITRD', as: 'y', why: ''},
		{option: 'PACKET', as: 'm', why: ''},
		{option: 'RD_ZSTD', as: 'y', why: 'the initramfs is packed with zstd'},
		{option: 'TMPFS', as: 'y', why: 'the root file system is a tmpfs'},
	]);
	expect(missing.map(one => describeMissing(one))).toEqual([
		'CONFIG_RD_ZSTD is not set but must be y (built in): the initramfs is packed with zstd.',
		'CONFIG_TMPFS is m but must be y (built in): the root file system is a tmpfs.',
	]);
});

test.each([['zstd', 'RD_ZSTD'], ['gzip', 'RD_GZIP'], ['xz', 'RD_XZ'], ['lz4', 'RD_LZ4']] as const)('%s needs %s', (compression, option) => {
	expect(initramfsRequirements(compression, []).map(one => one.option)).toContain(option);
});

test('nothing packed needs no unpacker, no serial console needs no driver for one', () => {
	const options = initramfsRequirements('none', ['tty0']).map(({option}) => option);
	expect(options.filter(option => option.startsWith('RD_'))).toEqual([]);
	expect(options).not.toContain('SERIAL_8250_CONSOLE');
	expect(initramfsRequirements('none', ['tty0', 'ttyS0']).map(({option}) => option)).toContain('SERIAL_8250_CONSOLE');
});
