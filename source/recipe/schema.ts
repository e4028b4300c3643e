// As a namespace, or the bundle would keep zod's forty languages, for which the first frame of the wizard would wait.
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

const labelForm = /^[\da-z]([\d\-a-z]{0,61}[\da-z])?$/;
const hostname = z.string().regex(labelForm, {
	error: 'is not a host name: use 1 to 63 of a-z, 0-9 and inner hyphens (RFC 1123)',
});
// Its nodes are called so, too, where nothing else is said.
const recipeName = z.string().regex(labelForm, {
	error: 'is not the name of a recipe: use 1 to 63 of a-z, 0-9 and inner hyphens',
});
const ipv4 = z.ipv4({error: 'is not an IPv4 address such as 192.168.24.1'});
const mac = z.string()
	.overwrite(text => normalMac(text))
	.refine(text => problemOfMac(text) === undefined, {error: ({input}) => problemOfMac(input as string)});
// Paths and addresses stand in commands, comments and on the screen.
const localPath = z.string().min(1).regex(/^[^\p{Control}\u{2028}\u{2029}]*$/u, {error: 'is not a path: it contains a '
	+ 'control character, such as a line feed'});
const address = (protocol: RegExp, example: string) => z.url({protocol, error: `is not an address such as ${example}`})
	.regex(/^[!-~]+$/, {error: `is not an address such as ${example}: printable ASCII without spaces`});
const keyFiles = z.array(z.string().regex(/^[^\s\p{Control}*][^\s\p{Control}]*$/u, {
	error: 'is not the path of a public key such as ~/.ssh/id_ed25519.pub',
})).default([]);
const filesFolder = localPath.optional();
const memoryMib = z.int({error: 'is not a whole number of MiB'}).min(64, {error: 'is less than any current kernel '
	+ 'needs to boot; use 64 or more'}).max(1_048_576, {error: 'is more than 1 TiB'});
const commandLineWord = z.string().regex(/^[\x21-\x7E]+$/, {error: 'is not one word of a kernel command line: no '
	+ 'spaces, printable ASCII only'});

const treeSource = choice([
	{value: 'busybox', label: 'BusyBox only',
		help: 'A shell and 260 small tools in one 2 MB program. The smallest Linux system you can work in.'},
	{value: 'bootstrap', label: 'Packages of a distribution',
		help: 'A new system installed from packages: Debian and Ubuntu with mmdebstrap, Fedora and related '
			+ 'distributions with dnf. The first build downloads all packages and takes a minute or more.'},
	{value: 'directory', label: 'A folder', help: 'A root file system in a folder on this machine.'},
	{value: 'archive', label: 'An archive', help: 'A tar archive of a root file system, with any compression.'},
	{value: 'disk-image', label: 'A disk image',
		help: 'The Linux system on a raw or qcow2 disk image, such as a cloud image or the disk of a virtual machine.'},
	{value: 'oci', label: 'A container image',
		help: 'An OCI image: a layout, an archive, or a name in a registry. The image must contain an init; most '
			+ 'container images do not.'},
	{value: 'host', label: 'This machine',
		help: 'A copy of the system ramstrap runs on, without its host name, keys, machine-id and logs.'},
], {title: 'Operating system files',
	description: 'The source of the node\'s operating system files.', essential: true});

const component = z.string().regex(/^[a-z][\d\-a-z]*$/, {error: 'is not a component such as non-free-firmware'});

const packageSource = z.strictObject({
	url: address(/^(?:https?|file)$/, 'https://packages.example.org/debian').meta({title: 'Address',
		description: 'The address of the packages.'}),
	suite: z.string()
		.regex(/^(?:[a-z][\d\-.a-z]*(?:\/updates)?|(?:[\w\-.]+\/)*[\w\-.]*\/)$/, {
			error: 'is not the name of a suite such as trixie-backports, nor a folder such as ./',
		})
		.optional().meta({
			title: 'Debian/Ubuntu release',
			description: 'The suite, such as trixie-backports. A source without suites takes a folder that ends in a '
				+ 'slash, such as ./. Default: tree.suite.',
		}),
	components: z.array(component).default([]).meta({title: 'Components',
		description: 'The components to use from this source. Default: main.'}),
	key: localPath.regex(/\.(?:asc|gpg)$/, {error: 'is not the path of a key: a file whose name ends in .asc (text) '
		+ 'or .gpg'}).optional().meta({
		title: 'Key',
		description: 'File with the public key that signs this source; a relative path starts at the folder of the '
			+ 'recipe. The key is copied to the node for updates. Default: the keys of the distribution.',
	}),
}).meta({title: 'Package source', description: 'An additional package source.'});

