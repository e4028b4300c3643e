import * as z from 'zod';
import {consoleKind} from './consoles.ts';
import {normalMac, problemOfMac} from './mac.ts';

/**
Every field of a recipe, once: its type, default, label (`title`), help (`description`) and choices.
The TypeScript type, the questions of the wizard, the JSON Schema and the error sentences all come from here.
*/
export type Choice = {
	value: string;
	label: string;
	help: string;
};

/** What a field carries beside its type. `title` and `description` are JSON Schema's own words. */
export type About = {
	title: string;
	description: string;
	choices?: readonly Choice[];
	/** Asked in the wizard, and written to a file even with its default: what one wants to see and change first. */
	essential?: true;
	/** Asked twice, shown as dots, and kept as a crypt hash. */
	secret?: true;
};

const choice = <const T extends readonly Choice[]>(choices: T, about: Omit<About, 'choices'>) =>
	z.enum(choices.map(({value}) => value) as Array<T[number]['value']>).meta({...about, choices});

const hostname = z.string().regex(/^[\da-z]([\d\-a-z]{0,61}[\da-z])?$/, {error: 'is not a host name: use 1 to 63 of a-z, 0-9 and inner hyphens (RFC 1123)'});
const ipv4 = z.ipv4({error: 'is not an IPv4 address such as 192.168.24.1'});
const mac = z.string().overwrite(text => normalMac(text)).refine(text => problemOfMac(text) === undefined, {error: ({input}) => problemOfMac(input as string)});
// Paths and addresses stand in commands, comments and on the screen.
const localPath = z.string().min(1).regex(/^[^\p{Control}\u{2028}\u{2029}]*$/u, {error: 'is not a path: it has a control character in it, such as a line feed'});
const address = (protocol: RegExp, example: string) => z.url({protocol, error: `is not an address such as ${example}`}).regex(/^[!-~]+$/, {error: `is not an address such as ${example}: printable ASCII without blanks`});
const keyFiles = z.array(z.string().regex(/^[^\s\p{Control}*][^\s\p{Control}]*$/u, {error: 'is not the path of a public key such as ~/.ssh/id_ed25519.pub'})).default([]);
const filesFolder = localPath.optional();
const memoryMib = z.int({error: 'is not a whole number of MiB'}).min(64, {error: 'is less than any kernel of today boots with; use 64 or more'}).max(1_048_576, {error: 'is more than 1 TiB'});
const commandLineWord = z.string().regex(/^[\x21-\x7E]+$/, {error: 'is not one word of a kernel command line: no spaces, printable ASCII only'});

const treeSource = choice([
	{value: 'busybox', label: 'BusyBox only', help: 'A shell and 260 small tools in one 2 MB program. The smallest system that is still a Linux to work in.'},
	{value: 'bootstrap', label: 'Packages of a distribution', help: 'A fresh system made of packages: Debian and Ubuntu by mmdebstrap, Fedora and its kin by dnf. Takes a minute or more, and downloads all of them the first time.'},
	{value: 'directory', label: 'A folder', help: 'A root file system that lies unpacked on this machine.'},
	{value: 'archive', label: 'An archive', help: 'A tar archive of a root file system, compressed in any way.'},
	{value: 'disk-image', label: 'A disk image', help: 'The Linux inside a raw or qcow2 image of a disk, such as a cloud image or a virtual machine\'s disk.'},
	{value: 'oci', label: 'A container image', help: 'An OCI image: a layout, an archive, or a name in a registry. Most lack an init and are refused for that.'},
	{value: 'host', label: 'This machine', help: 'The system ramstrap runs on, without its identity: host name, keys, machine-id, logs.'},
], {title: 'Root tree', description: 'Where the files of the node\'s system come from.', essential: true});

const component = z.string().regex(/^[a-z][\d\-a-z]*$/, {error: 'is not a component such as non-free-firmware'});

