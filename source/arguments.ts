import {parseArgs, type ParseArgsOptionDescriptor} from 'node:util';
import {UserError} from './errors.ts';
import {listText} from './recipe/problem.ts';
import {nearest} from './recipe/spelling.ts';

/** Flags by name: what they take, and what help says. */
type Flag = {takes?: string; many?: true; help: string};

const set: Flag = {takes: 'path=value', many: true, help: 'override a recipe field for this run; the value is YAML'};
const json: Flag = {help: 'print one JSON object per line, for programs'};
const only: Flag = {takes: 'MAC', many: true, help: 'give the new version only to this machine'};
const yes: Flag = {help: 'do not ask for confirmation'};

/** The command line, as data: parsing, help and the error sentences all come from here. */
export const commands = {
	run: {
		takes: '<recipe>',
		summary: 'build the images of a recipe',
		flags: {
			'dry-run': {help: 'show the plan and change nothing'},
			fresh: {help: 'run every step again'},
			set,
			json,
			yes,
		},
	},
	plan: {
		takes: '<recipe>', summary: 'show every command before anything runs',
		flags: {format: {takes: 'text|sh|json', help: 'sh: a script that makes the same files'}, set},
	},
	rehearse: {
		takes: '<recipe>', summary: 'build, then boot in virtual machines over DHCP, TFTP and HTTP',
		flags: {
			firmware: {takes: 'bios|uefi', help: 'firmware of the machines (default: bios)'},
			memory: {takes: 'MiB', help: 'memory of each machine (default: node.memory of the recipe)'},
			nodes: {takes: 'N', help: 'number of machines, 1 to 32 (default: 1)'},
			card: {takes: 'model', help: 'network card of the machines: virtio-net-pci, e1000, e1000e, rtl8139'},
			accel: {takes: 'auto|kvm|tcg', help: 'auto: use KVM if a test guest starts with it'},
			timeout: {takes: 'seconds', help: 'time limit for a node to be up (default: 180)'},
			keep: {help: 'keep consoles and logs even on success'},
			set, json,
		},
	},
	forecast: {
		takes: '<recipe>', summary: 'estimate when many nodes are up, from the last rehearsal',
		flags: {
			nodes: {takes: 'N', help: 'number of machines (default: 10)'},
			link: {takes: 'speed', help: 'the server\'s network link: 100M, 1G, 2.5G, 10G (default: 1G)'},
			spread: {takes: 'seconds', help: 'machines are switched on one by one over this time (default: 0)'},
			set, json,
		},
	},
	serve: {
		takes: '<recipe>', summary: 'serve to the machines on a network, until Ctrl-C',
		flags: {
			interface: {takes: 'NAME', help: 'interface to serve on (default: the default route\'s)'},
			mode: {takes: 'proxy|full|external', help: 'DHCP mode (default: server.dhcp of the recipe)'},
			only, set, json,
		},
	},
	deploy: {
		takes: '<recipe>', summary: 'serve permanently: install services, firewall rules, packages',
		flags: {
			interface: {takes: 'NAME', help: 'interface to serve on (default: the default route\'s)'},
			mode: {takes: 'proxy|full|external', help: 'DHCP mode (default: server.dhcp of the recipe)'},
			'dry-run': {help: 'show every change and change nothing'},
			set, json, yes,
		},
	},
	undeploy: {
		takes: '<recipe>', summary: 'undo everything that deploy changed',
		flags: {'dry-run': {help: 'show what would be undone'}, json, yes},
	},
	publish: {
		takes: '<recipe>', summary: 'build, and make it the version that nodes boot',
		flags: {only, set, json},
	},
	rollback: {
		takes: '<recipe>', summary: 'return nodes to the previous version',
		flags: {only: {...only, help: 'return this machine to the version all others boot'}, json},
	},
	status: {
		takes: '<recipe>', summary: 'show published versions, and which machine booted which',
		flags: {json},
	},
	kernel: {
		takes: 'menu|check|config|build|import|export <recipe> | search|needs|diff <words> | solve',
		summary: 'choose, check, configure or build the kernel of a recipe',
		flags: {
			tree: {takes: 'folder', help: 'menu, search, needs, solve: the Kconfig tree of a kernel or other program'},
			mode: {takes: 'name', help: 'solve: olddefconfig (default), …; export: config, defconfig or fragment'},
			input: {takes: 'file', help: 'menu, needs, solve: the configuration to start from (-: standard input)'},
			arch: {takes: 'name', help: 'with --tree: x86_64 (default), arm64 or riscv'},
			version: {takes: 'number', help: 'with --tree: the Linux version whose Kconfig language it uses'},
			batch: {help: 'solve: answer lines of JSON from standard input'},
			config: {takes: 'file', help: 'check, import: this configuration (compressed too, as /proc/config.gz)'},
			kernel: {takes: 'file', help: 'check, import: the configuration inside this kernel image'},
			hardware: {takes: 'file',
				help: 'check, import: for this output of lspci -nnk or lsmod, or modaliases; -: paste it'},
			explain: {takes: 'option', help: 'config: what this option is, who asks for it, or what it needs'},
			fresh: {help: 'build: compile everything again'},
			set, json, yes,
		},
	},
	recipes: {
		takes: '[list|show|save|remove|validate|schema] [<recipe>]',
		summary: 'list and manage bundled and saved recipes',
		flags: {json},
	},
	doctor: {
		takes: '[<recipe>]', summary: 'check whether this machine is ready, and list what is missing',
		flags: {install: {help: 'install what is missing with the package manager'}, yes, set, json},
	},
} as const satisfies Record<string, {takes: string; summary: string; flags: Record<string, Flag>}>;