const unitName = z.string().regex(/^[\w\-.:@]+\.(?:service|socket|timer|path|mount|automount|swap|target)$/, {
	error: 'is not the name of a systemd unit such as bluetooth.service',
});

const tree = z.strictObject({
	from: treeSource.default('busybox'),
	applets: z.array(z.string().regex(/^(?:[a-z][\w\-.]*|\[\[?)$/, {error: 'is not the name of a program such as vi'}))
		.optional().meta({
			title: 'Programs of BusyBox',
			description: 'Builds BusyBox from source with these programs, such as vi ps top ping, and those that the '
				+ 'node itself needs: 0.6 MB in place of 2. Default: the BusyBox of the distribution, with all its '
				+ 'programs.',
		}),
	suite: z.string()
		.regex(/^[a-z][\d\-.a-z]*$/, {error: 'is not the name of a suite such as trixie or noble'})
		.optional().meta({
			title: 'Debian/Ubuntu release',
			description: 'Debian or Ubuntu release to install, such as trixie or noble. Old releases, such as buster, '
				+ 'come from the archive server of the distribution. Default: the release of this machine.',
			essential: true,
		}),
	release: z.union([z.int().positive(), z.string().regex(/^[\d.a-z]+$/)], {error: 'is not a release such as 43'})
		.optional().meta({
			title: 'Release',
			description: 'Fedora or EL release to install with dnf, such as 43 or 9. Default: the release of this '
				+ 'machine.',
		}),
	mirror: address(/^(?:https?|file)$/, 'https://deb.example.org/debian').optional().meta({
		title: 'Mirror', description: 'The server to download packages from. Default: the mirrors of the distribution.',
	}),
	components: z.array(component).default([]).meta({
		title: 'Components',
		description: 'Components of the distribution to take packages from, such as main non-free-firmware. Default: '
			+ 'main; on Ubuntu main and universe.',
	}),
	sources: z.array(packageSource).default([]).meta({
		title: 'Additional package sources',
		description: 'Package sources besides the distribution, each with its key: backports, or the repository of a '
			+ 'vendor.',
	}),
	packages: z.array(z.string().regex(/^[\da-z][\w+\-.:]*$/i, {error: 'is not a package name'})).default([]).meta({
		title: 'Packages',
		description: 'Packages to add to the base system, such as openssh-server nginx.', essential: true,
	}),
	path: localPath.optional().meta({title: 'Path',
		description: 'Folder, archive, disk image or OCI image on this machine; a relative path starts at the folder '
			+ 'of the recipe. With applets: folder or archive with the source of BusyBox. Default: the source '
			+ 'package of the distribution.', essential: true}),
	partition: z.string().regex(/^(?:\d+|[\w+\-.]+\/[\w+\-.]+)$/, {error: 'is neither the number of a partition, such '
		+ 'as 2, nor a logical volume, such as centos/root'}).optional().meta({
		title: 'Partition',
		description: 'Partition of the disk image, such as 2, or its logical volume, such as centos/root. Default: the '
			+ 'largest partition that contains a Linux system.',
	}),
	image: z.string().regex(/^[\da-z][\w\-./:@]*$/i, {error: 'is not an image name such as '
		+ 'docker.io/library/debian:trixie'}).optional().meta({
		title: 'Image name',
		description: 'Name of a container image in a registry, such as '
			+ 'docker.io/library/debian:trixie.', essential: true,
	}),
	exclude: z.array(z.string().regex(/^[^\s\p{Control}\\]+$/u, {
		error: 'is not a path or pattern such as usr/share/doc/*',
	}))
		.default([]).meta({
			title: 'Excluded files',
			description: 'Paths and patterns of files to leave out of the image, relative to the root, such as '
				+ 'usr/share/doc/*.',
		}),
	keep: z.array(z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\p{Control}\\]+$/u, {
		error: 'is not a path relative to the root, such as etc/wireguard',
	}))
		.default([]).meta({
			title: 'Files to keep',
			description: 'Paths to copy although they contain secrets or are normally left out of a copy of this '
				+ 'machine, such as etc/wireguard or home/me. Anyone on the network can download the files in an '
				+ 'image.', essential: true,
		}),
	tmpfs: z.array(z.string().overwrite(text => text.replace(/\/$/, '')).regex(
		/^(?:\/(?!\.\.?(?:\/|$))[\w+\-.]+)+$/,
		{error: 'is not the path of a folder such as /var/lib/containers'},
	)).default([]).meta({
		title: 'Folders in RAM',
		description: 'Folders that get a tmpfs of their own, such as /var/lib/containers: podman and docker cannot '
			+ 'keep images on an overlay or over NFS. Their content is lost at power off.',
	}),
	network: choice([
		{value: 'dhcp', label: 'By DHCP',
			help: 'Every wired network card gets its address by DHCP. Network settings in the system files, such as a '
				+ 'fixed address of the original machine, are ignored.'},
		{value: 'keep', label: 'As configured in the system files',
			help: 'For system files that were made for these nodes and configure the network themselves.'},
	], {title: 'Network of the system', description: 'How the running system configures its network.'}).default('dhcp'),
	files: filesFolder.meta({title: 'Extra files',
		description: 'Folder on this machine whose files are copied over the system, owned by root; a relative path '
			+ 'starts at the folder of the recipe.'}),
	services: z.record(unitName, z.enum(['on', 'off'], {error: 'is neither on nor off'})).default({}).meta({
		title: 'Services',
		description: 'systemd units to turn on or off, such as {bluetooth.service: off}. If the root file system is '
			+ 'lost at power off, units that are useful only with disks are off by default: apt-daily.timer, '
			+ 'e2scrub_reap.service and others; the log of the root step lists them.',
	}),
	selinux: choice([
		{value: 'keep', label: 'As configured in the system files',
			help: 'Unchanged. If SELinux is enforcing, the node restores labels at boot, which takes some time.'},
		{value: 'permissive', label: 'Permissive', help: 'Logs denials, but denies nothing.'},
		{value: 'disabled', label: 'Off',
			help: 'Files in RAM lose their SELinux labels, and an enforcing system without labels does not boot.'},
	], {title: 'SELinux', description: 'The SELinux mode, if the system has SELinux.'}).default('disabled'),
}).meta({title: 'Operating system files',
	description: 'The source of the node\'s operating system files, and how ramstrap changes them.'});