const packageSource = z.strictObject({
	url: address(/^(?:https?|file)$/, 'https://packages.example.org/debian').meta({title: 'Address', description: 'Where the packages lie.'}),
	suite: z.string().regex(/^(?:[a-z][\d\-.a-z]*(?:\/updates)?|(?:[\w\-.]+\/)*[\w\-.]*\/)$/, {error: 'is not the name of a suite such as trixie-backports, nor a folder such as ./'}).optional().meta({
		title: 'Suite', description: 'Such as trixie-backports; or a folder that ends in a slash, such as ./, where that source has no suites. Default: tree.suite.',
	}),
	components: z.array(component).default([]).meta({title: 'Components', description: 'Parts of that source. Default: main.'}),
	key: localPath.regex(/\.(?:asc|gpg)$/, {error: 'is not the path of a key: a file whose name ends in .asc (text) or .gpg'}).optional().meta({
		title: 'Key', description: 'The public key that its lists are signed with, a file on this machine; a relative path starts at the recipe. It goes along, for updates. Default: one of the distribution, as for its backports.',
	}),
}).meta({title: 'Package source', description: 'A further place that packages come from.'});

const unitName = z.string().regex(/^[\w\-.:@]+\.(?:service|socket|timer|path|mount|automount|swap|target)$/, {error: 'is not the name of a unit of systemd such as bluetooth.service'});

const tree = z.strictObject({
	from: treeSource.default('busybox'),
	suite: z.string().regex(/^[a-z][\d\-.a-z]*$/, {error: 'is not the name of a suite such as trixie or noble'}).optional().meta({
		title: 'Suite', description: 'Debian or Ubuntu release to bootstrap, such as trixie or noble. Old ones, such as buster, come from the archives of their distributions. Default: the one of this machine.', essential: true,
	}),
	release: z.union([z.int().positive(), z.string().regex(/^[\d.a-z]+$/)], {error: 'is not a release such as 43'}).optional().meta({
		title: 'Release', description: 'Fedora or EL release to bootstrap by dnf, such as 43 or 9. Default: the one of this machine.',
	}),
	mirror: address(/^(?:https?|file)$/, 'https://deb.example.org/debian').optional().meta({
		title: 'Mirror', description: 'Where the packages come from. Default: the distribution\'s own mirrors.',
	}),
	components: z.array(component).default([]).meta({
		title: 'Components', description: 'Parts of the distribution that packages are taken from, such as main non-free-firmware. Default: main; of Ubuntu main and universe.',
	}),
	sources: z.array(packageSource).default([]).meta({
		title: 'Further package sources', description: 'Places that packages come from beside the distribution, each with its key: backports, or the packages of a maker.',
	}),
	packages: z.array(z.string().regex(/^[\da-z][\w+\-.:]*$/i, {error: 'is not a package name'})).default([]).meta({
		title: 'Packages', description: 'What the system has beyond its base, such as openssh-server nginx.', essential: true,
	}),
	path: localPath.optional().meta({title: 'Path', description: 'Folder, archive, disk image or OCI image on this machine; a relative path starts at the recipe.', essential: true}),
	partition: z.string().regex(/^(?:\d+|[\w+\-.]+\/[\w+\-.]+)$/, {error: 'is neither the number of a partition, such as 2, nor a logical volume, such as centos/root'}).optional().meta({
		title: 'Partition', description: 'Partition of the disk image, such as 2, or its logical volume, such as centos/root. Default: the biggest one that holds a Linux.',
	}),
	image: z.string().regex(/^[\da-z][\w\-./:@]*$/i, {error: 'is not an image name such as docker.io/library/debian:trixie'}).optional().meta({
		title: 'Image name', description: 'Name of a container image in a registry, such as docker.io/library/debian:trixie.', essential: true,
	}),
	exclude: z.array(z.string().regex(/^[^\s\p{Control}\\]+$/u, {error: 'is not a path or pattern such as usr/share/doc/*'})).default([]).meta({
		title: 'Files left out', description: 'Paths and patterns of files that do not go along, from the root on, such as usr/share/doc/*.',
	}),
	keep: z.array(z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\p{Control}\\]+$/u, {error: 'is not a path from the root on such as etc/wireguard'})).default([]).meta({
		title: 'Kept of this machine', description: 'Paths that go along although they are secret or are left out of a copy of this machine otherwise, such as etc/wireguard or home/me. Whoever is on the network can fetch what is in an image.', essential: true,
	}),
	network: choice([
		{value: 'dhcp', label: 'By DHCP', help: 'Every wired card asks for an address, as the firmware did. What the tree says of its network, such as the fixed address of the machine it was, is set aside.'},
		{value: 'keep', label: 'As the tree has it', help: 'Right for a tree that was made for these nodes and sets up their network itself.'},
	], {title: 'Network of the system', description: 'How a node is in the network once its system runs.'}).default('dhcp'),
	files: filesFolder.meta({title: 'Own files', description: 'A folder on this machine whose files go over those of the tree, as root\'s; a relative path starts at the recipe.'}),
	services: z.record(unitName, z.enum(['on', 'off'], {error: 'is neither on nor off'})).default({}).meta({
		title: 'Services', description: 'Units of systemd that start with the node, or do not, such as {bluetooth.service: off}. Where the root is gone with the power, what is of use on a machine with disks only is off: apt-daily.timer, e2scrub_reap.service and others, which the log of the root step names.',
	}),
	selinux: choice([
		{value: 'keep', label: 'As it is', help: 'What the tree says. Where it enforces, labels are restored at boot, which takes a while.'},
		{value: 'permissive', label: 'Permissive', help: 'Says what it would forbid, and forbids nothing.'},
		{value: 'disabled', label: 'Off', help: 'A tree in RAM loses its labels; without them an enforcing system does not come up.'},
	], {title: 'SELinux', description: 'Only where the tree has it.'}).default('disabled'),
}).meta({title: 'Root tree', description: 'Where the files of the node\'s system come from, and what becomes of them.'});

