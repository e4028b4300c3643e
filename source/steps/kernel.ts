import type {KernelSource} from '../host/types.ts';
import {downloadHints, downloadPackage} from './download.ts';
import type {Action, Step} from './types.ts';

/** Makes `kernel/vmlinuz`, `kernel/config` and `kernel/lib/modules/<release>/` from a kernel of the distribution. */
export function kernelStep(source: KernelSource): Step {
	return {
		id: 'kernel',
		title: `Kernel ${source.release}`,
		why: 'The kernel, its configuration and all its modules, unpacked and not installed on this machine.',
		needs: [],
		reads: source.from === 'installed' ? [source.image, source.config] : [],
		actions: source.from === 'package' ? unpackPackages(source) : takeInstalled(source),
		makes: ['vmlinuz', 'config'],
		hints: source.from === 'package' ? downloadHints : [],
	};
}

function unpackPackages({release, downloads}: KernelSource & {from: 'package'}): Action[] {
	return [
		...downloads.flatMap(download => downloadPackage(download)),
		...downloads.map(({file}): Action => ({do: 'command', argv: ['dpkg-deb', '--extract', file, '.']})),
		{do: 'command', argv: ['rm', ...downloads.map(({file}) => file)]},
		// Debian from 13 on has its modules in /usr/lib; depmod and modprobe look for them in lib.
		{do: 'command', argv: ['sh', '-c', 'test -d lib/modules || mv usr/lib lib']},
		{do: 'command', argv: ['mv', `boot/vmlinuz-${release}`, 'vmlinuz']},
		{do: 'command', argv: ['mv', `boot/config-${release}`, 'config']},
		// A package leaves this to its installation.
		{do: 'command', argv: ['depmod', '-b', '.', release]},
	];
}

function takeInstalled({release, image, config, modules}: KernelSource & {from: 'installed'}): Action[] {
	return [
		{do: 'command', argv: ['cp', image, 'vmlinuz']},
		{do: 'command', argv: ['cp', config, 'config']},
		{do: 'command', argv: ['mkdir', '-p', 'lib/modules']},
		{do: 'command', argv: ['ln', '-s', modules, `lib/modules/${release}`]},
	];
}
