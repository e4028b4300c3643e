/** What a device is for, as far as booting from the network and running from RAM goes. */
export type Use =
	| 'network' | 'storage' | 'input'
	/** Other devices hang on it: USB controllers, virtio. */
	| 'bus'
	/** A node boots and runs without it: sound, pictures, wireless. */
	| 'other'
	/** Works without any driver. */
	| 'none'
	/** Nothing tells what it is for. */
	| 'unknown';

/** What is known of a kind of device. `why`: of `other` and `none`, why nobody need look for a driver. */
export type DeviceKind = {name: string; use: Use; why?: string};

/** Something in the target machine that may want a driver. */
export type Device = {
	/** For people: `Ethernet: Intel Ethernet Connection (2) I219-V [8086:15b8]`. */
	label: string;
	/** As modaliases spell it: `pci`, `usb`, `virtio`, …; `module` for a line of lsmod. */
	bus: string;
	/** Vendor and device in hexadecimal small letters: `8086:15b8`. */
	ids?: string;
	/** PCI class in hexadecimal, with the programming interface where it is known: `0200`, `010601`. */
	class?: string;
	/** The kernel's own name of it. What is not known stands as `*`. */
	modalias?: string;
	use: Use;
	why?: string;
	/** A wired network card. */
	network?: true;
	/** Modules that were named beside it; the one in use alone, where that was said. */
	modules: string[];
	/** All that were named, where one of them was in use: another kernel may have another one. */
	others?: string[];
};

/** What is known of a module's place in the kernel's configuration. */
export type DriverFacts = {
	/** Without CONFIG_. Each of them builds the module. */
	options: string[];
	/** Options that must be y for it. */
	with: string[];
	/** Where its source lies: `drivers/net/ethernet/intel/e1000e`. */
	folder?: string;
};

/** Which module drives what, and which option makes it. */
export type DriverTables = {
	/** Pairs of a pattern, as in modules.alias, and a module. */
	aliases: AliasIndex;
	/** By name, with underscores. */
	drivers: ReadonlyMap<string, DriverFacts>;
	/** Every driver of the kernel at hand is among them: what is not, that kernel does not have. */
	complete?: boolean;
};

export type Alias = {pattern: string; module: string};

/** Patterns by what they begin with. */
export type AliasIndex = ReadonlyMap<string, readonly Alias[]>;
