import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';

const script = path.resolve('source/steps/drivers/pack.sh');

/** A folder of modules, after it was packed for a BusyBox. */
async function pack(busybox: string) {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-drivers-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const modules = path.join(folder, 'lib/modules/6.1.0');
	mkdirSync(path.join(modules, 'kernel'), {recursive: true});
	writeFileSync(path.join(modules, 'kernel/e1000e.ko'), 'driver\n'.repeat(1000));
	writeFileSync(path.join(modules, 'kernel/ptp.ko'), 'clock\n');
	writeFileSync(path.join(modules, 'modules.dep'), 'kernel/e1000e.ko: kernel/ptp.ko\nkernel/ptp.ko:\n');
	const {stderr} = await execa('sh', [script, folder, busybox]);
	return {stderr, modules, index: readFileSync(path.join(modules, 'modules.dep'), 'utf8')};
}

test('each module is packed by itself, and the index has its new name', async () => {
	const {stderr, modules, index} = await pack('busybox');
	expect(stderr).toBe('');
	expect(index).toBe('kernel/e1000e.ko.xz: kernel/ptp.ko.xz\nkernel/ptp.ko.xz:\n');
	expect((await execa('busybox', ['xzcat', path.join(modules, 'kernel/e1000e.ko.xz')])).stdout).toMatch(/^(?:driver\n?)+$/);
});

test('for a BusyBox that cannot unpack them they stay as they are, and that is said', async () => {
	const {stderr, index} = await pack('false');
	expect(stderr).toMatch(/^warning: this BusyBox cannot unpack drivers/);
	expect(index).toBe('kernel/e1000e.ko: kernel/ptp.ko\nkernel/ptp.ko:\n');
});