const optionName = z.string().regex(/^(?!CONFIG_)\w+$/, {
	error: 'is not the name of a kernel option such as VIRTIO_NET, written without CONFIG_',
});
const notAValue = {error: 'is not a value of a kernel option: write y, m or n, a whole number or text'};
const optionValue = z.union([
	z.int(),
	z.string().regex(/^(?!(?:[Yy]es|[Nn]o|[Oo]n|[Oo]ff|[Tt]rue|[Ff]alse)$)[\x20-\x7E]*$/, notAValue),
], notAValue);

const source = z.strictObject({
	package: z.string()
		.regex(/^linux-source[\d+\-.a-z]*$/, {error: 'is not the name of a source package such as linux-source-6.1'})
		.optional().meta({
			title: 'Source package',
			description: 'Package of the distribution with the kernel source, such as linux-source-6.1. ramstrap '
				+ 'downloads and unpacks it, and does not install it.', essential: true,
		}),
	path: localPath.optional().meta({title: 'Kernel source on this machine',
		description: 'Folder or tar archive with the kernel source; a relative path starts at the folder of the '
			+ 'recipe.'}),
	url: address(/^https?$/, 'https://example.org/linux-6.12.tar.xz')
		.optional().meta({
			title: 'URL of the kernel source',
			description: 'URL of an archive with the kernel source; also needs sha256.',
		}),
	sha256: z.string().toLowerCase()
		.regex(/^[\da-f]{64}$/, {error: 'is not a SHA-256 sum: 64 hexadecimal digits'})
		.optional().meta({
			title: 'SHA-256 of the archive',
			description: 'SHA-256 checksum of the archive at that URL.',
		}),
}).meta({title: 'Kernel source', description: 'The source of a built kernel: a package, a path or a URL.'});

