import {consoleDevice, consoleKind} from './consoles.ts';
import {deliveryOf, type Delivery, type DeliveryFields} from './delivery.ts';
import {deviceMakers, madeDevice, problemOfDracutWord, problemOfScripts} from './dracut-words.ts';
import {problemOfIpWord} from './ip-word.ts';
import {problemOfNfsrootWord} from './nfsroot-word.ts';
import type {Recipe} from './schema.ts';

/** Who reads the words on the way to the root: the kernel alone, our own initramfs, or dracut's. */
export type Reader = Delivery['by'];

/**
`problem`: the node could not boot as meant. `warning`: nobody reads it, and no harm is done. Both
without the name of the field.
*/
export type Reading = {problem: string} | {warning: string} | undefined;

export function readerOf(recipe: DeliveryFields): Reader {
	return deliveryOf(recipe).by;
}

/**
A word held against the grammar of whoever reads it.
@param all words of that node, and where in them its own list begins and the word is
*/
export function readWord(
	word: string,
	recipe: Recipe,
	{all, own, at}: {all: readonly string[]; own: number; at: number},
): Reading {
	const reader = readerOf(recipe);
	const [before, behind] = [all.slice(own, at), all.slice(at + 1)];
	const read = reader === 'dracut'
		? readByDracut(word) ?? refused(hasNetworkScripts(recipe) ? problemOfScripts(word, before, behind) : undefined)
		: refused(behindDashes(word, reader, all.slice(0, at))) ?? readByOthers(word, recipe, all);
	return loaded(word) ?? quoted(word) ?? consoled(word, behind) ?? read ?? rooted(word, recipe);
}

/**
What a boot loader reads in its own way. iPXE (core/exec.c) splits a line at white space, has no quotes, takes a part
that is `||`, `&&` or `;` for the end of a command and one with # in front for a comment, and fills in `${…}` until
none is left, so nothing can stand for these. PXELINUX and the kernel's EFI stub load what `initrd=` names.
*/
function loaded(word: string): Reading {
	const sign =
		['||', '&&', ';'].find(one => one === word)
		?? (word.startsWith('#') ? '#' : (word.includes('${') ? '${' : undefined));
	if (sign !== undefined) {
		return {
			problem: `${word}: iPXE interprets ${sign === word ? 'it' : sign} itself, and the kernel never gets the `
				+ 'parameter. Remove it',
		};
	}

	return word.startsWith('initrd=')
		? {
			problem: `${word}: the boot loaders set this parameter themselves, and would request a file of this name `
				+ 'from the server. Remove it',
		}
		: undefined;
}

/** A quotation mark that is not closed takes all words behind it along (lib/cmdline.c, next_arg()). */
function quoted(word: string): Reading {
	return word.split('"').length % 2 === 0
		? {
			problem: `${word}: it has an unclosed quotation mark, and the kernel treats all following parameters as `
				+ 'part of it',
		}
		: undefined;
}

const refused = (sentence: string | undefined): Reading => sentence === undefined ? undefined : {problem: sentence};

/** Later dracuts have none: NetworkManager reads the words there, and takes more. */
const hasNetworkScripts = ({tree: {suite}}: Recipe): boolean =>
	!['forky', 'testing', 'sid', 'unstable'].includes(suite ?? '');

/**
The last one is /dev/console; where it never comes, nothing that init says is seen (init/main.c, console_on_rootfs()).
*/
function consoled(word: string, behind: readonly string[]): Reading {
	if (behind.some(other => other.startsWith('console='))) {
		return undefined;
	}

	const device = /^console=(.*)/.exec(word)?.[1] && consoleDevice(word.slice('console='.length));
	return !device || consoleKind(device) !== undefined || kernelsOwn.test(device)
		? undefined
		: {problem: `${word}: ${device} is not a console of a PC or a virtual machine, such as tty0, ttyS0 or hvc0`};
}

