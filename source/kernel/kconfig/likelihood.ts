import type {KconfigSymbol, Selector} from './types.ts';

/** How unlikely it is that somebody who needs something else means to turn this on too: 0 for ordinary options. */
export function likelihoodPenalty({name, definitions}: KconfigSymbol): number {
	return definitions.every(({file, prompt}) => unlikelyName.test(name) || unlikelyFile.test(file) || unlikelyPrompt.test(prompt?.text ?? '')) ? 20 : 0;
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
const unlikelyName = /(?:^|_)(?:debug|debugfs|test|tests|kunit|selftest|selftests|sample|samples|staging|broken|fault|deprecated|remoteproc|rpmsg|mmio|vdpa|compile)(?:_|$)/i;
const unlikelyFile = /^(?:samples|tools|drivers\/(?:staging|remoteproc|rpmsg))\/|(?:^|\/)Kconfig\.(?:debug|kcsan|kasan|kunit)$/;
const unlikelyPrompt = /\b(?:debug|debugging|tests?|selftests?|deprecated|dangerous|obsolete|legacy|kunit)\b/i;

function firstWord(name: string): string {
	return name.split('_', 1)[0]!;
}