const bundle = choice([
	{value: 'virtio', label: 'Virtual machines',
		help: 'Network card and disk of QEMU, KVM and most clouds (virtio), and guest support.'},
	{value: 'intel-nics', label: 'Intel network cards',
		help: 'e1000, e1000e, igb, igc, ixgbe: from cards of old servers to the I225.'},
	{value: 'realtek-nics', label: 'Realtek network cards', help: 'r8169 with its PHYs, 8139: most consumer boards.'},
	{value: 'broadcom-nics', label: 'Broadcom network cards',
		help: 'tg3 and bnx2: servers and older desktops. bnx2 needs firmware files.'},
	{value: 'usb-nics', label: 'USB network adapters',
		help: 'r8152, ax88179, asix, cdc-ether, with the USB host controllers.'},
	{value: 'usb-keyboard', label: 'USB keyboard', help: 'Needed to type on the node\'s screen.'},
	{value: 'screen', label: 'Screen under UEFI',
		help: 'A console on the UEFI framebuffer. BIOS text screens work without it.'},
	{value: 'smp', label: 'Multiple cores', help: 'Without it the node uses only one core.'},
	{value: 'hardened', label: 'Hardened',
		help: 'Stack protector, mitigations of processor vulnerabilities, strict memory permissions. Slightly larger '
			+ 'and slower; for networks you share with others.'},
	{value: 'containers', label: 'Containers',
		help: 'Namespaces, control groups, bridges, veth, overlay and packet filters: needed by podman, k3s and '
			+ 'systemd.'},
	{value: 'disks', label: 'Disks', help: 'SATA, NVMe and USB disks with ext4, for data the node keeps.'},
	{value: 'ramdisk', label: 'RAM disk', help: 'root=/dev/ram0 with ext2, created by the kernel itself.'},
	{value: 'squashfs-overlay', label: 'Squashfs and overlay',
		help: 'A compressed image as root file system, with a writable layer in RAM.'},
	{value: 'nfs-root', label: 'Root over NFS',
		help: 'NFS versions 3, 4.0, 4.1 and 4.2; the kernel mounts the root itself.'},
], {title: 'Kernel features', description: 'Groups of kernel features.'});

const kernel = z.strictObject({
	from: choice([
		{value: 'distribution', label: 'Kernel of this machine\'s distribution',
			help: 'The kernel package of this machine\'s distribution. ramstrap downloads and unpacks it, and does not '
				+ 'install it.'},
		{value: 'build', label: 'Kernel built from source',
			help: 'Built with the options you choose: smaller, without modules, and with features that distribution '
				+ 'kernels lack (ip=dhcp, root over NFS, /dev/ram0). The first build takes a few minutes.'},
	], {title: 'Kernel', description: 'The source of the kernel.', essential: true}).default('distribution'),
	package: z.string().regex(/^[\da-z][\d+\-.a-z]+$/, {error: 'is not a package name'}).optional().meta({
		title: 'Kernel package',
		description: 'Name of the kernel package, for example linux-image-cloud-amd64 for virtual machines only. '
			+ 'Default: the distribution\'s kernel for all PCs.',
	}),
	drivers: z.union([
		choice([
			{value: 'all-network', label: 'Every network card',
				help: 'All wired network drivers of the kernel and their dependencies (about 42 MB uncompressed with '
					+ 'Debian\'s kernel). Boots on any PC.'},
			{value: 'none', label: 'None',
				help: 'Only drivers that are built into the kernel. With a distribution kernel the node then has no '
					+ 'network.'},
		], {title: 'Drivers', description: ''}),
		z.array(z.string().regex(/^[\w-]+$/, {error: 'is not a module name such as e1000e'})).min(1),
	]).default('all-network').meta({
		title: 'Drivers',
		description: 'Drivers in the image: all wired network cards (all-network), none, or the named modules such as '
			+ '[e1000e, r8169] with their dependencies.',
		essential: true,
	}),
	modules: z.union([
		choice([
			{value: 'needed', label: 'Only what is needed',
				help: 'The drivers above, and the modules the strategy needs.'},
			{value: 'all', label: 'All',
				help: 'All modules of the kernel: 390 MB with Debian\'s kernel, in RAM if the root file system is '
					+ 'in RAM.'},
		], {title: 'Modules', description: ''}),
		z.array(z.string().regex(/^[\w-]+$/, {error: 'is not a module name such as br_netfilter'})).min(1),
	]).default('needed').meta({title: 'Other kernel modules',
		description: 'Kernel modules besides the drivers: needed, all, or a list of additional names such as '
			+ '[br_netfilter, nft_masq].'}),
	firmware: localPath.optional().meta({title: 'Firmware',
		description: 'Folder on this machine with firmware files for the named drivers, with the layout of '
			+ '/lib/firmware. Default: /lib/firmware of this machine. With all-network no firmware is included.'}),
	source: source.optional(),
	bundles: z.array(bundle).default([]).meta({title: 'Kernel features',
		description: 'Kernel features besides those the recipe needs: turned on in a built kernel, checked in any '
			+ 'other.'}),
	options: z.record(optionName, optionValue).default({}).meta({title: 'Options',
		description: 'Options of a built kernel, such as {VIRTIO_NET: y}. If the configuration does not accept one of '
			+ 'them, the build stops and gives the reason.'}),
	fragment: localPath.optional().meta({title: 'Fragment',
		description: 'File with lines such as CONFIG_VIRTIO_NET=y, for a built kernel; a relative path starts at the '
			+ 'folder of the recipe.'}),
}).meta({title: 'Kernel', description: 'The kernel and its drivers.'});

