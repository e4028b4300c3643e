import type {BootEntry, BootMenu} from '../types.ts';

/*
GRUB has no `||`: what may fail stands in an `if` or an `until`. Where its script ends, it waits at a prompt of its own,
where nobody is told anything; so whatever fails says so and is tried again.
*/

/**
What GRUB runs first, wherever it came from: it fetches the menu of the moment over HTTP. Without Secure Boot the
machine goes on to iPXE, which has the better menu and drivers of its own; not where the firmware itself fetched GRUB
over HTTP, whose 2.12 cannot start it then ("no DNS servers configured").
@param server beginning of every URL, `http://192.168.24.1:8080`
*/
export function renderGrubStart(server: string): string {
	const web = grubPlace(server);
	const bytes = [1, 2, 3, 4, 5, 6];
	return lines([
		'# Rendered by ramstrap; edit the recipe instead.',
		// GRUB locks itself down where shim finds Secure Boot on.
		'if [ "$lockdown" != y ]; then',
		`	if chainloader ${web}/ipxe.efi; then`,
		'		boot',
		// It was left: the firmware goes on with what comes next.
		'		exit 1',
		'	fi',
		'fi',
		// There is no other way to write the address with hyphens, as BOOTIF has it.
		[
			'regexp',
			...bytes.map(byte => `--set=${byte}:b${byte}`),
			`'${bytes.map(() => '(..)').join(':')}'`,
			'"$net_default_mac"',
		].join(' '),
		`set mac=${bytes.map(byte => `$b${byte}`).join('-')}`,
		'export mac',
		'while true; do',
		`	configfile ${web}${menuPath}`,
		`	echo "Asking ${server} for the boot menu again in 5 seconds."`,
		'	sleep 5',
		'done',
	]);
}

/**
The menu, which `renderGrubStart` has fetched; it has set `mac`.
@param own the machines that have a menu of their own, below `/mac/`
*/
export function renderGrub(menu: BootMenu, own: ReadonlyArray<{mac: string}> = []): string {
	const {server, entries, timeout, fromDisk} = menu;
	const web = grubPlace(server);
	const first = entries.find(({unsigned}) => !unsigned) ?? entries[0];
	return lines([
		...fewestOpenFirst(own).map(({mac}) =>
			`if regexp '^${hyphened(mac).replaceAll('*', '..')}$' "$mac"; then configfile ${web}${grubPath(mac)}; fi`),
		`set default=${fromDisk ? 'local' : idOf(entries[0])}`,
		`set timeout=${timeout}`,
		...(timeout > 0 ? [] : ['set timeout_style=hidden']),
		// Nobody has chosen another recipe for this machine: one that starts is offered, and waits for a key.
		...(!fromDisk && entries[0].unsigned
			? [`if [ "$lockdown" = y ]; then set default=${idOf(first)}; set timeout=-1; set timeout_style=menu; fi`]
			: []),
		...entries.flatMap(entry => menuEntry(entry, web)),
		'',
		'menuentry \'Boot from the local disk\' --id local {',
		'	exit 1',
		'}',
	]);
}

/** As everywhere: a machine's whole address goes before what matches many. */
function fewestOpenFirst<One extends {mac: string}>(own: readonly One[]): One[] {
	return own.toSorted((a, b) => a.mac.split('*').length - b.mac.split('*').length);
}

/** Where the menu is. */
export const menuPath = '/grub/menu.cfg';

/** Where a machine's own menu is: `/mac/52-54-00-12-34-56.grub`; `x` stands for what is left open. */
export function grubPath(mac: string): string {
	return `/mac/${hyphened(mac).replaceAll('*', 'x')}.grub`;
}

const hyphened = (mac: string): string => mac.replaceAll(':', '-');

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;

/** Our HTTP server, as GRUB writes it; with a port from 2.12 on. */
const grubPlace = (server: string): string => `(http,${new URL(server).host})`;

/** A name alone may be a number, which GRUB would take for a place in the menu. */
const idOf = ({name}: BootEntry): string => `boot-${name}`;

function menuEntry(entry: BootEntry, web: string): string[] {
	const {title, kernel, initrd, ownInitrd, words, unsigned} = entry;
	// The one that is a node's own first, as the other loaders have it.
	const initrds = [ownInitrd, initrd].flatMap(path => path === undefined ? [] : [web + path]);
	const given = [...words.map(word => quote(word)), 'BOOTIF=01-$mac'].join(' ');
	const load = (command: string) => [`	until ${command}; do`, ...again, '	done'];
	return [
		'',
		`menuentry ${quote(unsigned ? `${title} (not signed by Debian)` : title)} --id ${idOf(entry)} {`,
		...(unsigned ? refusal : []),
		...load(`linux ${web}${kernel} ${given}`),
		...(initrds.length === 0 ? [] : load(`initrd ${initrds.join(' ')}`)),
		'	boot',
		'}',
	];
}

/** The entry is left for the menu. */
const refusal = [
	'	if [ "$lockdown" = y ]; then',
	'		echo "Secure Boot is on, and Debian did not sign this kernel. To boot it, turn Secure Boot off."',
	'		sleep --interruptible 10',
	'		return 1',
	'	fi',
];

const again = [
	'		echo "Loading failed. Is the server still running? Trying again in 5 seconds; Esc leads to the menu."',
	'		if sleep --interruptible 5; then true; else return 1; fi',
];

/**
GRUB puts a word with a blank in it into double quotes, as the kernel wants it; quotes of the recipe's own it would hand
on as letters. Before ' and \ in a word it puts a backslash, which nothing here can prevent.
*/
function quote(word: string): string {
	return `'${word.replaceAll('"', '').replaceAll('\'', String.raw`'\''`)}'`;
}
