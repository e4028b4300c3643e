import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {makeFolder} from '../files/make-folder.ts';
import {replaceFile} from '../files/replace-file.ts';
import {kvmIdentity, kvmVerdictFile, type KvmVerdict} from '../host/kvm.ts';
import type {Facts} from '../host/types.ts';
import {octalEscaped} from '../report/octal.ts';
import type {Accelerator} from './types.ts';

/**
Which accelerator the virtual machines get. `auto` takes KVM only where a guest came all the way to user space with
it: there are machines on which the device opens, firmware and boot loaders run, and then the kernel hangs at its
first instructions. The verdict is remembered until kernel or QEMU change.
*/
export async function chooseAccelerator(wanted: 'auto' | Accelerator, trial: Trial): Promise<Accelerator> {
	if (wanted !== 'auto') {
		return wanted;
	}

	const {kvm, tools} = trial.facts;
	if (kvm !== 'unproven') {
		return kvm === 'proven' ? 'kvm' : 'tcg';
	}

	const qemu = tools['qemu-system-x86_64'];
	if (qemu === undefined) {
		return 'tcg';
	}

	makeFolder(trial.cacheFolder);
	const works = await reachesUserSpace(qemu, trial);
	trial.signal?.throwIfAborted();
	const verdict: KvmVerdict = {works, ...await kvmIdentity(qemu)};
	await replaceFile(kvmVerdictFile(trial.cacheFolder), JSON.stringify(verdict) + '\n');
	return works ? 'kvm' : 'tcg';
}

export type Trial = {
	cacheFolder: string;
	facts: Pick<Facts, 'kvm' | 'tools'>;
	/** The recipe's own kernel, and a static BusyBox for its user space. */
	kernel: string;
	busybox: string;
	signal?: AbortSignal;
};

/** Milliseconds without a line of its console; with KVM a kernel is in user space in one or two seconds. */
const patience = 10_000;

/** Milliseconds for all of it. */
const limit = 120_000;

async function reachesUserSpace(qemu: string, {cacheFolder, kernel, busybox, signal}: Trial): Promise<boolean> {
	const folder = await mkdtemp(path.join(cacheFolder, 'kvm-'));
	const silence = new AbortController();
	const timer = setTimeout(() => {
		silence.abort();
	}, patience);
	try {
		const guest = execa(
			qemu,
			[
				'-nodefaults',
				'-accel', 'kvm',
				'-cpu', 'max',
				'-m', '256',
				'-display', 'none',
				'-serial', 'stdio',
				'-no-reboot',
				'-kernel', kernel,
				'-initrd', await makeTinyInitrd(folder, busybox),
				// What it says shows that it moves: on a busy machine all takes longer.
				'-append', 'console=ttyS0 earlyprintk=serial panic=-1',
			],
			{
				stdin: 'ignore',
				reject: false,
				timeout: limit,
				forceKillAfterDelay: 500,
				cancelSignal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
			},
		);
		guest.stdout.on('data', () => {
			timer.refresh();
		});
		const {stdout} = await guest;
		return stdout.includes(arrived);
	} finally {
		clearTimeout(timer);
		await rm(folder, {recursive: true, force: true});
	}
}

const arrived = 'ramstrap: init';

const init = `#!/bin/busybox sh
/bin/busybox echo ${arrived}
/bin/busybox poweroff -f
`;

async function makeTinyInitrd(folder: string, busybox: string): Promise<string> {
	await writeFile(path.join(folder, 'init'), init);
	const owner = 'uid=0 gid=0 time=0';
	const manifest = [
		'#mtree',
		`./dev type=dir mode=0755 ${owner}`,
		`./dev/console type=char device=native,5,1 mode=0600 ${owner}`,
		`./bin type=dir mode=0755 ${owner}`,
		`./bin/busybox type=file mode=0755 ${owner} contents=${octalEscaped(busybox)}`,
		`./init type=file mode=0755 ${owner} contents=${octalEscaped(path.join(folder, 'init'))}`,
		'',
	].join('\n');
	await execa('bsdtar', ['-cf', '-', '--format=ustar', '@-'], {input: manifest, encoding: 'buffer'})
		.pipe('bsdtar', ['-cf', path.join(folder, 'initrd'), '--format=newc', '@-']);
	return path.join(folder, 'initrd');
}
