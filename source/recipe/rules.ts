import {readSubnet, toAddress, toNumber, type Subnet} from './network.ts';
import {pathText, type Path, type Problem} from './problem.ts';
import type {Recipe} from './schema.ts';

/** How fields that are right one by one must go together. */
export function brokenRules(recipe: Recipe): Problem[] {
	return [driverRules, kernelRules, commandLineRules, subnetRules, addressRules, uniqueRules].flatMap(rules => rules(recipe));
}

function driverRules({kernel}: Recipe): Problem[] {
	const path = ['kernel', 'drivers'];
	if (kernel.drivers === 'none' && kernel.from === 'distribution') {
		return [{path, sentence: 'kernel.drivers is none, but a distribution kernel has no network driver built in: the node would boot and be out of reach. Write all-network, or a list such as [e1000e].'}];
	}

	const word = Array.isArray(kernel.drivers) ? kernel.drivers.find(driver => ['all-network', 'none'].includes(driver)) : undefined;
	return word ? [{path, sentence: `kernel.drivers has ${word} in a list; write "drivers: ${word}" without brackets, or only names of modules.`}] : [];
}

function kernelRules({kernel}: Recipe): Problem[] {
	const {from, source, package: name, fragment, options, drivers} = kernel;
	const says = (field: string, sentence: string): Problem => ({path: ['kernel', ...field.split('.')], sentence: `kernel.${field} ${sentence}`});
	if (from === 'distribution') {
		const given = Object.entries({source, fragment, options: Object.keys(options).length > 0 ? options : undefined}).filter(([, value]) => value !== undefined);
		return given.map(([field]) => says(field, 'is for a built kernel only, but kernel.from is distribution. Write "from: build", or leave it out.'));
	}

	return [
		...sourceRules(source).map(([field, sentence]) => says(field, sentence)),
		...(name === undefined ? [] : [says('package', 'is for a distribution kernel, but kernel.from is build. Name the source in kernel.source.package.')]),
		...(Array.isArray(drivers) ? [says('drivers', `is ${drivers.join(', ')}, but what a built kernel can do stands in its options: name bundles such as intel-nics, or options such as {E1000E: y}, and leave drivers out.`)] : []),
	];
}

function sourceRules(source: Recipe['kernel']['source']): Array<[string, string]> {
	const given = (['package', 'path', 'url'] as const).filter(field => source?.[field] !== undefined);
	if (given.length !== 1) {
		return [['source', given.length === 0
			? 'is missing: a built kernel needs {package: linux-source-6.1}, {path: …} or {url: …, sha256: …}.'
			: `has ${given.join(' and ')}; a kernel has one source.`]];
	}

	if (source!.url !== undefined && source!.sha256 === undefined) {
		return [['source.sha256', 'is missing: what comes over the network is checked against it.']];
	}

	return source!.url === undefined && source!.sha256 !== undefined ? [['source.sha256', 'is for source.url only.']] : [];
}

/** COMMAND_LINE_SIZE of x86 is 2048 with the final zero; the kernel cuts what is longer without a word. Our own words need some of it. */
const commandLineRoom = 1536;

function commandLineRules({strategy, root, node, nodes}: Recipe): Problem[] {
	const lists: Array<{path: Path; words: string[]; common: string[]}> = [
		{path: ['node', 'words'], words: node.words, common: []},
		...nodes.map(({words}, index) => ({path: ['nodes', index, 'words'], words, common: node.words})),
	];
	return lists.flatMap(({path, words, common}) => {
		const {length} = [...common, ...words].join(' ');
		const tooLong = words.length > 0 && length > commandLineRoom
			? [{path, sentence: `${pathText(path)} makes the command line ${length} characters long; the kernel cuts it off, so keep it below ${commandLineRoom}.`}]
			: [];
		return [...(strategy === 'busybox-initramfs' && root === 'initramfs' ? words.flatMap((word, index) => rootWordRule([...path, index], word)) : []), ...tooLong];
	});
}

/** In init/do_mounts.c, init_rootfs(): tmpfs only without root= and, if rootfstype= is given, with tmpfs in it; else ramfs, which has no limit. */
function rootWordRule(path: Path, word: string): Problem[] {
	const harmful = word.startsWith('root=') || (word.startsWith('rootfstype=') && !word.includes('tmpfs'));
	return harmful
		? [{path, sentence: `${pathText(path)} is ${word}, but this node stays in its initramfs: with that word the kernel makes the root file system a ramfs, which grows until memory is gone, instead of a tmpfs. Leave it out.`}]
		: [];
}

function subnetRules({server}: Recipe): Problem[] {
	const {written, first, prefix} = readSubnet(server.subnet);
	const says = (sentence: string) => [{path: ['server', 'subnet'], sentence: `server.subnet ${server.subnet} ${sentence}`}];
	if (prefix > 29) {
		return says('has no room for a server and nodes; use /29 (5 nodes) or a smaller number, such as /24.');
	}

	if (prefix < 8) {
		return says('is larger than any private network; use /8 or a larger number, such as /24.');
	}

	if (written !== first) {
		return says(`is an address inside a network; the network is ${toAddress(first)}/${prefix}.`);
	}

	const top = Math.floor(first / 2 ** 24);
	return top === 0 || top === 127 || top >= 224 ? says('is not for nodes on a wire (loopback, multicast or reserved); use a private network such as 192.168.24.0/24.') : [];
}

function addressRules({server, nodes}: Recipe): Problem[] {
	const subnet = readSubnet(server.subnet);
	return nodes.flatMap(({address}, index) => {
		const wrong = address && wrongAddress(toNumber(address), subnet, server.subnet);
		return wrong ? [{path: ['nodes', index, 'address'], sentence: `nodes[${index}].address ${address} ${wrong}`}] : [];
	});
}

function wrongAddress(address: number, {first, last}: Subnet, subnet: string): string | undefined {
	if (address < first || address > last) {
		return `is outside of server.subnet ${subnet}.`;
	}

	if (address === first + 1) {
		return 'is the address of the server itself, which takes the first one of its subnet.';
	}

	return address === first || address === last ? `is the ${address === first ? 'network' : 'broadcast'} address of ${subnet}; no machine can have it.` : undefined;
}

function uniqueRules({nodes}: Recipe): Problem[] {
	return (['mac', 'address', 'name'] as const).flatMap(field => nodes.flatMap((node, index) => {
		const before = nodes.findIndex(other => other[field] === node[field]);
		return node[field] !== undefined && before < index
			? [{path: ['nodes', index, field], sentence: `nodes[${index}].${field} ${node[field]} is already that of nodes[${before}]; each node needs its own.`}]
			: [];
	}));
}