export type CommandName = keyof typeof commands;

export type ParsedCommand =
	| {do: 'wizard'}
	| {do: 'version'}
	| {do: 'help'; command?: CommandName}
	| {do: 'command'; command: CommandName; words: string[]; flags: Flags};

/** Every flag of every command; what a command does not have is never set. */
export type Flags = {
	'dry-run'?: boolean;
	fresh?: boolean;
	yes?: boolean;
	json?: boolean;
	install?: boolean;
	keep?: boolean;
	set?: string[];
	only?: string[];
	config?: string;
	kernel?: string;
	hardware?: string;
	explain?: string;
	tree?: string;
	input?: string;
	arch?: string;
	version?: string;
	batch?: boolean;
	interface?: string;
	mode?: string;
	format?: string;
	firmware?: string;
	memory?: string;
	nodes?: string;
	card?: string;
	accel?: string;
	timeout?: string;
	link?: string;
	spread?: string;
};

/** What the user wants. @throws UserError for anything the table above does not have */
export function parseCommandLine(argv: readonly string[]): ParsedCommand {
	const [first, ...rest] = argv;
	if (first === undefined) {
		return {do: 'wizard'};
	}

	if (first === '--version' || first === '-v') {
		return {do: 'version'};
	}

	if (['--help', '-h', 'help'].includes(first)) {
		return {do: 'help', ...(isCommand(rest[0]) ? {command: rest[0]} : {})};
	}

	if (!isCommand(first)) {
		throw new UserError(
			`${first} is not a ramstrap command.`,
			suggest(first, Object.keys(commands), 'ramstrap --help   lists all commands'),
		);
	}

	return rest.includes('--help') || rest.includes('-h')
		? {do: 'help', command: first}
		: {do: 'command', command: first, ...parseWords(first, rest)};
}

function isCommand(word: string | undefined): word is CommandName {
	return word !== undefined && Object.hasOwn(commands, word);
}

