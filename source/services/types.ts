/** What must listen, as values. One supervisor starts any list of these; rehearse, serve and deploy differ only in where they put it. */
export type Service = {
	id: string;
	/** Configuration files to write before it starts, by path relative to the service folder. */
	files: Record<string, string>;
	process: ServiceProcess;
	ports: Port[];
};

export type Port = {protocol: 'udp' | 'tcp'; number: number; use: string};

export type ServiceProcess =
	/** A program; `{folder}` in an argument stands for the absolute path of the service folder. */
	| {kind: 'program'; argv: string[]; ready: RegExpSource}
	/** Our own HTTP server, in this very process. */
	| {kind: 'http'; site: Site};

/** Source of a regular expression that a line of the program's output matches once it serves. */
export type RegExpSource = string;

/** What the HTTP server gives out: texts made in memory, and single files. Nothing else exists for it. */
export type Site = {
	address: string;
	port: number;
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
	range: {from: string; to: string};
	nodes: KnownNode[];
};

export type KnownNode = {mac: string; name?: string; address?: string; words: string[]};

/** What a node boots, under `/<name>/` on the HTTP server. */
export type BootEntry = {
	name: string;
	title: string;
	/** URL path of the kernel, for instance `/rambox/vmlinuz`. */
	kernel: string;
	initrd: string;
	/** Words of the kernel's command line, without `initrd=`. */
	words: string[];
};
