import type {Facts} from '../host/types.ts';
import checkPrograms from './busybox/check-programs.sh';
import choosePrograms from './busybox/choose-programs.sh';
import makeByMusl from './busybox/make.sh';
import {listTools} from './busybox.ts';
import type {Action, Step} from './types.ts';

/** What /init and all that runs after it on a node of BusyBox alone starts, and what builds its image. */
const nodePrograms = [
	'[', 'awk', 'cat', 'chmod', 'cp', 'cttyhack', 'cut', 'df', 'echo', 'false', 'find', 'findfs', 'grep', 'halt',
	'head', 'hexdump', 'hostname', 'ifconfig', 'init', 'ip', 'killall', 'ln', 'ls', 'md5sum', 'mkdir', 'modprobe',
	'mount', 'poweroff', 'printf', 'readlink', 'reboot', 'rm', 'route', 'sed', 'setsid', 'sh', 'sleep', 'sort', 'stat',
	'switch_root', 'tail', 'test', 'timeout', 'tr', 'true', 'udhcpc', 'umount', 'uname', 'wc', 'wget', 'xargs', 'zcat',
];

const scratch = 'busybox-build';

/** Makes `busybox/busybox` of the source in `busybox-source`: with the programs that a node needs, and these. */
export function busyboxBuildStep(applets: readonly string[], {tools, muslLibrary}: Facts): Step {
	// The program itself is in it anyway.
	const others = [...new Set(applets).difference(new Set([...nodePrograms, 'busybox']))];
	const make = (...words: string[]): Extract<Action, {do: 'command'}> => ({
		do: 'command',
		argv: ['sh', 'make.sh', '../busybox-source/busybox', `../${scratch}`, ...words],
		complaint: String.raw`^error: |: (?:fatal )?error: |: undefined reference to |^make.*\*\*\* `,
	});
	return {
		id: 'busybox',
		title: 'BusyBox, built from source',
		why: 'One static program with the chosen tools, and those that the node itself needs.',
		needs: ['busybox-source'],
		// Another compiler or C library is another program.
		reads: [tools['musl-gcc'], tools.gcc, muslLibrary].filter(file => file !== undefined),
		actions: [
			{do: 'write-file', path: 'make.sh', text: makeByMusl},
			{do: 'write-file', path: 'choose-programs.sh', text: choosePrograms},
			{do: 'write-file', path: 'check-programs.sh', text: checkPrograms},
			make('defconfig'),
			{
				do: 'command',
				argv: ['sh', 'choose-programs.sh', `../${scratch}`, ...nodePrograms, '--', ...others],
				blames: 'recipe',
			},
			// Options that come up by then have their defaults: an empty line to each question.
			{do: 'command', argv: ['sh', '-c', 'yes "" | head -n 2000'], to: 'defaults.txt'},
			{...make('oldconfig'), from: 'defaults.txt'},
			make('busybox'),
			{do: 'command', argv: ['cp', `../${scratch}/busybox`, 'busybox']},
			listTools,
			{
				do: 'command',
				argv: ['sh', 'check-programs.sh', 'tools.txt', ...nodePrograms, ...others],
				blames: 'recipe',
			},
		],
		makes: ['busybox', 'tools.txt'],
		hints: ['see the log for the full output of the compiler'],
		scratch: {folder: scratch, of: 'busybox-source'},
	};
}