const compression = choice([
	{value: 'zstd', label: 'zstd',
		help: 'Fast to compress and to decompress, and small. The right choice for nearly everyone.'},
	{value: 'gzip', label: 'gzip', help: 'Every kernel can decompress it. Slower to compress than zstd, and larger.'},
	{value: 'xz', label: 'xz',
		help: 'A smaller download than zstd. Slower to compress, and slower to decompress on the node.'},
	{value: 'lz4', label: 'lz4', help: 'The fastest to decompress, and by far the largest.'},
	{value: 'none', label: 'not compressed', help: 'No decompression; the download is two to four times larger.'},
], {title: 'Compression', description: 'Compression of the download.', essential: true});

const node = z.strictObject({
	hostname: hostname.optional().meta({title: 'Host name',
		description: 'Host name of the node. Default: the name of the recipe.'}),
	password: z.string().regex(/^\$(?:[5-7y]|gy|2[aby])\$[!-9;-~]+$/, {error: 'is not the crypt hash of a password '
		+ '(openssl passwd -6 makes one); a recipe never contains the password itself'}).optional().meta({
		title: 'Root password',
		description: 'Root password (only its crypt hash is stored), for the keyboard of the machine; over the '
			+ 'network root logs in with an SSH key. The image that nodes download contains the hash: choose a '
			+ 'long one. Default: root cannot log in with a password.', essential: true, secret: true,
	}),
	keys: keyFiles.meta({
		title: 'SSH keys',
		description: 'Files with public SSH keys that may log in as root, such as '
			+ '~/.ssh/id_ed25519.pub. ssh-keygen makes a pair of keys.', essential: true,
	}),
	failure: choice([
		{value: 'shell', label: 'A shell', help: 'Shows the error and starts a shell.'},
		{value: 'reboot', label: 'Try again',
			help: 'Shows the error, waits a minute and restarts: for unattended machines.'},
	], {title: 'When the boot fails',
		description: 'What the node does if it cannot load its root file system.'}).default('shell'),
	memory: memoryMib.default(512).meta({
		title: 'Memory of the node',
		description: 'Memory of your smallest node, in MiB. The virtual machines of a rehearsal get the same '
			+ 'amount.', essential: true,
	}),
	console: z.array(z.string().refine(name => consoleKind(name) !== undefined, {error: 'is not a console of a PC or a '
		+ 'virtual machine, such as tty0, ttyS0, ttyS0,115200n8, ttyUSB0 '
		+ 'or hvc0'})).min(1).max(8).default(['tty0', 'ttyS0']).meta({
		title: 'Consoles',
		description: 'Consoles for kernel messages; the last one also gets the shell. tty0 is the screen, ttyS0 the '
			+ 'first serial port, hvc0 the console of a virtual machine.',
	}),
	timezone: z.string()
		.regex(/^[a-z][\w+-]*(?:\/[\w+-]+)*$/i, {error: 'is not a time zone such as Europe/Berlin'})
		.default('UTC').meta({
			title: 'Time zone', description: 'The node\'s time zone, a name from /usr/share/zoneinfo.',
		}),
	locale: z.string()
		.regex(/^[\w\-.@]+$/, {error: 'is not a locale such as C.UTF-8'})
		.default('C.UTF-8').meta({
			title: 'Locale',
			description: 'Language and character set of the system. Locales other than C.UTF-8 must be in the system '
				+ 'files.',
		}),
	words: z.array(commandLineWord).default([]).meta({
		title: 'Kernel command line',
		description: 'Additional kernel parameters. "shell" starts a shell first; "rambox" starts /sbin/init.',
	}),
}).meta({title: 'Node', description: 'The machine that boots.'});

