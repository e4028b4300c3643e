import type {Milestone} from '../strategies/types.ts';
import {lastMilestone, type Progress} from './milestones.ts';

/** What usually causes a node to stop where this one stopped, likeliest first. */
export function diagnose(progress: Progress, facts: Circumstances): string[] {
	const text = [progress.failure ?? '', ...facts.tail].join('\n');
	const told = signs.flatMap(({sign, cause}) => {
		const words = sign.exec(text);
		return words ? [cause(facts, words[1]?.trim())] : [];
	});
	if (told.length > 0) {
		return told;
	}

	const missing = new Set(progress.missing.map(path => `The server does not have ${path}, which the node asked for.`));
	return [...missing, ...gapCauses(progress, facts)];
}

export type Circumstances = {
	/** The last lines of the console. */
	tail: readonly string[];
	/** MiB the node has. */
	memory: number;
	milestones: readonly Milestone[];
	/** The virtual machine has ended by itself. */
	ended: boolean;
};

/** Words that say more than any position does. Quoted from the kernel (init/do_mounts.c, init/initramfs.c, mm/oom_kill.c) and from our own /init. */
const signs: Array<{sign: RegExp; cause: (facts: Circumstances, words?: string) => string}> = [
	{
		sign: /no driver for a network card: none/,
		cause: () => 'The node has no network card that the running system can see: it has none on the PCI bus.',
	},
	{
		sign: /(?:no driver for a network card:|no network card has a driver) \(?([\d :a-f]+)/i,
		cause: (_, ids) => `No driver: the image carries none for the node's network card (PCI ${ids}). Set kernel.drivers to all-network, or add the module for that card.`,
	},
	{
		sign: /a shell was asked for/,
		cause: () => 'The word "shell" stands on the kernel\'s command line, so the node stops there for somebody to type. Take it out of node.words.',
	},
	{
		sign: /did not fit into the (\d+) MiB of memory/,
		cause: (_, mib) => `Too little memory: the node has ${mib} MiB. Give it more (--memory), or carry fewer drivers.`,
	},
	{
		sign: /Unable to mount root fs/,
		cause: () => 'The kernel found no initial archive: it was not loaded, or (in UEFI) is not named on the kernel\'s command line by initrd=.',
	},
	{
		sign: /initramfs unpacking failed|junk in compressed archive|invalid magic at start of compressed/i,
		cause: ({memory}) => `The kernel could not unpack the initial archive: it is damaged, compressed in a way this kernel cannot read, or does not fit in ${memory} MiB of memory.`,
	},
	{
		sign: /out of memory|system is deadlocked on memory|page allocation failure/i,
		cause: ({memory}) => `The node ran out of memory; it has ${memory} MiB. Give it more (--memory), or make the image smaller.`,
	},
	{
		sign: /No working init found|Requested init .* failed|Attempted to kill init/,
		cause: () => 'The archive has no /init that this kernel can run, or /init ended: the wrong architecture, a missing interpreter, or an error in it.',
	},
	{
		sign: /no dhcp (?:answer|server answered)|no address:/i,
		cause: () => 'Nobody answered the node\'s second DHCP request, the one the running system makes: the driver has no link, or the address range is used up.',
	},
	{
		sign: /could not boot image|no space left on device|ipxe\.org\/34182006/i,
		cause: ({memory}) => `iPXE could not place the kernel and the initial archive in memory; the node has ${memory} MiB.`,
	},
];

/** By the last milestone that was reached: what comes between it and the next. */
function gapCauses(progress: Progress, facts: Circumstances): string[] {
	switch (lastMilestone(progress, facts.milestones)) {
		case 'none': {
			return progress.asked
				? ['DHCP did not give the node an address: the range is used up, or only known machines get one.']
				: ['The node never asked for an address: it does not boot from its network card, or the card has no boot ROM.', 'The node is not on the same network as the server.'];
		}

		case 'dhcp': {
			return [
				'The first stage was not loaded: a firewall between node and server (UDP 69 and the ports above 1024, TCP 80).',
				'Another DHCP server answered too and named another boot server.',
				'There is no first stage for this kind of firmware.',
			];
		}

		case 'first-stage': {
			return ['The boot menu waits for a key, or for a server that no longer runs.', 'The loader could not fetch the kernel over HTTP (TCP 80).'];
		}

		case 'kernel': {
			return kernelCauses(progress, facts);
		}

		case 'init': {
			return ['/init hangs before the network is up: a driver that does not come up, or no carrier on the wire.', 'Nobody answers the DHCP request of the running system.'];
		}

		case 'network':
		case 'image':
		case 'verified':
		case 'root':
		case 'up': {
			return ['The node reached the network and then stopped; its console says where.'];
		}
	}
}

function kernelCauses({gotInitrd, kernelSpoke}: Progress, {memory, ended}: Circumstances): string[] {
	if (!gotInitrd) {
		return [`The loader did not finish fetching the initial archive: it may be too big for ${memory} MiB of memory.`];
	}

	if (ended && !kernelSpoke) {
		return [`The kernel gave up before it could speak: ${memory} MiB of memory is too little for it and the initial archive.`];
	}

	return [
		...(kernelSpoke ? [] : ['The kernel says nothing on the serial port: console=ttyS0 is missing from its words, or it has no driver for a serial console.']),
		`The unpacked archive does not fit in ${memory} MiB of memory.`,
		ended ? 'The kernel restarted the machine before it reached /init.' : 'The kernel hangs; the accelerator may be the cause: try --accel tcg.',
	];
}
