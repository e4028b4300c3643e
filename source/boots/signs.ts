/**
Words that say more than any position does, and what to do where they do not say it. Quoted from the kernel
(init/do_mounts.c, init/initramfs.c, mm/oom_kill.c), from our own /init and from our dracut module.
*/
export const signs: ReadonlyArray<{sign: RegExp; cause: (facts: {memory: string}, words: string) => string}> = [
	{
		sign: /no driver for a network card: none/,
		cause: () => 'The node has no network card that the running system can see: it has none on the PCI bus.',
	},
	{
		sign: /(?:no driver for a network card:|no network card has a driver) \(?([\d :a-f]+)/i,
		cause: (_, ids) => `No driver: the image carries none for the node's network card (PCI ${ids}). Set kernel.drivers to all-network, or add the module for that card.`,
	},
	{
		sign: /a shell was asked for/,
		cause: () => 'The word "shell" stands on the kernel\'s command line, so the node stops there for somebody to type. Take it out of node.words.',
	},
	{
		sign: /did not fit into the (\d+) MiB of memory/,
		cause: (_, mib) => `Too little memory: the node has ${mib} MiB. Give it more (--memory), or carry fewer drivers.`,
	},
	{
		sign: /Unable to mount root fs via NFS/,
		cause: () => 'The kernel asked the NFS server for its root, and did not get it: the server gives out no such folder to this node, or not in this version of NFS, or a firewall lies between (TCP 2049; for NFS 3 also 111 and 20048). The server\'s own log says more.',
	},
	{
		sign: /Unable to mount root fs(?! via NFS)/,
		cause: () => 'The kernel found no initial archive: it was not loaded, or (in UEFI) is not named on the kernel\'s command line by initrd=.',
	},
	{
		sign: /initramfs unpacking failed|junk in compressed archive|invalid magic at start of compressed/i,
		cause: ({memory}) => `The kernel could not unpack the initial archive: it is damaged, compressed in a way this kernel cannot read, or does not fit in ${memory} MiB of memory.`,
	},
	{
		sign: /out of memory|system is deadlocked on memory|page allocation failure/i,
		cause: ({memory}) => `The node ran out of memory; it has ${memory} MiB. Give it more (--memory), or make the image smaller.`,
	},
	{
		sign: /No working init found|Requested init .* failed|Attempted to kill init/,
		cause: () => 'The archive has no /init that this kernel can run, or /init ended: the wrong architecture, a missing interpreter, or an error in it.',
	},
	{
		sign: /no dhcp (?:answer|server answered)|no address:/i,
		cause: () => 'Nobody answered the node\'s second DHCP request, the one the running system makes: the driver has no link, or the address range is used up.',
	},
	{
		sign: /could not boot image|no space left on device|ipxe\.org\/34182006/i,
		cause: ({memory}) => `iPXE could not place the kernel and the initial archive in memory; the node has ${memory} MiB.`,
	},
	{
		sign: /its SHA-256 begins with/,
		cause: () => 'The image on the server is not the one that was built: replaced, damaged, or built anew while the menu still names the old sum. Build it again (ramstrap run), and start again what serves it.',
	},
	{
		sign: /cut short: .*(?:no more of it|MiB came from \S+)$/m,
		cause: () => 'The file on the server is shorter than the one that was built: a copy that broke off, or a full disk. Build it again (ramstrap run), and copy it anew.',
	},
	{
		sign: /the connection (?:to \S+ )?was cut/,
		cause: () => 'The server, or something on the way to it, ended the connection: look whether the server still runs, what its log says, and whether a proxy or a firewall ends long transfers.',
	},
	{
		sign: /silent for \d+ seconds|did not answer in time/,
		cause: () => 'The server is there no more, or the way to it is gone: look whether the machine still runs, at the cable and at the switch.',
	},
	{
		sign: /^nothing (?:answers at|came from) (?!.*(?:silent|server returned))/m,
		cause: () => 'Nothing serves HTTP at that address: look whether the server runs there, and let a firewall pass its port.',
	},
	{
		sign: /the server does not have (\S+)/,
		cause: (_, url) => `What serves ${url} has no such file: it was removed, or the recipe has had another name or compression since the menu was written. Build it again (ramstrap run), or correct the address.`,
	},
	{
		sign: /too little memory: |memory ran out/,
		cause: ({memory}) => `The node has ${memory} MiB. Give it more (--memory in a rehearsal, node.memory in the recipe), or make the root smaller: fewer packages, more in tree.exclude.`,
	},
	{
		sign: /the root does not fit into its/,
		cause: ({memory}) => `Let the root fill more of the node's memory (size in the recipe), give the node more memory (it has ${memory} MiB), or make the root smaller: fewer packages, more in tree.exclude.`,
	},
	{
		sign: /could not be unpacked|neither a tar archive nor a squashfs/,
		cause: () => 'What came is damaged, or is no image at all. Build it again (ramstrap run), and look at what the server really gives out at that address.',
	},
	{
		sign: /the squashfs .*could not be mounted/,
		cause: () => 'What came is damaged, or packed in a way that this kernel does not read. Build it again (ramstrap run), or choose another compression in the recipe.',
	},
	{
		sign: /gives out no (\S+) to this node/,
		cause: (_, export_) => `Look at what the server exports (exportfs -v there): ${export_} must be among it, for the network of the nodes.`,
	},
	{
		sign: /does not speak (?:the )?NFS/,
		cause: () => 'Set nfs in the recipe to a version that the server speaks (v3, v4, v4.1 or v4.2), or turn that version on there.',
	},
	{
		sign: /the NFS server \S+ (?:does not answer|takes connections)/,
		cause: () => 'Look whether the NFS server runs, and let a firewall pass it (TCP 2049; for NFS 3 also 111 and 20048).',
	},
	{
		sign: /there is no \S+ in the (?:root|image)/,
		cause: () => 'What the node got is not the whole system that was built. Build it again (ramstrap run), or name the init it has with init= in node.words.',
	},
	{
		sign: /\(exec format error\)/i,
		cause: () => 'The root was made on or for another kind of machine: build it from packages, an image or an archive of the architecture of the nodes.',
	},
	{
		sign: /You are in (?:emergency|rescue) mode/,
		cause: () => 'The system of the node stopped in its emergency mode: a mount of its /etc/fstab or a service it cannot do without has failed; journalctl -xb says which.',
	},
];