function parseWords(command: CommandName, argv: string[]): {words: string[]; flags: Flags} {
	const {flags}: {flags: Record<string, Flag>} = commands[command];
	const options = Object.fromEntries(
		Object.entries(flags).map(([name, {takes, many}]): [string, ParseArgsOptionDescriptor] => [
			name,
			{type: takes ? 'string' : 'boolean', ...(many ? {multiple: true} : {})},
		]),
	);
	const {tokens, values, positionals} = parseArgs({
		args: argv,
		options,
		strict: false,
		allowPositionals: true,
		tokens: true,
	});
	for (const token of tokens) {
		if (token.kind !== 'option') {
			continue;
		}

		const flag = flags[token.name];
		if (!flag) {
			throw new UserError(
				`${token.rawName} is not a flag of ramstrap ${command}.`,
				suggest(
					token.rawName,
					Object.keys(flags).map(name => `--${name}`),
					`ramstrap ${command} --help   lists all flags`,
				),
			);
		}

		if (flag.takes && !token.value) {
			throw new UserError(`${token.rawName} needs a value: ${token.rawName} ${flag.takes}`);
		}

		if (!flag.takes && token.value !== undefined) {
			throw new UserError(`${token.rawName} takes no value; ${token.value} was given.`);
		}
	}

	return {words: positionals, flags: values};
}

function suggest(word: string, known: string[], otherwise: string): string[] {
	const near = nearest(word, known);
	return [...(near === undefined ? [] : [`did you mean ${near}?`]), otherwise];
}

/** One of the values a flag may have, or the given default. */
export function oneOf<const T extends string>(
	flag: string,
	value: string | undefined,
	allowed: readonly T[],
	fallback: T,
): T {
	if (value === undefined) {
		return fallback;
	}

	const found = allowed.find(one => one === value);
	if (found === undefined) {
		throw new UserError(
			`--${flag} ${value}: must be ${listText(allowed, 'or')}.`,
			suggest(value, [...allowed], '').filter(Boolean),
		);
	}

	return found;
}

/** A whole number between two bounds, or the given default. */
export function wholeNumber(
	flag: string,
	value: string | undefined,
	{least, most, fallback}: {least: number; most: number; fallback: number},
): number {
	if (value === undefined) {
		return fallback;
	}

	const number = /^\d+$/.test(value) ? Number(value) : NaN;
	if (!(number >= least && number <= most)) {
		throw new UserError(`--${flag} ${value}: must be a whole number${unitOf(flag)} from ${least} to ${most}.`);
	}

	return number;
}

/** ` of MiB`, ` of seconds`; nothing where things are counted. */
function unitOf(name: string): string {
	const takes = Object.values(commands).map(({flags}) => (flags as Record<string, Flag>)[name]?.takes).find(Boolean);
	return takes === 'MiB' || takes === 'seconds' ? ` of ${takes}` : '';
}

/** The text of `ramstrap --help`, or of one command. */
export function helpText(command?: CommandName): string {
	return command ? commandHelp(command) : overview;
}

const overview = [
	'ramstrap sets up diskless Linux: it plans and builds images, boots them in virtual machines, and serves them.',
	'',
	'  ramstrap                        the wizard',
	...Object.entries(commands).map(
		([name, {summary, takes}]) =>
			`  ${`ramstrap ${name} ${name === 'kernel' || takes.startsWith('[list') ? '…' : takes}`.padEnd(31)} `
			+ summary,
	),
	'',
	'  ramstrap <command> --help       its flags',
	'  ramstrap --version',
	'',
	'<recipe> is the name of a bundled or saved recipe, or the path of a file.',
	'RAMSTRAP_HOME=<folder> keeps all files of ramstrap in that folder.',
	'Exit codes: 0 done, 1 a step failed, 2 wrong usage or recipe, 3 this machine is not ready,',
	'4 a node was not up in time, 70 a bug in ramstrap, 129/130/143 hung up, interrupted, terminated.',
	'',
].join('\n');

function commandHelp(name: CommandName): string {
	const {takes, summary, flags} = commands[name];
	const rows = Object.entries(flags as Record<string, Flag>).map(
		([flag, {takes: value, help}]) => `  ${`--${flag}${value ? ` ${value}` : ''}`.padEnd(24)} ${help}`,
	);
	return [`ramstrap ${name} ${takes}`, summary, '', ...rows, ''].join('\n');
}
