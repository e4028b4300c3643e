import {existsSync, mkdirSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {inject} from 'vitest';
import {waitForLock} from '../../source/run/lock.ts';
import {runStep} from '../../source/run/step.ts';
import {dracutInitramfsStep} from '../../source/steps/dracut-initramfs.ts';

/**
What dracut makes for the kernel for virtual machines takes a minute, so it is made once for all tests of a run.
@returns the step's folder, with `initrd` and `unpacked` in it
*/
export async function cloudInitramfs(): Promise<string> {
	const folder = path.join(inject('builtHome'), 'cloud-initramfs');
	const {signal} = new AbortController();
	const release = await waitForLock(folder, {signal, onWait: () => undefined});
	try {
		const made = path.join(folder, 'initramfs');
		if (!existsSync(made)) {
			symlinkSync(path.join(inject('builtHome'), 'work/cloud/kernel'), path.join(folder, 'kernel'));
			const step = dracutInitramfsStep({suite: 'bookworm', drivers: true, compression: 'zstd', user: {root: process.getuid?.() === 0, sudo: false}});
			mkdirSync(path.join(folder, 'logs'), {recursive: true});
			await runStep(step, {folder, logFolder: path.join(folder, 'logs'), fingerprint: '', signal, onLine: () => undefined});
		}

		return made;
	} finally {
		release();
	}
}