const tests = z.strictObject({
	hardware: z.array(choice([
		{value: 'memory', label: 'Memory',
			help: 'Writes patterns to 80 % of the free memory, and reads them back (stress-ng).'},
		{value: 'cpu', label: 'Processor', help: 'All cores compute, and check their results (stress-ng).'},
		{value: 'disks', label: 'Disks',
			help: 'Asks each disk for its health (SMART), and reads it, as far as the time allows. Writes nothing.'},
		{value: 'network', label: 'Network',
			help: 'Downloads the kernel again and again, compares it, and counts the errors of the card.'},
	], {title: 'Hardware tests', description: ''})).default([]).meta({title: 'Hardware tests',
		description: 'What a node tests of itself at each start before it counts as up: memory, cpu, disks, network. A '
			+ 'node that fails is shown as failed, with the reason.'}),
	time: z.string().regex(/^[1-9]\d{0,5}[dhms]$/, {error: 'is not a time such as 30m, 12h or 7d'}).default('1h').meta({
		title: 'Time of the tests',
		description: 'How long the node tests itself: 30m, 12h, 7d. Rehearsals test for 10 seconds.',
	}),
}).meta({title: 'Tests', description: 'What a node tests of itself before it counts as up: a burn-in.'});

const server = z.strictObject({
	dhcp: choice([
		{value: 'proxy', label: 'Keep my router\'s DHCP (home network)',
			help: 'The router continues to give out addresses. ramstrap only answers machines that ask to boot from '
				+ 'the network (proxyDHCP); other devices are not affected.'},
		{value: 'full', label: 'ramstrap gives out addresses (separate switch or VLAN)',
			help: 'For a network without another DHCP server: a separate switch or a VLAN.'},
		{value: 'external', label: 'My router does it all',
			help: 'The router gives out addresses and boot options; ramstrap serve prints the settings to enter in the '
				+ 'router. For routers that can distinguish firmware from iPXE, and networks that block a second DHCP '
				+ 'answer.'},
	], {title: 'DHCP', description: 'The DHCP server that gives out addresses.', essential: true}).default('full'),
	rivals: choice([
		{value: 'refuse', label: 'Refuse',
			help: 'Two DHCP servers can give the same address to two machines, which then lose their network '
				+ 'connection.'},
		{value: 'ignore', label: 'Start anyway',
			help: 'Only if you know that the other server does not answer these machines, or gives out different '
				+ 'addresses of the same network.'},
	], {title: 'If another DHCP server answers',
		description: 'What to do if another DHCP server gives out addresses on the network of the '
			+ 'nodes.'}).default('refuse'),
	interface: z.string()
		.regex(/^(?!\.\.?$)[\w+\-.:~]{1,15}$/, {error: 'is not the name of a network interface such as eth0'})
		.optional().meta({
			title: 'Interface',
			description: 'Network interface to serve on. Default: the interface of the default route.',
		}),
	subnet: z.cidrv4({error: 'is not a subnet such as 192.168.24.0/24'}).default('192.168.24.0/24').meta({
		title: 'Subnet',
		description: 'Network of the nodes, which get addresses from its middle. In a rehearsal the server has the '
			+ 'first address.', essential: true,
	}),
	range: z.string()
		.regex(/^\d+(?:\.\d+){3}-\d+(?:\.\d+){3}$/, {error: 'is not a range such as 192.168.24.100-192.168.24.199'})
		.optional().meta({
			title: 'Range',
			description: 'Addresses for nodes without a fixed address, such as 192.168.24.100-192.168.24.199. Default: '
				+ 'the middle two fifths of the subnet, without gateway and dns.',
		}),
	lease: z.string()
		.regex(/^(?:[1-9]\d{0,5}[dhms]|infinite)$/, {error: 'is not a time such as 30m, 12h or 7d'})
		.default('1h').meta({
			title: 'Lease time',
			description: 'How long a node may use an address from ramstrap: 30m, 12h, 7d.',
		}),
	gateway: ipv4.optional().meta({title: 'Gateway',
		description: 'Router for the nodes if ramstrap gives out addresses; it must be in the subnet. Default: none.'}),
	dns: z.array(ipv4).default([]).meta({title: 'DNS',
		description: 'Name servers for the nodes if ramstrap gives out addresses.'}),
	unknown: choice([
		{value: 'serve', label: 'Served', help: 'Every machine that boots from the network boots this recipe.'},
		{value: 'refuse', label: 'Refused', help: 'Only the machines listed under nodes get an answer.'},
	], {title: 'Unknown machines',
		description: 'What to do with machines that are not listed under nodes.'}).default('serve'),
	bios: choice([
		{value: 'ipxe', label: 'iPXE',
			help: 'Loads everything over HTTP and supports many network cards. The right choice for most machines.'},
		{value: 'pxelinux', label: 'PXELINUX',
			help: 'The classic loader with its menu and pxelinux.cfg files; for machines on which iPXE hangs.'},
	], {title: 'First stage for BIOS machines',
		description: 'The first program a BIOS machine loads over the network.'}).default('ipxe'),
	uefi: choice([
		{value: 'ipxe', label: 'iPXE',
			help: 'Loads everything over HTTP and supports many network cards. Secure Boot has to be off.'},
		{value: 'grub', label: 'shim and GRUB',
			help: 'Debian\'s signed loaders, which also start machines with Secure Boot on; the kernel must be one '
				+ 'that Debian signed. Machines with Secure Boot off boot as well.'},
	], {title: 'First stage for UEFI machines',
		description: 'The first program a UEFI machine loads over the network. With Secure Boot on only a signed one '
			+ 'starts.'}).default('ipxe'),
	keep: z.int().min(1).max(100).default(3).meta({title: 'Versions kept',
		description: 'Number of published versions to keep for a rollback, including the current one.'}),
	timeout: z.int().min(0).max(3600).default(3).meta({
		title: 'Menu timeout',
		description: 'Seconds the boot menu waits for a key before it boots the recipe; 0 shows no menu.',
	}),
}).meta({title: 'Server', description: 'How this machine serves nodes.'});

