/**
Words that say more than any position does, and what to do where they do not say it. Quoted from the kernel
(init/do_mounts.c, init/initramfs.c, mm/oom_kill.c), from our own /init and from our dracut module.
*/
export const signs: ReadonlyArray<{sign: RegExp; cause: (facts: {memory: string}, words: string) => string}> = [
	{
		sign: /no driver for a network card: none/,
		cause: () => 'The node has no network card on the PCI bus.',
	},
	{
		sign: /(?:no driver for a network card:|no network card has a driver) \(?([\d :a-f]+)/i,
		cause: (_, ids) => `No driver: the image has none for the node's network card (PCI ${ids}). `
			+ 'Set kernel.drivers to all-network, or add the module for that card.',
	},
	{
		sign: /a shell was requested/,
		cause: () => 'The kernel command line has "shell", so the node waits in a shell. Remove it from node.words.',
	},
	{
		sign: /did not fit into the (\d+) MiB of memory/,
		cause: (_, mib) => `Too little memory: the node has ${mib} MiB. `
			+ 'Give it more (--memory), or include fewer drivers.',
	},
	{
		sign: /Unable to mount root fs via NFS/,
		cause: () => 'The kernel could not mount its root over NFS: the server does not export the folder to this '
			+ 'node, does not support this NFS version, or a firewall blocks it (TCP 2049; for NFS 3 also 111 and '
			+ '20048). See the log of the NFS server.',
	},
	{
		sign: /Unable to mount root fs(?! via NFS)/,
		cause: () => 'The kernel found no initramfs: it was not loaded, or (with UEFI) initrd= on the kernel command '
			+ 'line does not name it.',
	},
	{
		sign: /initramfs unpacking failed|junk in compressed archive|invalid magic at start of compressed/i,
		cause: ({memory}) => 'The kernel could not unpack the initramfs: it is damaged, '
			+ `has a compression this kernel does not support, or does not fit into ${memory} MiB of memory.`,
	},
	{
		sign: /out of memory|system is deadlocked on memory|page allocation failure/i,
		cause: ({memory}) => `The node ran out of memory; it has ${memory} MiB. `
			+ 'Give it more (--memory), or make the image smaller.',
	},
	{
		sign: /No working init found|Requested init .* failed|Attempted to kill init/,
		cause: () => 'The initramfs has no /init that this kernel can run, or /init ended: wrong architecture, missing '
			+ 'interpreter, or an error in it.',
	},
	{
		sign: /bad shim signature/,
		cause: () => 'Secure Boot is on, and nobody that the boot loader trusts signed this kernel. Boot a kernel of '
			+ 'Debian, or turn Secure Boot off in the firmware.',
	},
	{
		sign: /failed to load boot\d.*access denied|: security violation/i,
		cause: () => 'Secure Boot is on and rejects the boot loader, which is not signed: set server.uefi: grub, or '
			+ 'turn Secure Boot off in the firmware.',
	},
	{
		sign: /no dhcp (?:answer|server answered)|no address:/i,
		cause: () => 'No server answered the DHCP request of the running system: the driver has no link, or no address '
			+ 'is free.',
	},
	{
		sign: /could not boot image|no space left on device|ipxe\.org\/34182006/i,
		cause: ({memory}) => 'iPXE could not load the kernel and the initramfs into memory; '
			+ `the node has ${memory} MiB.`,
	},
	{
		sign: /its SHA-256 begins with/,
		cause: () => 'The image on the server is not the one that was built: it was replaced or damaged, or the menu '
			+ 'still has the checksum of an older build. Build it again (ramstrap run), and restart serving.',
	},
	{
		sign: /cut short: .*(?:no more of it|MiB came from \S+)$/m,
		cause: () => 'The file on the server is shorter than the one that was built: an incomplete copy, or a full '
			+ 'disk. Build it again (ramstrap run), and copy it again.',
	},
	{
		sign: /the connection (?:to \S+ )?was cut/,
		cause: () => 'The server, or a device on the way to it, closed the connection. Check that the server runs, '
			+ 'check its log, and check for a proxy or firewall that ends long transfers.',
	},
	{
		sign: /silent for \d+ seconds|did not answer in time/,
		cause: () => 'The server can no longer be reached. Check the server, the cable and the switch.',
	},
	{
		sign: /^nothing (?:answers at|came from) (?!.*(?:silent|server returned))/m,
		cause: () => 'No HTTP server answers at that address. Check that the server runs there, and open its port in '
			+ 'the firewall.',
	},
	{
		sign: /the server does not have (\S+)/,
		cause: (_, url) => `What serves ${url} has no such file: it was removed, `
			+ 'or the name or compression of the recipe has changed since the menu was written. '
			+ 'Build it again (ramstrap run), or correct the address.',
	},
	{
		sign: /too little memory: |memory ran out/,
		cause: ({memory}) => `The node has ${memory} MiB. Give it more (--memory in a rehearsal, `
			+ 'node.memory in the recipe), or make the root smaller: fewer packages, more in tree.exclude.',
	},
	{
		sign: /the root does not fit into its/,
		cause: ({memory}) => 'Allow the root more of the node\'s memory (size in the recipe), '
			+ `give the node more memory (it has ${memory} MiB), `
			+ 'or make the root smaller: fewer packages, more in tree.exclude.',
	},
	{
		sign: /could not be unpacked|neither a tar archive nor a squashfs/,
		cause: () => 'The download is damaged, or is not an image. Build it again (ramstrap run), and check what the '
			+ 'server sends at that address.',
	},
	{
		sign: /the squashfs .*could not be mounted/,
		cause: () => 'The download is damaged, or has a compression this kernel does not support. Build it again '
			+ '(ramstrap run), or choose another compression in the recipe.',
	},
	{
		sign: /does not export (\S+) to this node/,
		cause: (_, export_) => 'Check what the server exports (exportfs -v there): '
			+ `it must export ${export_} to the network of the nodes.`,
	},
	{
		sign: /does not support (?:the requested )?NFS/,
		cause: () => 'Set nfs in the recipe to a version the server supports (v3, v4, v4.1 or v4.2), or turn that '
			+ 'version on there.',
	},
	{
		sign: /the NFS server \S+ (?:does not answer|takes connections)/,
		cause: () => 'Check that the NFS server runs, and open its ports in the firewall (TCP 2049; for NFS 3 also 111 '
			+ 'and 20048).',
	},
	{
		sign: /there is no \S+ in the (?:root|image)/,
		cause: () => 'The node did not get the complete system. Build it again (ramstrap run), or set the path of its '
			+ 'init with init= in node.words.',
	},
	{
		sign: /\(exec format error\)/i,
		cause: () => 'The root file system is for another architecture. Build it from packages, an image or an archive '
			+ 'for the architecture of the nodes.',
	},
	{
		sign: /^hardware test failed: /,
		cause: () => 'What was tested is broken, or badly connected: swap it, its cable or its slot, and start the '
			+ 'node again. On the node /run/ramstrap/tests has all results.',
	},
	{
		sign: /You are in (?:emergency|rescue) mode/,
		cause: () => 'The system stopped in emergency mode: a mount in /etc/fstab or a required service has failed; '
			+ 'journalctl -xb shows which.',
	},
];
