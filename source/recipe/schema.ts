import {z} from 'zod';

/**
Every field of a recipe, once: its type, default, label (`title`), help (`description`) and choices.
The TypeScript type, the questions of the wizard, the JSON Schema and the error sentences all come from here.
*/
export type Choice = {value: string; label: string; help: string};

/** What a field carries beside its type. `title` and `description` are JSON Schema's own words. */
export type About = {
	title: string;
	description: string;
	choices?: readonly Choice[];
	/** Asked in the wizard, and written to a file even with its default: what one wants to see and change first. */
	essential?: true;
};

const choice = <const T extends readonly Choice[]>(choices: T, about: Omit<About, 'choices'>) =>
	z.enum(choices.map(({value}) => value) as Array<T[number]['value']>).meta({...about, choices});

const hostname = z.string().regex(/^[\da-z]([\d\-a-z]{0,61}[\da-z])?$/, {error: 'is not a host name: use 1 to 63 of a-z, 0-9 and inner hyphens (RFC 1123)'});
const ipv4 = z.ipv4({error: 'is not an IPv4 address such as 192.168.24.1'});
const mac = z.string().toLowerCase().regex(/^([\da-f]{2}:){5}[\da-f]{2}$/, {error: 'is not a MAC address such as 52:54:00:12:34:56'});
const commandLineWord = z.string().regex(/^[\x21-\x7E]+$/, {error: 'is not one word of a kernel command line: no spaces, printable ASCII only'});

const tree = z.strictObject({
	from: choice([
		{value: 'busybox', label: 'BusyBox only', help: 'A shell and 260 small tools in one 2 MB program. The smallest system that is still a Linux to work in.'},
	], {title: 'Root tree', description: 'Where the files of the node\'s system come from.', essential: true}).default('busybox'),
}).meta({title: 'Root tree', description: 'Where the files of the node\'s system come from.'});

const kernel = z.strictObject({
	from: choice([
		{value: 'distribution', label: 'This machine\'s distribution', help: 'The kernel package of the distribution you run ramstrap on, downloaded and unpacked, never installed.'},
	], {title: 'Kernel', description: 'Where the kernel comes from.', essential: true}).default('distribution'),
	package: z.string().regex(/^[\da-z][\d+\-.a-z]+$/, {error: 'is not a package name'}).optional().meta({
		title: 'Kernel package',
		description: 'Name of the kernel package, for example linux-image-cloud-amd64 for virtual machines only. Left out: the distribution\'s kernel for every PC.',
	}),
	drivers: z.union([
		choice([
			{value: 'all-network', label: 'Every network card', help: 'All wired network drivers of the kernel with what they depend on (about 42 MB unpacked with Debian\'s kernel). Boots on any PC.'},
			{value: 'none', label: 'None', help: 'Only what is built into the kernel. With a distribution kernel the node then has no network.'},
		], {title: 'Drivers', description: ''}),
		z.array(z.string().regex(/^[\w-]+$/, {error: 'is not a module name such as e1000e'})).min(1),
	]).default('all-network').meta({
		title: 'Drivers',
		description: 'Which drivers the node carries: all-network, none, or a list of module names such as [e1000e, r8169]; what these depend on comes along.',
		essential: true,
	}),
}).meta({title: 'Kernel', description: 'The kernel and the drivers the node carries.'});

const compression = choice([
	{value: 'zstd', label: 'zstd', help: 'Fast to make, fast to unpack, small enough. Right nearly always.'},
	{value: 'gzip', label: 'gzip', help: 'What every kernel can unpack; 20 times slower to make than zstd and larger.'},
	{value: 'xz', label: 'xz', help: 'A quarter smaller on the wire than zstd; takes about six times as long to unpack on the node.'},
	{value: 'lz4', label: 'lz4', help: 'The fastest to unpack, and by far the largest compressed form.'},
	{value: 'none', label: 'not compressed', help: 'Nothing to unpack; two to four times the bytes on the wire.'},
], {title: 'Compression', description: 'How the initramfs is packed for the wire.', essential: true});

