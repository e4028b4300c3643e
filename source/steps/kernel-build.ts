import {formatFragment} from '../kernel/config-text.ts';
import type {Request} from '../kernel/types.ts';
import type {KernelTree} from './kernel-source.ts';
import type {Action, Argv, Step} from './types.ts';

/** Where make keeps what it compiled, from one build to the next, whichever recipe's: make compiles what differs. */
const scratch = 'kernel-build';

/**
Makes `kernel-config/config`: the configuration that the kernel's own tools make of the requests, on the base of
"nothing" (allnoconfig), and compared with them: what they drop, they drop without a word.
*/
export function kernelConfigStep(
	source: KernelTree,
	requests: Request[],
	before?: {version: number; because: string},
): Step {
	return {
		id: 'kernel-config',
		title: `Kernel options: ${requests.length} requested`,
		why: 'The kernel\'s own tools make the configuration; it must contain all requested options.',
		needs: needsOf(source),
		reads: source.reads,
		actions: [
			{do: 'write-file', path: 'requests.config', text: formatFragment(requests)},
			{
				...inShell('exec make "$@" KCONFIG_ALLCONFIG="$PWD/requests.config" allnoconfig', makeWords(source)),
				complaint,
			},
			{do: 'command', argv: ['cp', `../${scratch}/.config`, 'config']},
			{do: 'compare-config', config: 'config', tree: source.tree, requests, ...(before && {before})},
		],
		makes: ['config', 'requests.config'],
		hints: [],
		scratch: scratchOf(source),
	};
}

/** Makes `kernel/vmlinuz`, `kernel/config` and, where options are asked for as modules, `kernel/lib/modules/`. */
export function kernelBuildStep(source: KernelTree, {modules, compiler, ccache}: {
	modules: boolean;
	compiler: string | undefined;
	ccache: boolean;
}): Step {
	const compilers = ccache ? ['CC=ccache gcc', 'HOSTCC=ccache gcc'] : [];
	const words = [...makeWords(source), ...compilers, ...fixedNames, uncheckedObjects];
	const before = ccache ? sharedCache : '';
	return {
		id: 'kernel',
		title: 'Kernel, built from source',
		why: 'A kernel with only these options. Unchanged files are not compiled again.',
		needs: [...needsOf(source), 'kernel-config'],
		// Another compiler is another kernel.
		reads: [...source.reads, ...(compiler === undefined ? [] : [compiler])],
		actions: [
			// Only if it changed: make goes by the time of this file.
			inShell(
				`cmp -s ../kernel-config/config ../${scratch}/.config `
				+ `|| cp ../kernel-config/config ../${scratch}/.config`,
			),
			{...inShell(`${before}exec make "$@" prepare`, words), complaint},
			// What make says it would compile; where it cannot know yet it stops, and the number is a little low.
			{
				...inShell(
					'make "$@" --jobs="$(nproc)" --dry-run bzImage 2>/dev/null '
					+ '| grep -oE "echo +.  (CC|AS) +[^ ]+" || :',
					words,
				),
				to: 'objects.txt',
			},
			{
				...inShell(`${before}exec make "$@" --jobs="$(nproc)" --output-sync=target bzImage`, words),
				complaint,
				progress: {lines: '^ +(?:CC|AS) ', of: 'objects.txt'},
			},
			...(modules ? makeModules(words, before) : []),
			{do: 'command', argv: ['cp', `../${scratch}/arch/x86/boot/bzImage`, 'vmlinuz']},
			{do: 'command', argv: ['cp', `../${scratch}/.config`, 'config']},
		],
		makes: ['vmlinuz', 'config', ...(modules ? ['lib/modules'] : [])],
		hints: ['see the log for the full output of the compiler'],
		scratch: scratchOf(source),
	};
}

/** The compiler's line, wherever it stands among thousands; else what the linker or make itself complains about. */
const complaint = String.raw`: (?:fatal )?error: |: undefined reference to |^(?:ld|/bin/sh|.*ld): |^make.*\*\*\* `;

function makeModules(words: Argv, before: string): Action[] {
	return [
		{...inShell(`${before}exec make "$@" --jobs="$(nproc)" --output-sync=target modules`, words), complaint},
		inShell('exec make "$@" INSTALL_MOD_PATH="$PWD" INSTALL_MOD_STRIP=1 modules_install', words),
		// Links to folders of this machine.
		{do: 'command', argv: ['find', 'lib/modules', '-maxdepth', '2', '-type', 'l', '-delete']},
	];
}

/**
The same file of another version's source is the same file for ccache, though its folder has another name. What
it has not compiled yet costs nothing extra: it takes the compiler's own list of headers in place of
preprocessing first (ccache(1), "The depend mode").
*/
const sharedCache = `export CCACHE_BASEDIR="$(cd -P ../${scratch}/.. && pwd)" CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1; `;

const scratchOf = ({step, tree}: KernelTree): Step['scratch'] => ({folder: scratch, of: step?.id ?? tree});

const needsOf = ({step}: KernelTree): string[] => step ? [step.id] : [];

function inShell(line: string, words: Argv = []): Extract<Action, {do: 'command'}> {
	return {do: 'command', argv: ['sh', '-c', line, ...(words.length > 0 ? ['make', ...words] : [])]};
}

/** Words of every call of make. ARCH=x86_64, because with x86 an empty configuration is a 32-bit kernel. */
function makeWords({tree}: KernelTree): Argv {
	return ['--no-print-directory', '-C', `../${scratch}`, '-f', `${tree}/Makefile`, 'ARCH=x86_64'];
}

/** So that the same source and options give the same bytes (Documentation/kbuild/reproducible-builds.rst). */
const fixedNames: Argv = [
	'KBUILD_BUILD_USER=ramstrap',
	'KBUILD_BUILD_HOST=ramstrap',
	'KBUILD_BUILD_VERSION=1',
	'KBUILD_BUILD_TIMESTAMP=1970-01-01',
];

/** Kernels around 6.1 look at each object for a mistake in the source itself, in a seventh of the whole time. */
const uncheckedObjects = 'cmd_check_local_export=:';
