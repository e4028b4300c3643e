/**
Every kind of console that the machines of a recipe can have (x86 PCs and virtual ones), once: what a recipe may name,
what its kernel must have for it, and where a system has a login over a wire. The serial ports of ARM boards (ttyAMA),
gadgets (ttyGS) and mainframes (ttysclp) are none of these.
*/
const kinds: readonly ConsoleKind[] = [
	{name: 'tty', last: 63, says: 'a console on the screen', option: {option: 'VT_CONSOLE', as: 'y'}},
	{name: 'ttyS', last: 255, serial: true, says: 'a serial console', option: {option: 'SERIAL_8250_CONSOLE', as: 'y'}},
	{
		name: 'ttyUSB',
		last: 255,
		serial: true,
		says: 'a console on a USB converter',
		option: {option: 'USB_SERIAL_CONSOLE', as: 'y'},
	},
	// The kernel takes it up whenever its driver comes.
	{
		name: 'hvc',
		last: 15,
		serial: true,
		says: 'the console of a virtual machine (KVM, Xen)',
		option: {option: 'VIRTIO_CONSOLE', as: 'm', or: ['HVC_XEN']},
		module: 'virtio_console',
	},
];

export type ConsoleKind = {
	name: string;
	/** Highest number that one of it may have. */
	last: number;
	/** A line, which may have a speed and has a login of its own. */
	serial?: true;
	says: string;
	option: {option: string; as: 'y' | 'm'; or?: readonly string[]};
	/** Of a distribution's kernel, which no bus asks for in time. */
	module?: string;
};

/** Of a console as a recipe names it: `ttyS0,115200n8`. */
export function consoleKind(console: string): ConsoleKind | undefined {
	const {name, number, speed} =
		/^(?<name>[A-Za-z]+)(?<number>0|[1-9]\d*)(?:,(?<speed>\d{2,7}(?:[eno](?:[78]r?)?)?))?$/.exec(console)?.groups
		?? {};
	const kind = kinds.find(one => one.name === name && Number(number) <= one.last);
	return speed === undefined || kind?.serial ? kind : undefined;
}

/** Which kind an option of the kernel is for. */
export function consoleOfOption(option: string): ConsoleKind | undefined {
	return kinds.find(kind => kind.option.option === option);
}

/** Without its speed. */
export function consoleDevice(console: string): string {
	return console.split(',', 1)[0]!;
}