const optionName = z.string().regex(/^(?!CONFIG_)\w+$/, {error: 'is not the name of a kernel option such as VIRTIO_NET, written without CONFIG_'});
const notAValue = {error: 'is not a value of a kernel option: write y, m or n, a whole number or a text'};
const optionValue = z.union([z.int(), z.string().regex(/^(?!(?:[Yy]es|[Nn]o|[Oo]n|[Oo]ff|[Tt]rue|[Ff]alse)$)[\x20-\x7E]*$/, notAValue)], notAValue);

const source = z.strictObject({
	package: z.string().regex(/^linux-source[\d+\-.a-z]*$/, {error: 'is not the name of a source package such as linux-source-6.1'}).optional().meta({
		title: 'Source package', description: 'Package of the distribution that holds the kernel\'s source, such as linux-source-6.1; downloaded and unpacked, never installed.', essential: true,
	}),
	path: localPath.optional().meta({title: 'Source on this machine', description: 'A folder or an archive (tar, packed or not) with the kernel\'s source; a relative path starts at the recipe.'}),
	url: address(/^https?$/, 'https://example.org/linux-6.12.tar.xz').optional().meta({title: 'Source address', description: 'Archive of the kernel\'s source on the network; needs sha256 beside it.'}),
	sha256: z.string().toLowerCase().regex(/^[\da-f]{64}$/, {error: 'is not a SHA-256 sum: 64 hexadecimal digits'}).optional().meta({title: 'Its SHA-256', description: 'Sum of the archive at that address.'}),
}).meta({title: 'Kernel source', description: 'Where the source of a built kernel comes from: a package, a path or an address.'});

const bundle = choice([
	{value: 'virtio', label: 'Virtual machines', help: 'Network card and disk of QEMU, KVM and most clouds (virtio), and the kernel\'s own manners as a guest.'},
	{value: 'intel-nics', label: 'Intel network cards', help: 'e1000, e1000e, igb, igc, ixgbe: from the cards of old servers to the I225.'},
	{value: 'realtek-nics', label: 'Realtek network cards', help: 'r8169 with its PHYs, 8139: most consumer boards.'},
	{value: 'broadcom-nics', label: 'Broadcom network cards', help: 'tg3 and bnx2: servers and older desktops. bnx2 wants firmware files.'},
	{value: 'usb-nics', label: 'USB network adapters', help: 'r8152, ax88179, asix, cdc-ether, with the USB host controllers.'},
	{value: 'usb-keyboard', label: 'USB keyboard', help: 'So that the shell on the screen can be typed into.'},
	{value: 'screen', label: 'Screen under UEFI', help: 'A console on the picture that the firmware leaves; BIOS text screens work without.'},
	{value: 'smp', label: 'Several cores', help: 'Without it the node uses one core, whatever it has.'},
	{value: 'hardened', label: 'Hardened', help: 'Stack protector, mitigations of processor faults, strict memory. A little larger and slower; for networks with others in them.'},
	{value: 'containers', label: 'Containers', help: 'Namespaces, control groups, bridges, veth, overlay and packet filters: what podman, k3s and systemd want.'},
	{value: 'disks', label: 'Disks', help: 'SATA, NVMe and USB disks with ext4, for what the node keeps.'},
	{value: 'ramdisk', label: 'RAM disk', help: 'root=/dev/ram0 with ext2, made by the kernel itself.'},
	{value: 'squashfs-overlay', label: 'Squashfs and overlay', help: 'A packed image as the root, writable by a layer in RAM.'},
	{value: 'nfs-root', label: 'Root over NFS', help: 'NFS versions 3, 4.0, 4.1 and 4.2, mounted by the kernel itself.'},
], {title: 'Bundles', description: 'What the kernel must be able to do.'});