const pinnedNode = z.strictObject({
	mac: mac.meta({title: 'MAC',
		description: 'Hardware address of the node\'s network card; 52:54:00:*:*:* matches all addresses that begin '
			+ 'this way and have no entry of their own.'}),
	name: hostname.optional().meta({title: 'Name', description: 'Host name of this node.'}),
	address: ipv4.optional().meta({title: 'Address', description: 'Fixed IP address of this node.'}),
	memory: memoryMib.optional().meta({title: 'Memory',
		description: 'Memory of this node in MiB. Default: node.memory.'}),
	keys: keyFiles.meta({title: 'SSH keys',
		description: 'Files with public SSH keys that may log in as root on this node, in addition to node.keys.'}),
	files: filesFolder.meta({title: 'Extra files',
		description: 'Folder on this machine whose files are copied over the system of this node only, owned by root; '
			+ 'a relative path starts at the folder of the recipe.'}),
	words: z.array(commandLineWord).default([]).meta({title: 'Kernel command line',
		description: 'Additional kernel parameters for this node only.'}),
	recipe: recipeName.optional().meta({title: 'Recipe',
		description: 'Another published recipe that this node boots by default.'}),
	boot: choice([
		{value: 'always', label: 'Over the network', help: 'At every start.'},
		{value: 'once', label: 'Over the network once',
			help: 'Until it reports that it is up; then from its local disk. "ramstrap wake NODE --again" lets it boot '
				+ 'over the network once more.'},
		{value: 'never', label: 'From its local disk', help: 'Its name and address stay reserved.'},
	], {title: 'Boot', description: 'Where this node boots from unless someone chooses otherwise in the boot menu.'})
		.default('always'),
});

