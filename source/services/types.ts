/**
What must listen, as values. One supervisor starts any list of these; rehearse, serve and
deploy differ only in where they put it.
*/
export type Service = {
	id: string;
	/**
	Configuration to write before it starts, by path relative to the service folder. `{folder}` in a text
	stands for the absolute path of that folder.
	*/
	files: Record<string, string>;
	/**
	Files and folders to copy before it starts: path relative to the service folder → absolute path of the original.
	*/
	copies: Record<string, string>;
	process: ServiceProcess;
	ports: Port[];
};

export type Port = {protocol: 'udp' | 'tcp'; number: number; use: string};

export type ServiceProcess =
	/**
	A program; `{folder}` in an argument stands for the absolute path of the service folder. `refused`: matches a line
	of one that goes on, without what it was to serve.
	*/
	| {kind: 'program'; argv: string[]; ready: RegExpSource; refused?: RegExpSource}
	/** Our own HTTP server, in this very process. */
	| {kind: 'http'; site: Site};

/** Source of a regular expression that a line of the program's output matches once it serves. */
export type RegExpSource = string;

/** What the HTTP server gives out: texts made in memory, and single files. Nothing else exists for it. */
export type Site = {
	address: string;
	port: number;
	/**
	URL path → text. A `*` in a path stands for two hexadecimal digits, `/mac/52-54-00-*-*-*.ipxe`; of several
	that fit the one with the fewest counts.
	*/
	texts: Record<string, string>;
	/** URL path → absolute path of a file. */
	files: Record<string, string>;
};

/** Everything a boot server needs to know; the renderers are functions of this. */
export type BootNetwork = {
	interface: string;
	/** Our address on it. */
	address: string;
	netmask: string;
	dhcp: Dhcp;
	nodes: KnownNode[];
	/** Where our HTTP server listens: 80, or one that any user may have. */
	port: number;
	/** A network of a rehearsal, which has nobody else in it, and no other user than root. */
	lab: boolean;
};

/**
Who hands out the nodes' addresses. `rival`: another server does so as well, and is put up with. `unknown`: what
machines get that are not among the known nodes.
*/
export type Dhcp =
	| {
		mode: 'full';
		range: {from: string; to: string};
		lease: string;
		gateway?: string;
		dns: string[];
		unknown: 'serve' | 'refuse';
		rival?: true;
	}
	/** Another server does, such as the router's; we add what to boot (PXE 2.1, 2.2.3). */
	| {mode: 'proxy'; unknown: 'serve' | 'refuse'}
	/** Another server does, and says what to boot as well. */
	| {mode: 'external'};

/**
`mac`: of one machine, or of several with bytes left open (`52:54:00:*:*:*`). `memory`: MiB, if it is known. `initrd`:
URL path of the archive that is its own. `recipe`: what it boots first, if it is another one. `boot`: left out where it
always boots over the network.
*/
export type KnownNode = {
	mac: string;
	name?: string | undefined;
	address?: string | undefined;
	memory?: number | undefined;
	words: string[];
	initrd?: string;
	recipe?: string | undefined;
	boot?: 'once' | 'never' | undefined;
};

/** What a node boots, under `/<name>/` on the HTTP server. */
export type BootEntry = {
	name: string;
	title: string;
	/** URL path of the kernel, for instance `/rambox/vmlinuz`. */
	kernel: string;
	/** Nothing where the kernel finds its root by itself. */
	initrd?: string | undefined;
	/** Of one node alone, laid out before the other: what follows a compressed one, not every kernel finds. */
	ownInitrd?: string | undefined;
	/** Words of the kernel's command line, without `initrd=`. */
	words: string[];
	/** Debian has not signed its kernel: with Secure Boot on it does not start. */
	unsigned?: true;
};

/** What a boot menu shows, whichever loader draws it. */
export type BootMenu = {
	/** Beginning of every URL, for instance `http://192.168.24.1`. */
	server: string;
	/** The first one is booted when nobody presses a key. */
	entries: [BootEntry, ...BootEntry[]];
	/** Seconds to wait for a key; 0: no menu at all. */
	timeout: number;
	/** The local disk is booted when nobody presses a key. */
	fromDisk?: true;
};

/** The program a BIOS machine's network card loads first. */
export type BiosLoader = 'ipxe' | 'pxelinux';

/** The program a UEFI machine's network card loads first. */
export type UefiLoader = 'ipxe' | 'grub';

/** The loaders of both kinds of firmware. */
export type Loaders = {bios: BiosLoader; uefi: UefiLoader};