const kernel = z.strictObject({
	from: choice([
		{value: 'distribution', label: 'This machine\'s distribution', help: 'The kernel package of the distribution you run ramstrap on, downloaded and unpacked, never installed.'},
		{value: 'build', label: 'One of your own', help: 'Built from source with the options you choose: smaller and without modules, and it can do what no distribution kernel can (an address by ip=dhcp, root over NFS, /dev/ram0). Takes some minutes the first time.'},
	], {title: 'Kernel', description: 'Where the kernel comes from.', essential: true}).default('distribution'),
	package: z.string().regex(/^[\da-z][\d+\-.a-z]+$/, {error: 'is not a package name'}).optional().meta({
		title: 'Kernel package',
		description: 'Name of the kernel package, for example linux-image-cloud-amd64 for virtual machines only. Default: the distribution\'s kernel for every PC.',
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
	modules: z.union([
		choice([
			{value: 'needed', label: 'Those needed', help: 'The drivers above, and what the strategy takes.'},
			{value: 'all', label: 'All', help: 'Every module of the kernel: 390 MB with Debian\'s, in RAM where the root is.'},
		], {title: 'Modules', description: ''}),
		z.array(z.string().regex(/^[\w-]+$/, {error: 'is not a module name such as br_netfilter'})).min(1),
	]).default('needed').meta({title: 'Modules of the system', description: 'Which modules the system has besides the drivers: needed, all, or a list of more names such as [br_netfilter, nft_masq].'}),
	firmware: localPath.optional().meta({title: 'Firmware', description: 'A folder on this machine with files that the named drivers load into their cards, laid out as /lib/firmware. Default: /lib/firmware of this machine. With all-network none go along.'}),
	source: source.optional(),
	bundles: z.array(bundle).default([]).meta({title: 'Bundles', description: 'What the kernel must be able to do beyond what the recipe needs anyway: set in a built kernel, looked for in any other.'}),
	options: z.record(optionName, optionValue).default({}).meta({title: 'Options', description: 'Single options of a built kernel, such as {VIRTIO_NET: y}. Each one must survive the configuration, or the build stops and says why.'}),
	fragment: localPath.optional().meta({title: 'Fragment', description: 'A file with lines such as CONFIG_VIRTIO_NET=y, for a built kernel; a relative path starts at the recipe.'}),
}).meta({title: 'Kernel', description: 'The kernel and the drivers the node carries.'});

const compression = choice([
	{value: 'zstd', label: 'zstd', help: 'Fast to make, fast to unpack, small enough. Right nearly always.'},
	{value: 'gzip', label: 'gzip', help: 'What every kernel can unpack; slower to make than zstd, and larger.'},
	{value: 'xz', label: 'xz', help: 'Smaller on the wire than zstd; takes longer to make, and to unpack on the node.'},
	{value: 'lz4', label: 'lz4', help: 'The fastest to unpack, and by far the largest compressed form.'},
	{value: 'none', label: 'not compressed', help: 'Nothing to unpack; two to four times the bytes on the wire.'},
], {title: 'Compression', description: 'How what the node loads is packed for the wire.', essential: true});

const node = z.strictObject({
	hostname: hostname.optional().meta({title: 'Host name', description: 'Name of the node. Default: the name of the recipe.'}),
	password: z.string().regex(/^\$(?:[5-7y]|gy|2[aby])\$[!-9;-~]+$/, {error: 'is not the crypt hash of a password (openssl passwd -6 makes one); a password itself never stands in a recipe'}).optional().meta({
		title: 'Root password', description: 'Crypt hash of root\'s password. Default: nobody logs in with one.', essential: true, secret: true,
	}),
	keys: keyFiles.meta({
		title: 'SSH keys', description: 'Files with public keys that may log in as root, such as ~/.ssh/id_ed25519.pub.', essential: true,
	}),
	failure: choice([
		{value: 'shell', label: 'A shell', help: 'Says what is wrong and waits with a shell.'},
		{value: 'reboot', label: 'Try again', help: 'Says what is wrong, waits a minute and starts anew: for machines that nobody sits at.'},
	], {title: 'When the boot fails', description: 'What the node does when it cannot get its root.'}).default('shell'),
	memory: memoryMib.default(512).meta({
		title: 'Memory of the node', description: 'Memory of your smallest node, in MiB. The rehearsal gives its virtual machines as much.', essential: true,
	}),
	console: z.array(z.string().refine(name => consoleKind(name) !== undefined, {error: 'is not a console of a PC or a virtual machine, such as tty0, ttyS0, ttyS0,115200n8, ttyUSB0 or hvc0'})).min(1).max(8).default(['tty0', 'ttyS0']).meta({
		title: 'Consoles', description: 'Where the kernel writes; the last one also gets the shell. tty0 is the screen, ttyS0 the first serial port, hvc0 the console of a virtual machine.',
	}),
	timezone: z.string().regex(/^[a-z][\w+-]*(?:\/[\w+-]+)*$/i, {error: 'is not a time zone such as Europe/Berlin'}).default('UTC').meta({
		title: 'Time zone', description: 'Name of the node\'s time zone, as in /usr/share/zoneinfo.',
	}),
	locale: z.string().regex(/^[\w\-.@]+$/, {error: 'is not a locale such as C.UTF-8'}).default('C.UTF-8').meta({title: 'Locale', description: 'Language and character set of the system. Other than C.UTF-8 it must be in the tree.'}),
	words: z.array(commandLineWord).default([]).meta({
		title: 'Kernel words', description: 'More words for the kernel\'s command line. "shell" gives a shell before anything else; "rambox" hands over to /sbin/init.',
	}),
}).meta({title: 'Node', description: 'The machine that boots.'});

const server = z.strictObject({
	dhcp: choice([
		{value: 'proxy', label: 'Beside the router\'s', help: 'The router goes on handing out addresses; ramstrap only tells machines that ask to boot from the network what to boot (proxyDHCP). Right for most homes: nobody else on the network notices.'},
		{value: 'full', label: 'Our own, on a network of its own', help: 'ramstrap hands out the addresses. For a network where no other DHCP server answers: a switch of its own, or a VLAN.'},
		{value: 'external', label: 'The router\'s alone', help: 'The router says what to boot, too; ramstrap serve prints the lines to enter there. For routers that can tell firmware from iPXE, and networks where no second answer gets through.'},
	], {title: 'DHCP', description: 'Who hands out addresses.', essential: true}).default('full'),
	rivals: choice([
		{value: 'refuse', label: 'Do not start', help: 'Two servers that hand out addresses give the same one twice, and machines lose their network.'},
		{value: 'ignore', label: 'Start all the same', help: 'Only where you know that the other one answers nobody but itself, or hands out other addresses of the same network.'},
	], {title: 'Another DHCP server', description: 'What to do when another server hands out addresses on the network that ours is to serve.'}).default('refuse'),
	interface: z.string().regex(/^[^\s/]{1,15}$/, {error: 'is not the name of a network interface such as eth0'}).optional().meta({
		title: 'Interface', description: 'Where nodes are served. Default: where the default route goes.',
	}),
	subnet: z.cidrv4({error: 'is not a subnet such as 192.168.24.0/24'}).default('192.168.24.0/24').meta({
		title: 'Subnet', description: 'Network of the nodes. The server takes its first address, nodes get addresses from the middle.', essential: true,
	}),
	range: z.string().regex(/^\d+(?:\.\d+){3}-\d+(?:\.\d+){3}$/, {error: 'is not a range such as 192.168.24.100-192.168.24.199'}).optional().meta({title: 'Range', description: 'Addresses for nodes that have none of their own, such as 192.168.24.100-192.168.24.199. Default: the middle two fifths of the subnet, without gateway and dns.'}),
	lease: z.string().regex(/^(?:[1-9]\d{0,5}[dhms]|infinite)$/, {error: 'is not a time such as 30m, 12h or 7d'}).default('1h').meta({title: 'Lease', description: 'How long an address that ramstrap hands out is a node\'s own: 30m, 12h, 7d.'}),
	gateway: ipv4.optional().meta({title: 'Gateway', description: 'The router that nodes are told, where ramstrap hands out the addresses; it is in the subnet. Default: none.'}),
	dns: z.array(ipv4).default([]).meta({title: 'DNS', description: 'The name servers that nodes are told, where ramstrap hands out the addresses.'}),
	unknown: choice([
		{value: 'serve', label: 'Served', help: 'Every machine that asks to boot from the network boots this recipe.'},
		{value: 'refuse', label: 'Refused', help: 'Only the machines listed under nodes get an answer.'},
	], {title: 'Unknown machines', description: 'What machines get that are not listed under nodes.'}).default('serve'),
	bios: choice([
		{value: 'ipxe', label: 'iPXE', help: 'Loads everything over HTTP and knows many network cards. Right for most.'},
		{value: 'pxelinux', label: 'PXELINUX', help: 'The classic loader with its menu and pxelinux.cfg files; for machines on which iPXE hangs.'},
	], {title: 'First stage for BIOS machines', description: 'The program a BIOS machine\'s network card loads first. UEFI machines always load iPXE.'}).default('ipxe'),
	keep: z.int().min(1).max(100).default(3).meta({title: 'Versions kept', description: 'How many published versions are kept for a rollback, the one in use among them.'}),
	timeout: z.int().min(0).max(3600).default(3).meta({
		title: 'Menu timeout', description: 'Seconds the boot menu waits for a key before it boots the recipe; 0 shows no menu.',
	}),
}).meta({title: 'Server', description: 'How this machine serves the nodes.'});

const pinnedNode = z.strictObject({
	mac: mac.meta({title: 'MAC', description: 'Hardware address of the node\'s network card; 52:54:00:*:*:* stands for all that begin so and have no entry of their own.'}),
	name: hostname.optional().meta({title: 'Name', description: 'Host name of this node.'}),
	address: ipv4.optional().meta({title: 'Address', description: 'The address this node always gets.'}),
	memory: memoryMib.optional().meta({title: 'Memory', description: 'Memory of this node in MiB, if it is not that of node.memory.'}),
	keys: keyFiles.meta({title: 'SSH keys', description: 'Files with public keys that may log in as root of this node, beside those of node.keys.'}),
	files: filesFolder.meta({title: 'Own files', description: 'A folder on this machine whose files go over the root of this node alone, as root\'s; a relative path starts at the recipe.'}),
	words: z.array(commandLineWord).default([]).meta({title: 'Kernel words', description: 'More kernel words for this node only.'}),
	recipe: hostname.optional().meta({title: 'Recipe', description: 'Another published recipe that this node boots when nobody presses a key.'}),
});

export const recipeSchema = z.strictObject({
	version: z.literal(1, {error: 'is not a recipe format this ramstrap knows; write 1'}).meta({title: 'Format', description: 'Version of the recipe format.', essential: true}),
	name: hostname.meta({title: 'Name', description: 'Name of the recipe: its file, its folder and its address on the boot server.', essential: true}),
	strategy: choice([
		{value: 'busybox-initramfs', label: 'BusyBox brings it into RAM', help: 'A small initramfs is the whole system, or brings your distribution into RAM. Simple to see through, needs no server once it is up. In the initramfs itself containers (k3s, podman) do not run: pivot_root fails there.'},
		{value: 'dracut-toram', label: 'Image copied to RAM', help: 'An initramfs made by dracut copies a squashfs image or an archive into RAM and starts the distribution\'s own init. A squashfs stays packed in memory. Needs no server once it is up.'},
		{value: 'ramdisk-ext2', label: 'RAM disk', help: 'An ext2 image in /dev/ram0, made by the kernel itself (a built kernel before 7.0) or by a small initramfs. The classic way; takes the most memory, and all of it for good.'},
		{value: 'nfs-root', label: 'Root over NFS', help: 'The root file system stays on this machine and is read when needed: takes next to no memory and starts at once, but the server must stay up. Writable for one node, or shared by many with a layer in RAM each.'},
	], {title: 'Strategy', description: 'How the root file system reaches the node.', essential: true}),
	root: choice([
		{value: 'initramfs', label: 'Stay in the initramfs', help: 'The archive the kernel unpacks is the root file system for good.'},
		{value: 'squashfs', label: 'Keep a packed image in RAM', help: 'The initramfs fetches a squashfs image into RAM and starts the distribution\'s own init on it, with a writable layer above. Takes a third less memory than the same unpacked, and is up sooner.'},
		{value: 'tmpfs', label: 'Move to a tmpfs', help: 'The initramfs unpacks a larger root into a tmpfs and starts the distribution\'s own init there: a plain file system without layers.'},
	], {title: 'Root', description: 'Where the root file system lives.', essential: true}).default('initramfs'),
	archive: choice([
		{value: 'fetched', label: 'Fetched by the initramfs', help: 'A small initramfs loads it over HTTP and checks its SHA-256. No size walls of boot loaders.'},
		{value: 'embedded', label: 'Inside the initramfs', help: 'One file holds all: for loaders that can do nothing else. All of it lies in memory twice while it unpacks, and BIOS loaders take no more than some 2 GiB.'},
	], {title: 'Archive', description: 'How the archive of the root travels.'}).default('fetched'),
	image: choice([
		{value: 'squashfs', label: 'Squashfs', help: 'A packed file system, copied whole and read in place: it stays packed in memory, and nothing has to be unpacked before the system starts.'},
		{value: 'archive', label: 'Archive', help: 'A tar archive, unpacked into a tmpfs: a plain writable root without layers.'},
	], {title: 'Image', description: 'What is copied into RAM.', essential: true}).default('squashfs'),
	mount: choice([
		{value: 'initramfs', label: 'A small initramfs', help: 'Works with every distribution\'s kernel.'},
		{value: 'kernel', label: 'The kernel', help: 'No initramfs at all; needs a kernel built for it.'},
	], {title: 'Mounted by', description: 'Who mounts the RAM disk, or the root over NFS.', essential: true}).default('initramfs'),
	overlay: choice([
		{value: 'tmpfs', label: 'A layer in RAM', help: 'Changes go to a tmpfs above the image and are gone with the power.'},
		{value: 'zram', label: 'A packed layer in RAM', help: 'The same on a disk in memory that packs what is written (zram): programs take little more than half the room.'},
		{value: 'none', label: 'None', help: 'What is mounted is what is written to: with squashfs its content is copied to a tmpfs, over NFS the nodes write on the server.'},
	], {title: 'Overlay', description: 'What makes a read-only root writable. Default: tmpfs for squashfs, none for the rest.', essential: true}).optional(),
	nfs: choice([
		{value: 'v3', label: 'NFS 3', help: 'Works with every server.'},
		{value: 'v4.0', label: 'NFS 4.0', help: 'One port for all; the server calls back to the node on a connection of its own.'},
		{value: 'v4.1', label: 'NFS 4.1', help: 'With sessions: all goes over the one connection that the node opened.'},
		{value: 'v4.2', label: 'NFS 4.2', help: 'The newest.'},
	], {title: 'NFS version', description: 'Which NFS the root of nfs-root comes over.'}).default('v4.2'),
	size: z.string().regex(/^(?:[1-9]\d?%|100%|\d+[gkm]?)$/i, {error: 'is not a size such as 80% or 2G'}).default('80%').meta({
		title: 'Size of the tmpfs', description: 'How much of memory the root in RAM may take, as tmpfs counts: 80%, 2G. The kernel\'s own default is half.',
	}),
	ramdisk: z.int().min(1).max(1_048_576).optional().meta({title: 'RAM disk', description: 'Size of the image of ramdisk-ext2, in MiB. Default: what the tree takes and 64 MiB to write in.'}),
	tree: tree.prefault({}),
	kernel: kernel.prefault({}),
	compression: compression.default('zstd'),
	node: node.prefault({}),
	server: server.prefault({}),
	nodes: z.array(pinnedNode).default([]).meta({title: 'Known nodes', description: 'Machines with something of their own: a name, an address, SSH keys, files. No image is built for it.'}),
});

/** A complete recipe: every default filled in. */
export type Recipe = z.output<typeof recipeSchema>;

/** What may stand in a file: everything with a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;

export type StrategyName = Recipe['strategy'];
export type Compression = Recipe['compression'];
export type BundleName = Recipe['kernel']['bundles'][number];
