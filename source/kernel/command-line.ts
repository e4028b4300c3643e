/**
`console=` words for a list of consoles. A serial port without a speed gets the usual one: the
kernel's own default is 9600.
*/
export function consoleWords(consoles: readonly string[]): string[] {
	return consoles.map(name => `console=${/^ttyS\d+$/.test(name) ? `${name},115200n8` : name}`);
}