export const recipeSchema = z.strictObject({
	version: z.literal(1, {error: 'is not a recipe format this ramstrap knows; write 1'}).meta({
		title: 'Format', description: 'Version of the recipe format.', essential: true,
	}),
	name: recipeName.meta({title: 'Name',
		description: 'Name of the recipe, also of its file, its build folder and its URL.', essential: true}),
	strategy: choice([
		{value: 'busybox-initramfs', label: 'Small rescue system, or your system unpacked into RAM',
			help: 'A small BusyBox initramfs is the whole system, or loads your distribution into RAM. The node needs '
				+ 'no server once it is up. Containers (k3s, podman) do not run in the initramfs itself, because '
				+ 'pivot_root fails there.'},
		{value: 'dracut-toram', label: 'Distribution copied to RAM by dracut',
			help: 'A dracut initramfs copies a squashfs image or an archive into RAM and starts the distribution\'s '
				+ 'init. A squashfs image stays compressed in memory. The node needs no server once it is up.'},
		{value: 'ramdisk-ext2', label: 'RAM disk',
			help: 'An ext2 image in /dev/ram0, loaded by the kernel itself (a built kernel before 7.0) or by a small '
				+ 'initramfs. Uses the most memory, and never frees it.'},
		{value: 'nfs-root', label: 'Root over NFS',
			help: 'The root file system stays on this machine, and nodes read files over the network. Uses very little '
				+ 'memory and starts quickly, but the server must stay up. Writable for one node, or shared by many '
				+ 'nodes, each with its changes in RAM.'},
	], {title: 'Strategy', description: 'How should the machine get its system?', essential: true}),
	root: choice([
		{value: 'initramfs', label: 'Stay in the initramfs',
			help: 'The initramfs is the root file system; no second system is loaded.'},
		{value: 'squashfs', label: 'Keep a compressed image in RAM',
			help: 'The initramfs downloads a squashfs image into RAM and starts the distribution\'s init on it, with a '
				+ 'writable layer on top. Uses a third less memory than the same system unpacked.'},
		{value: 'tmpfs', label: 'Unpack into a tmpfs',
			help: 'The initramfs unpacks the root file system into a tmpfs and starts the distribution\'s init there: '
				+ 'an ordinary writable file system without layers.'},
	], {title: 'Root file system',
		description: 'Where the root file system is in RAM.', essential: true}).default('initramfs'),
	archive: choice([
		{value: 'fetched', label: 'Downloaded by the initramfs',
			help: 'A small initramfs downloads it over HTTP and checks its SHA-256. The size limits of boot loaders do '
				+ 'not apply.'},
		{value: 'embedded', label: 'Inside the initramfs',
			help: 'One file contains everything, for loaders that support nothing else. While it unpacks it is in '
				+ 'memory twice, and BIOS loaders are limited to about 2 GiB.'},
	], {title: 'Archive', description: 'How the node gets the archive of the root file system.'}).default('fetched'),
	image: choice([
		{value: 'squashfs', label: 'Squashfs',
			help: 'A compressed file system, copied into RAM as a whole. It stays compressed in memory and is not '
				+ 'unpacked before the system starts.'},
		{value: 'archive', label: 'Archive',
			help: 'A tar archive, unpacked into a tmpfs: an ordinary writable file system without layers.'},
	], {title: 'Image', description: 'The kind of image to copy into RAM.', essential: true}).default('squashfs'),
	mount: choice([
		{value: 'initramfs', label: 'A small initramfs', help: 'Works with every distribution kernel.'},
		{value: 'kernel', label: 'The kernel', help: 'No initramfs; needs a kernel built for it.'},
	], {title: 'Mounted by',
		description: 'What mounts the RAM disk, or the root over NFS.', essential: true}).default('initramfs'),
	overlay: choice([
		{value: 'tmpfs', label: 'A layer in RAM',
			help: 'Changes go to a tmpfs on top of the image and are lost at power off.'},
		{value: 'zram', label: 'A compressed layer in RAM',
			help: 'Changes go to a compressed disk in RAM (zram): programs use little more than half the memory. Lost '
				+ 'at power off.'},
		{value: 'none', label: 'None',
			help: 'Nodes write to the root file system itself: a squashfs is first copied to a tmpfs; over NFS the '
				+ 'nodes write to the server.'},
	], {title: 'Overlay',
		description: 'What makes a read-only root file system writable. Default: tmpfs for squashfs, '
			+ 'otherwise none.', essential: true}).optional(),
	nfs: choice([
		{value: 'v3', label: 'NFS 3', help: 'Works with every server.'},
		{value: 'v4.0', label: 'NFS 4.0',
			help: 'One port; the server opens a second connection to the node for callbacks.'},
		{value: 'v4.1', label: 'NFS 4.1',
			help: 'With sessions: everything uses the one connection that the node opened.'},
		{value: 'v4.2', label: 'NFS 4.2', help: 'The newest.'},
	], {title: 'NFS version', description: 'NFS version for the root of nfs-root.'}).default('v4.2'),
	size: z.string()
		.regex(/^(?:[1-9]\d?%|100%|\d+[gkm]?)$/i, {error: 'is not a size such as 80% or 2G'})
		.default('80%').meta({
			title: 'Size of the tmpfs',
			description: 'How much memory the root file system in RAM may use, as a tmpfs size: 80%, 2G. The kernel\'s '
				+ 'own default is half.',
		}),
	ramdisk: z.int().min(1).max(1_048_576).optional().meta({title: 'RAM disk',
		description: 'Size of the image of ramdisk-ext2, in MiB. Default: the size of the system files plus 64 MiB of '
			+ 'free space.'}),
	tree: tree.prefault({}),
	kernel: kernel.prefault({}),
	compression: compression.default('zstd'),
	node: node.prefault({}),
	tests: tests.prefault({}),
	server: server.prefault({}),
	nodes: z.array(pinnedNode).default([]).meta({title: 'Known nodes',
		description: 'Machines with their own name, address, SSH keys or files. No separate image is built for them.'}),
});

/** A complete recipe: every default filled in. */
export type Recipe = z.output<typeof recipeSchema>;

/** What may stand in a file: everything with a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;

export type StrategyName = Recipe['strategy'];
export type Compression = Recipe['compression'];
export type BundleName = Recipe['kernel']['bundles'][number];