/** A kind without a number is its first, and some consoles are none of a recipe's business. */
const kernelsOwn = /^(?:tty|ttyS|ttyUSB|hvc|null|ttynull\d*|uart\w*|netcon\d+|lp\d|brl|ttyprintk|ttyDBC\d)$/;

/** There the kernel stops reading (kernel/params.c, parse_args()); initramfs systems read all of the line. */
function behindDashes(word: string, reader: Reader, before: readonly string[]): string | undefined {
	return reader === 'kernel' && before.includes('--') && /^(?:ip|nfsroot)=/.test(word)
		? `${word}: it is after --, so the kernel passes it to init and does not read it. Write it before --`
		: undefined;
}

function readByDracut(word: string): Reading {
	const problem = problemOfDracutWord(word);
	if (problem !== undefined) {
		return {problem};
	}

	return word === 'shell' || word === 'rambox'
		? {
			warning: `${word}, which only the ramstrap initramfs supports; this node has a dracut initramfs, which has `
				+ 'rd.break',
		}
		: noNfsroot(word);
}

function readByOthers(word: string, recipe: Recipe, all: readonly string[]): Reading {
	const name = word.split('=', 1)[0]!;
	const device = madeDevice(word);
	const isUsed = all.some(other => other.startsWith('ip=') && other.split(':', 6)[5] === device);
	if (device !== undefined && (isUsed || deliveryOf(recipe).at === 'initramfs')) {
		return {
			problem: `${word}: it is a dracut parameter, and nothing on this node creates that device before the root `
				+ 'is mounted. Remove it, or write "strategy: dracut-toram"',
		};
	}

	const isOfDracut = name.startsWith('rd.') || ['ifname', 'nameserver', 'bootdev', ...deviceMakers].includes(name);
	if (isOfDracut) {
		return {warning: `${word}, a dracut parameter; this node does not use dracut, so the parameter has no effect`};
	}

	if (readerOf(recipe) === 'kernel' && (word === 'shell' || word === 'rambox')) {
		return {warning: `${word}, which only the ramstrap initramfs supports; this node has no initramfs`};
	}

	const problem = word.startsWith('ip=')
		? problemOfIpWord(word)
		: (word.startsWith('nfsroot=')
			? problemOfNfsrootWord(word)
			: undefined);
	return problem === undefined ? unread(word, recipe) : {problem};
}

function unread(word: string, recipe: Recipe): Reading {
	if (readerOf(recipe) === 'rambox' && (word === 'ip=off' || word === 'ip=none')) {
		return {warning: `${word}, but the initramfs of this node needs an address and asks for it by DHCP anyway`};
	}

	const {at, by} = deliveryOf(recipe);
	return at === 'server' && by === 'kernel' ? undefined : noNfsroot(word);
}

const noNfsroot = (word: string): Reading =>
	word.startsWith('nfsroot=')
		? {
			warning: `${word}, which the kernel reads only if it mounts its root over NFS itself (strategy: nfs-root, `
				+ 'mount: kernel)',
		}
		: undefined;

/**
The last root= counts, for the kernel and for dracut; and any of them makes the kernel's own root a ramfs, which has no
limit (init/do_mounts.c, init_rootfs()).
*/
function rooted(word: string, recipe: Recipe): Reading {
	if (deliveryOf(recipe).at === 'initramfs') {
		const harmful = word.startsWith('root=') || (word.startsWith('rootfstype=') && !word.includes('tmpfs'));
		return harmful
			? {
				problem: `${word}, but this node stays in its initramfs: with this parameter the kernel uses a ramfs `
					+ 'instead of a tmpfs for the root file system, and a ramfs can fill all memory. Remove it',
			}
			: undefined;
	}

	const isOurs = readerOf(recipe) === 'dracut' && word.startsWith('root=tmpfs:');
	return !isOurs && word.startsWith('root=')
		? {
			problem: `${word}, but the strategy ${recipe.strategy} sets the root itself, and the node would look for a `
				+ 'different one. Remove it',
		}
		: undefined;
}
