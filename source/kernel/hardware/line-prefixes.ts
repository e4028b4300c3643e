import {pciClassByName} from './pci-classes.ts';

/**
A line of a list without what was put in front of it: the signs of a quotation, the command (an installer's summary),
the name of a file (`grep`), time and host (a log).
*/
export function withoutPrefix(line: string): string {
	const plain = line
		.replace(/^(?:[>|] ?)+/, '')
		.replace(/^(?:lspci|lsmod|lsusb|lspci -\w+|find|modalias)[^:]{0,40}: ?(?=\S|\t)/, '')
		// `grep . /sys/…/modalias`, uevent, udevadm.
		.replace(/^(?:\S{0,200}\/modalias:|(?:E: )?MODALIAS=)(?=[a-z]\w*:)/, '');
	return fromAddress(plain)
		?? plain.replace(/^.{0,200}?(?=\b(?:Subsystem|Kernel driver in use|Kernel modules): )/, '\t');
}

/** From the address of a PCI device on, where a class stands behind it; many other texts have such addresses. */
function fromAddress(line: string): string | undefined {
	const [, head, words = '', number] = behindPrefix.exec(line) ?? [];
	const isClass = number !== undefined || pciClassByName(words) !== undefined || /^[\da-f]{4}$/i.test(words);
	return isClass ? head : undefined;
}

const address = String.raw`(?:[\da-f]{4,8}:)?[\da-f]{2}:[\da-f]{2}\.[0-7]`;
const behindPrefix = new RegExp(
	String.raw`^.{0,200}?(?<![\d.a-z])(${address} (?:class )?([^:[]{1,80}?)( \[[\da-f]{4}\])?: .*)$`,
	'i',
);
