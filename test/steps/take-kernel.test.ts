import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';

async function take(files: readonly string[]): Promise<{folder: string; said: string}> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-kernel-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	for (const name of files) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), path.basename(name).startsWith('config') ? 'CONFIG_X=y\n' : '');
	}

	const {stderr} = await execa('sh', [path.resolve('source/steps/kernel/take-kernel.sh'), '7.2'], {cwd: folder, reject: false});
	return {folder, said: stderr.split('\n').filter(line => !line.startsWith('depmod: ')).join('\n')};
}

test.each([
	['Debian 12 and Ubuntu', ['boot/vmlinuz-7.2', 'boot/config-7.2', 'lib/modules/7.2/modules.order']],
	['Debian 13', ['boot/vmlinuz-7.2', 'boot/config-7.2', 'usr/lib/modules/7.2/modules.order']],
	['Debian 14', ['usr/lib/modules/7.2/vmlinuz', 'usr/lib/modules/7.2/config', 'usr/lib/modules/7.2/modules.order']],
])('the kernel is found where %s has it', async (_where, files) => {
	const {folder, said} = await take(files);
	expect(said).toBe('');
	expect(readFileSync(path.join(folder, 'config'), 'utf8')).toBe('CONFIG_X=y\n');
	expect(['vmlinuz', 'lib/modules/7.2/modules.dep'].filter(name => !existsSync(path.join(folder, name)))).toEqual([]);
});

test('what is missing is named', async () => {
	expect((await take(['usr/lib/modules/7.2/config', 'usr/lib/modules/7.2/modules.order'])).said)
		.toBe('the packages of Linux 7.2 contain no vmlinuz: they have none of boot/vmlinuz-7.2 '
			+ 'lib/modules/7.2/vmlinuz');
	expect((await take(['boot/vmlinuz-7.2', 'lib/modules/7.1/modules.order'])).said).toBe('the packages of Linux 7.2 '
		+ 'contain no modules for it, but for: 7.1');
});