const node = z.strictObject({
	hostname: hostname.optional().meta({title: 'Host name', description: 'Name of the node. Left out: the name of the recipe.'}),
	memory: z.int({error: 'is not a whole number of MiB'}).min(64, {error: 'is less than any kernel of today boots with; use 64 or more'}).max(1_048_576, {error: 'is more than 1 TiB'}).default(512).meta({
		title: 'Memory of the node', description: 'Memory of your smallest node, in MiB. The rehearsal gives its virtual machines as much.', essential: true,
	}),
	console: z.array(z.string().regex(/^tty(S\d+(,\d\w*)?|\d+|AMA\d+|USB\d+)$/, {error: 'is not a console such as tty0 or ttyS0'})).min(1).default(['tty0', 'ttyS0']).meta({
		title: 'Consoles', description: 'Where the kernel writes; the last one also gets the shell. tty0 is the screen, ttyS0 the first serial port.',
	}),
	timezone: z.string().regex(/^[a-z][\w+-]*(?:\/[\w+-]+)*$/i, {error: 'is not a time zone such as Europe/Berlin'}).default('UTC').meta({
		title: 'Time zone', description: 'Name of the node\'s time zone, as in /usr/share/zoneinfo.',
	}),
	words: z.array(commandLineWord).default([]).meta({
		title: 'Kernel words', description: 'More words for the kernel\'s command line. "shell" gives a shell before anything else; "rambox" hands over to /sbin/init.',
	}),
}).meta({title: 'Node', description: 'The machine that boots.'});

const server = z.strictObject({
	dhcp: choice([
		{value: 'full', label: 'Our own, on a network of its own', help: 'ramstrap hands out the addresses. For a network where no other DHCP server answers, such as the private one of the rehearsal.'},
	], {title: 'DHCP', description: 'Who hands out addresses.', essential: true}).default('full'),
	subnet: z.cidrv4({error: 'is not a subnet such as 192.168.24.0/24'}).default('192.168.24.0/24').meta({
		title: 'Subnet', description: 'Network of the nodes. The server takes its first address, nodes get addresses from the middle.', essential: true,
	}),
	bios: choice([
		{value: 'ipxe', label: 'iPXE', help: 'Loads everything over HTTP and knows many network cards. Right for most.'},
		{value: 'pxelinux', label: 'PXELINUX', help: 'The classic loader with its menu and pxelinux.cfg files; for machines on which iPXE hangs.'},
	], {title: 'First stage for BIOS machines', description: 'The program a BIOS machine\'s network card loads first. UEFI machines always load iPXE.'}).default('ipxe'),
	timeout: z.int().min(0).max(3600).default(3).meta({
		title: 'Menu timeout', description: 'Seconds the boot menu waits for a key before it boots the recipe; 0 shows no menu.',
	}),
}).meta({title: 'Server', description: 'How this machine serves the nodes.'});

const pinnedNode = z.strictObject({
	mac: mac.meta({title: 'MAC', description: 'Hardware address of the node\'s network card.'}),
	name: hostname.optional().meta({title: 'Name', description: 'Host name of this node.'}),
	address: ipv4.optional().meta({title: 'Address', description: 'The address this node always gets.'}),
	words: z.array(commandLineWord).default([]).meta({title: 'Kernel words', description: 'More kernel words for this node only.'}),
});

export const recipeSchema = z.strictObject({
	version: z.literal(1, {error: 'is not a recipe format this ramstrap knows; write 1'}).meta({title: 'Format', description: 'Version of the recipe format.', essential: true}),
	name: hostname.meta({title: 'Name', description: 'Name of the recipe: its file, its folder and its address on the boot server.', essential: true}),
	strategy: choice([
		{value: 'busybox-initramfs', label: 'BusyBox in RAM', help: 'One small archive is the whole system; the node lives in it. Boots in seconds, needs no server afterwards. Containers (k3s, podman) do not run in it: pivot_root fails in an initramfs.'},
	], {title: 'Strategy', description: 'How the root file system reaches the node.', essential: true}),
	root: choice([
		{value: 'initramfs', label: 'Stay in the initramfs', help: 'The archive the kernel unpacks is the root file system for good.'},
	], {title: 'Root', description: 'Where the root file system lives.', essential: true}).default('initramfs'),
	tree: tree.prefault({}),
	kernel: kernel.prefault({}),
	compression: compression.default('zstd'),
	node: node.prefault({}),
	server: server.prefault({}),
	nodes: z.array(pinnedNode).default([]).meta({title: 'Known nodes', description: 'Machines with a name or an address of their own.'}),
});

/** A complete recipe: every default filled in. */
export type Recipe = z.output<typeof recipeSchema>;

/** What may stand in a file: everything with a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;

export type StrategyName = Recipe['strategy'];
export type Compression = Recipe['compression'];
