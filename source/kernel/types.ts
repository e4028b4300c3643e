/** `y`, `m`, `n` (for "is not set"), a number, or a text without its quotes. */
export type OptionValue = string;

/** One line somebody wants to see in a kernel's configuration. */
export type Request = {
	/** Without CONFIG_. */
	option: string;
	value: OptionValue;
	/** Who asks: `the strategy`, `bundle virtio`, `kernel.options`, `my.config`. */
	from: string;
	/** One sentence, where there is one. */
	why?: string;
	/** Kept if the tree has it; else said, and no failure. */
	preferred?: true;
	/**
	Its names in other versions of Linux. Of all its names the first that the tree knows is meant;
	a fragment sets them all.
	*/
	or?: readonly string[];
};

/** A request that did not survive the tree's own configuration. */
export type Dropped = {
	option: string;
	wanted: OptionValue;
	/** What stands in the result: `n` when it is not set or not there at all. */
	got: OptionValue;
	/**
	The conditions that do not hold, each as Kconfig would write it: `NETDEVICES`, `!MODULES`, `A || B`. Empty when
	the tree has no such option.
	*/
	unmet: string[];
	/**
	What to ask for beside it, in the order of menuconfig: `NETDEVICES` for `y`, else `NAME=value`.
	Empty when nothing helps.
	*/
	add: string[];
	/** The whole story for a person. */
	sentence: string;
};

export const groups = [
	'general', 'bus', 'networking', 'wireless', 'drivers', 'network-disks', 'graphics', 'sound', 'sensors',
	'file-systems', 'virtualization', 'security', 'debugging',
] as const;
export type Group = (typeof groups)[number];

/** An option worth choosing, out of some 13,900. */
export type CatalogueOption = {
	option: string;
	group: Group;
	/** As menuconfig has it. */
	prompt: string;
	/** One or two sentences of our own: what it is good for, what goes without it. */
	help: string;
	/** Options that must be `y` for it, all of them, whatever the tree: what "turn on" turns on with it. */
	with?: readonly string[];
	/** Name of the module it becomes with `m`, as lspci -k and lsmod show it. */
	module?: string;
	/** What to set when it is turned on, if not `y`. */
	value?: OptionValue;
};

/** An option in the file of its group. */
export type UngroupedOption = Omit<CatalogueOption, 'group'>;
