import type {KernelSource} from '../host/types.ts';
import {downloadHints, downloadPackage} from './download.ts';
import takeKernel from './kernel/take-kernel.sh';
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
		{do: 'write-file', path: 'take-kernel.sh', text: takeKernel},
		{do: 'command', argv: ['sh', 'take-kernel.sh', release]},
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
