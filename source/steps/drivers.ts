import {selectDriversProgram} from '../kernel/drivers.ts';
import {firmwareWarning} from '../kernel/hardware/firmware.ts';
import firmwareScript from './drivers/firmware.sh';
import type {Action, Step} from './types.ts';

/** Makes `drivers/lib/modules/` of all modules of a built kernel: each was asked for. */
export function builtDriversStep(): Step {
	return {
		id: 'drivers',
		title: 'Modules of the kernel',
		why: 'Options that were requested as modules are included as files.',
		needs: ['kernel'],
		reads: [],
		actions: [{do: 'command', argv: ['cp', '-r', '../kernel/lib', '.']}, ...listDrivers],
		makes: ['drivers.txt'],
		hints: [],
	};
}

const listDrivers: Action[] = [
	{do: 'command', argv: ['find', 'lib', '-type', 'f', '-printf', String.raw`%s\t%f\n`], to: 'drivers.txt'},
	{do: 'command', argv: ['sort', '-k', '2', '-o', 'drivers.txt', 'drivers.txt']},
	{
		do: 'command',
		argv: [
			'awk',
			String.raw`{bytes += $1} END {printf "%d files, %.1f MiB\n", NR, bytes / 1048576}`,
			'drivers.txt',
		],
	},
];

/**
Makes `drivers/lib/modules/<release>/`: the wanted modules with all they need, unpacked,
and `drivers.txt`, their sizes in bytes.
@param firmware folder with files that the named drivers load into their cards
@param further names of what the strategy and the system want beside them, taken where the kernel has it as a module
*/
export function driversStep(
	release: string,
	drivers: 'all-network' | string[],
	further: readonly string[] = [],
	firmware?: string,
): Step {
	const modules = `lib/modules/${release}`;
	return {
		id: 'drivers',
		title: drivers === 'all-network' ? 'Drivers for every network card' : `Drivers ${drivers.join(', ')}`,
		why: 'The node needs a driver for its network card; dependencies of drivers are included.',
		needs: ['kernel', 'kernel-check'],
		reads: firmware === undefined ? [] : [firmware.replace(/\/?$/, '/')],
		actions: [
			{do: 'write-file', path: 'select.awk', text: selectDriversProgram(drivers, further)},
			{
				do: 'command',
				argv: [
					'awk', '-f', 'select.awk',
					`../kernel/${modules}/modules.dep`,
					`../kernel/${modules}/modules.builtin`,
				],
				to: 'wanted.txt',
				blames: 'recipe',
			},
			// Without --config this machine's own /etc/modprobe.d would have a say.
			{
				do: 'command',
				argv: [
					'xargs', 'modprobe', '--dirname', '../kernel', '--set-version', release,
					'--config', '/dev/null', '--all', '--show-depends',
				],
				from: 'wanted.txt',
				to: 'loads.txt',
			},
			{
				do: 'command',
				argv: [
					'awk',
					'$1 == "insmod" && '
					+ String.raw`match($0, /lib\/modules\/[^ ]*\.ko[.a-z]*/) {print substr($0, RSTART, RLENGTH)}`,
					'loads.txt',
				],
				to: 'chosen.txt',
			},
			{do: 'command', argv: ['sort', '-u', '-o', 'chosen.txt', 'chosen.txt']},
			{do: 'command', argv: ['mkdir', '-p', modules]},
			{
				do: 'command',
				argv: ['xargs', 'sh', '-c', 'cd ../kernel && cp -L --parents "$@" "$OLDPWD"', 'sh'],
				from: 'chosen.txt',
			},
			// Packed modules would be packed twice, and BusyBox cannot read all kinds.
			{do: 'command', argv: ['find', 'lib', '-name', '*.ko.zst', '-exec', 'zstd', '-q', '-d', '--rm', '{}', '+']},
			{do: 'command', argv: ['find', 'lib', '-name', '*.ko.xz', '-exec', 'xz', '-d', '{}', '+']},
			{do: 'command', argv: ['find', 'lib', '-name', '*.ko.gz', '-exec', 'gzip', '-d', '{}', '+']},
			{
				do: 'command',
				argv: [
					'cp',
					`../kernel/${modules}/modules.builtin`,
					`../kernel/${modules}/modules.order`,
					`../kernel/${modules}/modules.builtin.modinfo`,
					modules,
				],
			},
			{do: 'command', argv: ['depmod', '-b', '.', release]},
			...listDrivers,
			...(drivers === 'all-network' ? [] : takeFirmware(drivers, firmware)),
		],
		makes: ['drivers.txt'],
		hints: drivers === 'all-network' ? [] : ['kernel.drivers takes module names as shown by lspci -k and lsmod; '
			+ 'the kernel must have each of them as a module'],
	};
}

function takeFirmware(drivers: readonly string[], folder = '/lib/firmware'): Action[] {
	const warnings = drivers.flatMap(name => firmwareWarning(name) ?? []);
	return [
		{do: 'write-file', path: 'firmware.sh', text: firmwareScript},
		{do: 'command', argv: ['sh', 'firmware.sh', folder.replace(/\/$/, ''), ...warnings]},
	];
}

/** Makes `modules/lib/modules/<release>/` of every module of the kernel, as it comes. */
export function allModulesStep(release: string): Step {
	return {
		id: 'modules',
		title: 'All modules of the kernel',
		why: 'The recipe asks for all modules, not only those needed to boot.',
		needs: ['kernel'],
		reads: [],
		actions: [
			{do: 'command', argv: ['mkdir', '-p', 'lib/modules']},
			{do: 'command', argv: ['cp', '-rL', `../kernel/lib/modules/${release}`, 'lib/modules']},
			{do: 'command', argv: ['depmod', '-b', '.', release]},
			...listDrivers,
		],
		makes: ['drivers.txt'],
		hints: [],
	};
}
