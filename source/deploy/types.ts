import type {PackageManager} from '../host/types.ts';
import type {Version} from '../publish/version.ts';

/** All that is to be on this machine for a recipe to be served from now on, in the order in which it comes to be. */
export type Deployment = {
	recipe: string;
	interface: string;
	/** Of this machine on that interface. */
	address: string;
	changes: Change[];
	/** How it is seen that all of it works. */
	proofs: Proof[];
};

/** One thing that will be there. Paths are absolute, and of files that nobody but us has. */
export type Change =
	| {kind: 'package'; manager: PackageManager; name: string}
	| {kind: 'folder'; path: string}
	| {kind: 'file'; path: string; text: string}
	/** The first of `from` that is there: a package may bring it only now. */
	| {kind: 'copy'; path: string; from: string[]; mode: number}
	/** What nodes boot. `sources`: where its files are now. `keep`: how many versions stay. */
	| {kind: 'version'; folder: string; version: Version; sources: Record<string, string>; keep: number}
	/** A port such as `69/udp`. */
	| {kind: 'opening'; firewall: 'firewalld' | 'ufw'; interface: string; port: string; note: string}
	/**
	A systemd unit, enabled and running. `starts`: units it starts by itself. `of`: paths it is to be started anew for.
	Without `ours` it belongs to the machine.
	*/
	| {kind: 'unit'; name: string; ours: boolean; starts: string[]; of: string[]}
	/**
	What a program must be told: `doing` when one of the paths has changed, `undoing` when what stands after it in the
	list was put back.
	*/
	| {kind: 'command'; title: string; doing?: string[]; undoing?: string[]; of: string[]};

export type ChangeOf<Kind extends Change['kind']> = Extract<Change, {kind: Kind}>;

export type Proof =
	| {kind: 'unit'; name: string}
	| {kind: 'http'; url: string; file?: string}
	| {kind: 'tftp'; server: string; name: string; file: string}
	| {kind: 'dhcp'; address: string; interface: string}
	| {kind: 'nfs'; server: string; path: string; version: string};

/** What is there where a change is to be; plain data, as it goes into the journal. */
export type Present =
	/**
	`automatic`: apt removes it with the last one that needs it. `coming`: all that its installation brings.
	`users`: those whom it would make that are there already.
	*/
	| {kind: 'package'; installed: boolean; automatic?: boolean; coming: string[]; users: string[]}
	| {kind: 'folder'; exists: boolean}
	| {kind: 'file'; content?: string; mode?: number}
	/** `source`: SHA-256 of what is to be copied, as far as it is there. */
	| {kind: 'copy'; sha256?: string; source?: string; mode?: number}
	/** `current`: the id of what nodes boot. */
	| {kind: 'version'; exists: boolean; current?: string}
	| {kind: 'opening'; permanent: boolean; runtime: boolean}
	| {kind: 'unit'; enabled: boolean; active: boolean}
	| {kind: 'command'};

export type PresentOf<Kind extends Change['kind']> = Extract<Present, {kind: Kind}>;

/** One change that was made or begun. Written before it is made. */
export type JournalEntry = {
	change: Change;
	/** What was there before we came; of a later deployment, too. */
	former: Present;
	/** Every content that was ever ours here, as SHA-256. */
	wrote: string[];
	/** What the change was made of when it was made; nothing while it is under way. */
	done?: string;
};

export type Journal = {version: 1; recipe: string; interface: string; address: string; entries: JournalEntry[]};

/** How changes reach the machine. */
export type World = {
	/** Before every path: `` for the machine itself, another folder in tests. */
	root: string;
	run(argv: readonly string[]): Promise<{ok: boolean; output: string}>;
	/** Whether another recipe that is deployed here made this folder. */
	isShared(folder: string): boolean;
	/** Whether dpkg runs this, for a package of its own: it removes no other one meanwhile. */
	isInDpkg?: boolean;
	/** Other recipes that are deployed here. */
	others?: readonly string[];
};

/** What is to be done about one change, for somebody to look at. */
export type Item = {
	change: Change;
	/** `gone`: it is no longer part of the deployment. */
	state: 'same' | 'new' | 'changed' | 'gone';
	present: Present;
	/** It is no longer what we wrote. */
	byHand: boolean;
};
