import {parseArgs, type ParseArgsOptionDescriptor} from 'node:util';
import {UserError} from './errors.ts';
import {listText} from './recipe/problem.ts';
import {nearest} from './recipe/spelling.ts';

/**
`of`: the subcommands that have it, where not all do. `harmless`: the others take it as well, and it changes nothing.
*/
export type Flag = {takes?: string; many?: true; of?: readonly string[]; harmless?: true; help: string};

export type Command = {
	takes: string;
	summary: string;
	/** Its subcommands. */
	verbs?: Readonly<Record<string, {takes: string; summary: string}>>;
	examples: readonly string[];
	flags: Readonly<Record<string, Flag>>;
};

const set: Flag = {takes: 'path=value', many: true, help: 'override a recipe field for this run; the value is YAML'};
const json: Flag = {help: 'print one JSON object per line, for programs'};
const only: Flag = {takes: 'MAC', many: true, help: 'give the new version only to this machine'};
const yes: Flag = {help: 'do not ask for confirmation'};
const yesInstall: Flag = {help: 'install missing packages without asking'};

const ofTree = ['menu', 'search', 'needs', 'solve'];

/** The command line, as data: parsing, help and the error sentences all come from here. */
export const commands = {
	run: {
		takes: '<recipe>',
		summary: 'build the images of a recipe',
		examples: ['run debian-ram', 'run debian-ram --dry-run', 'run debian-ram --set tree.suite=trixie'],
		flags: {
			'dry-run': {help: 'show the plan and change nothing'},
			fresh: {help: 'run every step again'},
			set,
			json,
			yes: yesInstall,
		},
	},
	plan: {
		takes: '<recipe>', summary: 'show every command before anything runs',
		examples: ['plan debian-ram', 'plan debian-ram --format sh'],
		flags: {format: {takes: 'text|sh|json', help: 'sh: a script that makes the same files'}, set},
	},
	rehearse: {
		takes: '<recipe>', summary: 'build, then boot in virtual machines over DHCP, TFTP and HTTP',
		examples: [
			'rehearse debian-ram',
			'rehearse debian-ram --firmware uefi --nodes 3',
			'rehearse debian-ram --memory 1024 --keep',
		],
		flags: {
			firmware: {
				takes: 'bios|uefi|secure|http',
				help: 'firmware; secure: with Secure Boot on, http: UEFI HTTP boot (default: bios)',
			},
			memory: {takes: 'MiB', help: 'memory of each machine (default: node.memory of the recipe)'},
			nodes: {takes: 'N', help: 'number of machines, 1 to 32 (default: 1)'},
			card: {takes: 'model', help: 'network card of the machines: virtio-net-pci, e1000, e1000e, rtl8139'},
			accel: {takes: 'auto|kvm|tcg', help: 'auto: use KVM if a test guest starts with it'},
			timeout: {takes: 'seconds', help: 'time limit for a node to be up (default: 180)'},
			keep: {help: 'keep consoles and logs even on success'},
			set, json, yes: yesInstall,
		},
	},
	forecast: {
		takes: '<recipe>', summary: 'estimate when many nodes are up, from the last rehearsal',
		examples: ['forecast debian-ram --nodes 40 --link 1G'],
		flags: {
			nodes: {takes: 'N', help: 'number of machines (default: 10)'},
			link: {takes: 'speed', help: 'the server\'s network link: 100M, 1G, 2.5G, 10G (default: 1G)'},
			spread: {takes: 'seconds', help: 'machines are switched on one by one over this time (default: 0)'},
			set, json,
		},
	},
	serve: {
		takes: '<recipe>', summary: 'serve to the machines on a network, until Ctrl-C',
		examples: ['serve debian-ram', 'serve debian-ram --interface eth1 --mode full'],
		flags: {
			interface: {takes: 'NAME', help: 'interface to serve on (default: the default route\'s)'},
			mode: {takes: 'proxy|full|external', help: 'DHCP mode (default: server.dhcp of the recipe)'},
			only, set, json,
		},
	},
	deploy: {
		takes: '<recipe>', summary: 'serve permanently: install services, firewall rules, packages',
		examples: ['deploy debian-ram --dry-run', 'deploy debian-ram --interface eth1'],
		flags: {
			interface: {takes: 'NAME', help: 'interface to serve on (default: the default route\'s)'},
			mode: {takes: 'proxy|full|external', help: 'DHCP mode (default: server.dhcp of the recipe)'},
			'dry-run': {help: 'show every change and change nothing'},
			set, json, yes,
		},
	},
	undeploy: {
		takes: '<recipe>', summary: 'undo everything that deploy changed',
		examples: ['undeploy debian-ram --dry-run', 'undeploy debian-ram'],
		flags: {'dry-run': {help: 'show what would be undone'}, json, yes},
	},
	publish: {
		takes: '<recipe>', summary: 'build, and make it the version that nodes boot',
		examples: ['publish debian-ram', 'publish debian-ram --only 52:54:00:12:34:56'],
		flags: {only, set, json},
	},
	rollback: {
		takes: '<recipe>', summary: 'return nodes to the previous version',
		examples: ['rollback debian-ram'],
		flags: {only: {...only, help: 'return this machine to the version all others boot'}, json},
	},
	status: {
		takes: '<recipe>', summary: 'show published versions, and which machine booted which',
		examples: ['status debian-ram'],
		flags: {json},
	},
	wake: {
		takes: '<node>…', summary: 'switch machines on over the network (Wake-on-LAN)',
		examples: ['wake 52:54:00:12:34:56', 'wake kitchen study --interface eth1', 'wake kitchen --again'],
		flags: {
			interface: {takes: 'NAME', help: 'send on this interface only (default: on all that have a link)'},
			again: {help: 'let a node with boot: once boot over the network once more'},
			json,
		},
	},
	kernel: {
		takes: 'menu|check|config|build|import|export <recipe> | search|needs|diff <words> | solve',
		summary: 'choose, check, configure or build the kernel of a recipe',
		verbs: {
			menu: {
				takes: '<recipe> | --tree folder',
				summary: 'choose options in a list, or with t in the whole tree of the kernel',
			},
			check: {takes: '<recipe>', summary: 'compare the configuration of a kernel with what the recipe needs'},
			config: {takes: '<recipe>', summary: 'configure the kernel, and list requests that its source drops'},
			build: {takes: '<recipe>', summary: 'configure and compile the kernel'},
			import: {takes: '<recipe>', summary: 'add what a machine, a configuration or a kernel image has'},
			export: {takes: '<recipe>', summary: 'print the configuration of the kernel'},
			search: {takes: '<words> [<recipe>]', summary: 'find options by name, text, help or device number'},
			needs: {takes: '<option> --tree folder', summary: 'print the lines that turn an option on'},
			diff: {takes: '<file> <file>', summary: 'compare two configurations, or kernels that contain one'},
			solve: {takes: '--tree folder', summary: 'print the configuration that the tree\'s own conf writes'},
		},
		examples: [
			'kernel menu rambox-tiny', 'kernel check debian-ram --hardware lspci.txt',
			'kernel config rambox-tiny --explain E1000E', 'kernel build rambox-tiny',
			'kernel import rambox-tiny --config /boot/config-6.12.38-amd64',
			'kernel export rambox-tiny --mode defconfig',
			'kernel search wifi rambox-tiny', 'kernel needs NFS_V4 --tree linux-6.12',
			'kernel diff /boot/config-6.12.38-amd64 .config', 'kernel solve --tree linux-6.12 --mode allnoconfig',
		],
		flags: {
			tree: {takes: 'folder', of: ofTree, help: 'the Kconfig tree of a kernel or another program'},
			mode: {takes: 'name', of: ['solve', 'export'],
				help: 'olddefconfig (default), …; export: config, defconfig or fragment'},
			input: {takes: 'file', of: ['menu', 'needs', 'solve'],
				help: 'the configuration to start from (-: standard input)'},
			arch: {takes: 'name', of: ofTree, help: 'x86_64 (default), arm64 or riscv'},
			version: {takes: 'number', of: ofTree, help: 'the Linux version whose Kconfig language it uses'},
			batch: {of: ['solve'], help: 'answer lines of JSON from standard input'},
			config: {takes: 'file', of: ['check', 'import'],
				help: 'this configuration (compressed too, as /proc/config.gz)'},
			kernel: {takes: 'file', of: ['check', 'import'], help: 'the configuration inside this kernel image'},
			hardware: {takes: 'file', of: ['check', 'import'],
				help: 'for this output of lspci -nnk or lsmod, or modaliases; -: paste it'},
			explain: {takes: 'option', of: ['config'],
				help: 'what this option is, who asks for it, or what it needs'},
			fresh: {of: ['check', 'config', 'build'], help: 'configure and compile everything again'},
			set: {...set, of: ['menu', 'check', 'config', 'build', 'import', 'export', 'search']},
			json,
			yes: {...yes, of: ['check', 'config', 'build', 'import'], harmless: true},
		},
	},
	recipes: {
		takes: '[list|show|new|save|copy|rename|remove|validate|schema] …',
		summary: 'list and manage bundled and saved recipes',
		verbs: {
			list: {takes: '', summary: 'list all recipes, each with what it is for'},
			show: {takes: '<recipe>', summary: 'print a recipe as it is saved'},
			new: {takes: '[<name>]', summary: 'save a new recipe: defaults, or those of a purpose, and --set'},
			save: {takes: '<file>', summary: 'check a recipe and keep it among the saved ones'},
			copy: {takes: '<recipe> <name>', summary: 'save a copy under another name'},
			rename: {takes: '<recipe> <name>', summary: 'give a saved recipe another name'},
			remove: {takes: '<recipe>', summary: 'remove a saved recipe'},
			validate: {takes: '<recipe>', summary: 'check a recipe and name every problem with its line'},
			schema: {takes: '', summary: 'print the JSON Schema of recipes, for editors'},
		},
		examples: [
			'recipes list', 'recipes show debian-ram', 'recipes save my-ram.yaml',
			'recipes new --purpose rescue --set node.memory=2048',
			'recipes new my-ram --set root=squashfs --set tree.from=bootstrap',
			'recipes copy debian-ram my-ram', 'recipes rename my-ram kitchen', 'recipes remove my-ram',
			'recipes validate my-ram.yaml', 'recipes schema',
		],
		flags: {
			purpose: {takes: 'debian|rescue|burn-in|containers|many|keep|kernel', of: ['new'],
				help: 'what the machine is for: decides all the rest'},
			set: {...set, of: ['new']}, json,
		},
	},
	completion: {
		takes: 'bash|zsh|fish', summary: 'print what a shell completes the command line with',
		examples: ['completion bash'],
		flags: {},
	},
	doctor: {
		takes: '[<recipe>]', summary: 'check whether this machine is ready, and list what is missing',
		examples: ['doctor debian-ram', 'doctor debian-ram --install'],
		flags: {install: {help: 'install what is missing with the package manager'}, yes, set, json},
	},
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

export type ParsedCommand =
	| {do: 'wizard'}
	| {do: 'version'}
	| {do: 'help'; command?: CommandName; verb?: string}
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
	purpose?: string;
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
	again?: boolean;
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

/** Of every command: nothing on the terminal is repainted. */
export const plainFlag = '--plain';

/** What the user wants. @throws UserError for anything the table above does not have */
export function parseCommandLine(argv: readonly string[]): ParsedCommand {
	// Whatever is asked, in lines that stay where they are.
	const [first, ...rest] = argv.filter(word => word !== plainFlag);
	if (first === undefined) {
		return {do: 'wizard'};
	}

	if (first === '--version' || first === '-v') {
		return {do: 'version'};
	}

	if (['--help', '-h', 'help'].includes(first)) {
		return isCommand(rest[0]) ? helpOn(rest[0], rest.slice(1)) : {do: 'help'};
	}

	if (!isCommand(first)) {
		throw new UserError(
			`${first} is not a ramstrap command.`,
			suggest(first, Object.keys(commands), 'ramstrap --help   lists all commands'),
		);
	}

	return rest.includes('--help') || rest.includes('-h')
		? helpOn(first, rest)
		: {do: 'command', command: first, ...parseWords(first, rest)};
}

function helpOn(command: CommandName, words: string[]): ParsedCommand {
	const verb = verbIn(command, wordsAndFlags(command, words).positionals);
	return {do: 'help', command, ...verb && {verb}};
}

/** @param positionals the words that are neither flags nor their values; a subcommand is the first of them */
function verbIn(command: CommandName, [word]: readonly string[]): string | undefined {
	const {verbs = {}}: Command = commands[command];
	return word !== undefined && Object.hasOwn(verbs, word) ? word : undefined;
}

function isCommand(word: string | undefined): word is CommandName {
	return word !== undefined && Object.hasOwn(commands, word);
}

function wordsAndFlags(command: CommandName, args: string[]) {
	const {flags}: Command = commands[command];
	const options = Object.fromEntries(
		Object.entries(flags).map(([name, {takes, many}]): [string, ParseArgsOptionDescriptor] => [
			name,
			{type: takes ? 'string' : 'boolean', ...(many ? {multiple: true} : {})},
		]),
	);
	return parseArgs({args, options, strict: false, allowPositionals: true, tokens: true});
}

function parseWords(command: CommandName, argv: string[]): {words: string[]; flags: Flags} {
	const {flags}: Command = commands[command];
	const {tokens, values, positionals} = wordsAndFlags(command, argv);
	const verb = verbIn(command, positionals);
	const full = [command, ...(verb ? [verb] : [])].join(' ');
	for (const token of tokens) {
		if (token.kind !== 'option') {
			continue;
		}

		const flag = flags[token.name];
		if (flag && !flag.harmless && !hasFlag(verb, flag)) {
			throw new UserError(
				`${token.rawName} is not a flag of ramstrap ${full}; it belongs to ${listText(flag.of!, 'and')}.`,
				[`ramstrap ${full} --help   lists its flags`],
			);
		}

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

export const hasFlag = (verb: string | undefined, {of}: Flag): boolean => !verb || !of || of.includes(verb);

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

/** The text of `ramstrap --help`, or of one command, or of one of its subcommands. */
export function helpText(command?: CommandName, verb?: string): string {
	return command ? commandHelp(command, verb) : overview;
}

export const introduction =
	'ramstrap sets up diskless Linux: it plans and builds images, boots them in virtual machines, and serves them.';

export const exitMeanings: ReadonlyArray<readonly [codes: string, meaning: string]> = [
	['0', 'done'], ['1', 'a step failed'], ['2', 'wrong usage or recipe'], ['3', 'this machine is not ready'],
	['4', 'a node was not up in time'], ['70', 'a bug in ramstrap'],
	['129/130/143', 'hung up, interrupted, terminated'],
];

const overview = [
	introduction,
	'',
	'  ramstrap                        the wizard',
	'  ramstrap --plain                the same as numbered lines, for screen readers (or ACCESSIBLE=1)',
	...Object.entries(commands).map(
		([name, {summary, takes}]) =>
			`  ${`ramstrap ${name} ${name === 'kernel' || takes.startsWith('[list') ? '…' : takes}`.padEnd(31)} `
			+ summary,
	),
	'',
	'  ramstrap <command> --help       its flags',
	'  ramstrap --version',
	'',
	'<recipe> is the name of a bundled or saved recipe, or the path of a file; <node> a MAC address or a name.',
	'RAMSTRAP_HOME=<folder> keeps all files of ramstrap in that folder.',
	`Exit codes: ${exitMeanings.slice(0, 4).map(one => one.join(' ')).join(', ')},`,
	`${exitMeanings.slice(4).map(one => one.join(' ')).join(', ')}.`,
	'',
].join('\n');

function commandHelp(name: CommandName, verb: string | undefined): string {
	const command: Command = commands[name];
	const {takes, summary} = verb === undefined ? command : command.verbs![verb]!;
	const full = [name, verb].filter(Boolean).join(' ');
	const verbs = verb === undefined ? Object.entries(command.verbs ?? {}) : [];
	const widest = Math.max(...verbs.map(([word, {takes: value}]) => word.length + 1 + value.length));
	const flags = Object.entries(command.flags).filter(([, flag]) => hasFlag(verb, flag));
	const examples = command.examples.filter(example => verb === undefined || `${example} `.startsWith(`${full} `));
	return [
		`ramstrap ${full} ${takes}`.trimEnd(),
		summary,
		...section(verbs.map(([word, {takes: value, summary: what}]) =>
			`  ${`${word} ${value}`.padEnd(widest)} ${what}`)),
		...section(flags.map(([flag, {takes: value = '', of, help}]) =>
			`  ${`--${flag} ${value}`.trimEnd().padEnd(24)} ${verb === undefined ? forVerbs(of) : ''}${help}`)),
		...section(examples.map(example => `  ramstrap ${example}`)),
		'',
	].join('\n');
}

/** Which subcommands have a flag, unless most do. */
export const forVerbs = (of: readonly string[] = []): string =>
	of.length > 0 && of.length < 5 ? `${of.join(', ')}: ` : '';

const section = (rows: readonly string[]): string[] => rows.length > 0 ? ['', ...rows] : [];
