import type {KconfigSymbol, Selector} from './types.ts';

/** How unlikely it is that somebody who needs something else means to turn this on too: 0 for ordinary options. */
export function likelihoodPenalty({name, definitions}: KconfigSymbol): number {
	const isUnlikely = definitions.every(({file, prompt}) =>
		unlikelyName.test(name)
		|| unlikelyFolder.test(file)
		|| unlikelyFile.test(file)
		|| unlikelyPrompt.test(prompt?.text ?? ''));
	return isUnlikely ? 20 : 0;
}

/** How far a selector lies from what it is to select: another file or menu, no word of the name in common. */
export function distanceOf({by}: Selector, {name, definitions}: KconfigSymbol): number {
	const sharesName = firstWord(by.name) === firstWord(name);
	const sharesMenu = definitions.some(({menu}) => menu === by.menu);
	const sharesFile = definitions.some(({file}) => file === by.file);
	return (sharesName ? 0 : 3) + (sharesMenu ? 0 : 1) + (sharesFile ? 0 : 5);
}

/**
Tests, samples, hardware nobody nets by accident. REMOTEPROC is the cheapest way to VIRTIO, and VIRTIO_MMIO the second;
what a person means is VIRTIO_PCI.
*/
const unlikelyWords = [
	'debug', 'debugfs', 'test', 'tests', 'kunit', 'selftest', 'selftests', 'sample', 'samples', 'staging', 'broken',
	'fault', 'deprecated', 'remoteproc', 'rpmsg', 'mmio', 'vdpa', 'compile',
];
const unlikelyName = new RegExp(`(?:^|_)(?:${unlikelyWords.join('|')})(?:_|$)`, 'i');
const unlikelyFolder = /^(?:samples|tools|drivers\/(?:staging|remoteproc|rpmsg))\//;
const unlikelyFile = /(?:^|\/)Kconfig\.(?:debug|kcsan|kasan|kunit)$/;
const unlikelyPrompt = /\b(?:debug|debugging|tests?|selftests?|deprecated|dangerous|obsolete|legacy|kunit)\b/i;

function firstWord(name: string): string {
	return name.split('_', 1)[0]!;
}
