import {missingKeyrings, otherWay} from '../recipe/keyrings.ts';
import type {Finding} from '../report/finding.ts';
import {memoryText, sizeText} from '../report/size.ts';
import {packages, type Packaged} from './packages.ts';
import {purposes, toolsOfManager, type Needs} from './needs.ts';
import type {Download, Facts, KernelSource} from './types.ts';

/** One thing that was checked on this machine; `what` is said of its subject. */
export type MachineFinding = Finding & {subject: string} & Repair;

/** A package brings it; or fresh package lists will tell; or a person has to follow the hint. */
type Repair = {install?: string; refresh?: true; hints?: readonly string[]};

/** A machine's facts held against what is needed, in the order of a build and its rehearsal. */
export function diagnose(needs: Needs, facts: Facts): MachineFinding[] {
	return [
		...architectureFinding(facts),
		...(needs.kernel === undefined ? [] : [kernelFinding(needs.kernel, facts)]),
		...(needs.busybox ? [busyboxFinding(facts)] : []),
		...(needs.busyboxSource ? [busyboxSourceFinding(facts)] : []),
		...keyringFindings(needs.keyrings, facts),
		...needs.tools
			.filter(name => isWanted(toolsOfManager[name], facts))
			.map(name => fileFinding(name, facts.tools[name], facts)),
		...(needs.tools.includes('newuidmap') ? idsFinding(facts) : []),
		...needs.headers.map(name => fileFinding(name, facts.headers[name], facts)),
		...needs.bootFiles.map(name => fileFinding(name, facts.bootFiles[name], facts)),
		diskFinding(needs.freeMiB, facts),
		...noexecFinding(facts),
		...(needs.root && !facts.user.sudo ? [noRoot] : []),
		networkFinding(facts),
		...portFindings(facts),
		...(needs.labMiB === undefined
			? []
			: [memoryFinding(needs.labMiB, facts), labFinding(facts), kvmFinding(facts)]),
	];
}

/** What the package manager has to do before these findings are good. */
export function missingPackages(findings: readonly MachineFinding[]): {packages: string[]; refresh: boolean} {
	const problems = findings.filter(({level}) => level === 'problem');
	return {
		packages: [...new Set(problems.flatMap(({install}) => install ?? []))].toSorted(),
		refresh: problems.some(({refresh}) => refresh),
	};
}

export function isReady(findings: readonly MachineFinding[]): boolean {
	return findings.every(({level}) => level !== 'problem');
}

/** Before the minutes of a build, not after them. */
const noRoot: MachineFinding = {
	code: 'root-missing', level: 'problem', subject: 'root',
	what: 'serving opens ports that only root may open, and sudo is not installed',
	hints: ['run it as root'],
};

function idsFinding({user}: Facts): MachineFinding[] {
	const subject = 'user ids';
	return user.root || user.manyIds === undefined ? [] : [user.manyIds
		? {code: 'user-ids-found', level: 'good', subject, what: 'you have a range of subordinate user ids'}
		: {
			code: 'user-ids-missing', level: 'problem', subject,
			what: 'you have no subordinate user ids, and a system of packages has files of many owners (/etc/subuid, '
				+ '/etc/subgid)',
			hints: ['sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER", or run '
				+ 'ramstrap as root'],
		}];
}

function isWanted(manager: Facts['packageManager'], facts: Facts): boolean {
	return manager === undefined || manager === facts.packageManager;
}

function architectureFinding({architecture}: Facts): MachineFinding[] {
	return architecture === 'x86_64' ? [] : [{
		code: 'architecture-foreign', level: 'problem', subject: 'architecture',
		what: `this machine is ${architecture}; ramstrap builds x86_64 nodes, and only on an x86_64 machine`,
		hints: ['run ramstrap on an x86_64 PC'],
	}];
}

function fileFinding(name: keyof typeof purposes, path: string | undefined, facts: Facts): MachineFinding {
	return path
		? {code: 'file-found', level: 'good', subject: name, what: path}
		: {
			code: 'file-missing', level: 'problem', subject: name, what: purposes[name],
			...packageRepair(name, facts),
		};
}

/** What a program such as mmdebstrap finds out after a minute of downloads. */
function keyringFindings(keyrings: readonly string[], facts: Facts): MachineFinding[] {
	const subject = 'keyring';
	const missing = missingKeyrings(keyrings, facts);
	const there = keyrings.filter(file => missing.every(({keyring}) => keyring !== file));
	return [
		...there.map((what): MachineFinding => ({code: 'keyring-found', level: 'good', subject, what})),
		...missing.map((one): MachineFinding => ({
			code: 'keyring-missing', level: 'problem', subject,
			what: `${one.keyring} is not installed; it is needed to verify the packages of tree.suite`,
			...(one.install === undefined ? {hints: [otherWay(one)]} : {install: one.install}),
		})),
	];
}

function packageRepair(name: Packaged, {packageManager}: Facts): Repair {
	const install = packageManager && packages[name][packageManager];
	return install ? {install} : {hints: [`install ${name} with your distribution's package manager`]};
}

function kernelFinding(key: string, facts: Facts): MachineFinding {
	const kernel = facts.kernels[key];
	const subject = 'kernel';
	if (kernel) {
		return {code: 'kernel-found', level: 'good', subject, what: describeKernel(kernel)};
	}

	if (key !== 'default' && !hasEmptyLists(facts)) {
		const hint = facts.packageManager === 'apt'
			? 'apt-cache search --names-only ^linux-image lists the kernel packages'
			: 'remove kernel.package from the recipe';
		const what = `no package source has the kernel package ${key}`;
		return {code: 'kernel-unknown', level: 'problem', subject, what, hints: [hint]};
	}

	const what = hasEmptyLists(facts)
		? 'apt has no package lists yet'
		: 'no kernel with its configuration and modules is installed';
	return {code: 'kernel-missing', level: 'problem', subject, what, ...sourceRepair('kernel', facts)};
}

function busyboxFinding(facts: Facts): MachineFinding {
	const subject = 'busybox';
	const {busybox} = facts;
	if (busybox) {
		const what = busybox.from === 'installed' ? busybox.path : describeDownload(busybox.download);
		return {code: 'busybox-found', level: 'good', subject, what};
	}

	const what = hasEmptyLists(facts)
		? 'apt has no package lists yet'
		: 'no statically linked BusyBox is installed';
	return {code: 'busybox-missing', level: 'problem', subject, what, ...sourceRepair('busybox', facts)};
}

function busyboxSourceFinding(facts: Facts): MachineFinding {
	const subject = 'BusyBox source';
	const {busyboxSource} = facts;
	if (busyboxSource) {
		return {
			code: 'busybox-source-found', level: 'good', subject,
			what: `source package ${busyboxSource.name} ${busyboxSource.version}`,
		};
	}

	const what = hasEmptyLists(facts)
		? 'apt has no package lists yet'
		: 'no package source names the source package of BusyBox';
	return {
		code: 'busybox-source-missing', level: 'problem', subject, what,
		...(hasEmptyLists(facts)
			? {refresh: true}
			: {hints: ['tree.path can name a folder or archive with the source, such as busybox-1.37.0.tar.bz2']}),
	};
}

function sourceRepair(name: 'kernel' | 'busybox', facts: Facts): Repair {
	if (facts.packageManager !== 'apt') {
		return packageRepair(name, facts);
	}

	return hasEmptyLists(facts) ? {refresh: true} : {hints: ['the package sources of apt do not have it: see '
		+ '/etc/apt/sources.list.d']};
}

/** Fresh containers and images come with apt and no lists: then it knows no package at all. */
function hasEmptyLists({packageManager, kernels, busybox}: Facts): boolean {
	return packageManager === 'apt'
		&& busybox?.from !== 'package'
		&& Object.values(kernels).every(({from}) => from !== 'package');
}

function describeKernel(kernel: KernelSource): string {
	return kernel.from === 'installed'
		? `${kernel.release}, ${kernel.image}`
		: `${kernel.release}, ${kernel.downloads.map(download => describeDownload(download)).join(', ')}`;
}

function describeDownload({name, version, bytes}: Download): string {
	return `package ${name} ${version} (${sizeText(bytes)})`;
}

function diskFinding(freeMiB: number, {disk}: Facts): MachineFinding {
	const free = `${memoryText(disk.freeMiB)} free for ${disk.path}`;
	return disk.freeMiB >= freeMiB
		? {code: 'disk-enough', level: 'good', subject: 'disk', what: free}
		: {
			code: 'disk-full', level: 'problem', subject: 'disk',
			what: `only ${free}; a build needs ${memoryText(freeMiB)}`,
			hints: ['free some space, or set RAMSTRAP_HOME to a folder on a larger disk'],
		};
}

/** Every build runs programs that it has unpacked or made. */
function noexecFinding({disk}: Facts): MachineFinding[] {
	return disk.noexec
		? [{
			code: 'disk-noexec', level: 'problem', subject: 'noexec',
			what: `${disk.path} is on a file system mounted noexec; a build runs programs it creates there`,
			hints: ['set RAMSTRAP_HOME to a folder on another disk'],
		}]
		: [];
}

function memoryFinding(memoryMiB: number, {memory}: Facts): MachineFinding {
	const available = `${memoryText(memory.availableMiB)} available`;
	return memory.availableMiB >= memoryMiB
		? {code: 'memory-enough', level: 'good', subject: 'memory', what: available}
		: {
			code: 'memory-low', level: 'warning', subject: 'memory',
			what: `only ${available}; a rehearsal needs ${memoryText(memoryMiB)}`,
			hints: ['give the virtual machine less: ramstrap rehearse ... --memory 256'],
		};
}

function networkFinding({interfaces}: Facts): MachineFinding {
	const described = interfaces.map(({name, addresses, defaultRoute, wireless}) =>
		[
			name,
			...addresses.filter(address => !address.includes(':')),
			...(wireless ? ['(wireless)'] : []),
			...(defaultRoute ? ['(default route)'] : []),
		].join(' '));
	const what = described.length > 0 ? described.join(', ') : 'none; a rehearsal does not need one';
	return {code: 'interfaces', level: 'good', subject: 'interfaces', what};
}

/** What will be in the way of serving; a rehearsal has a network of its own. */
function portFindings({ports}: Facts): MachineFinding[] {
	const wanted = [
		{protocol: 'udp', number: 67, use: 'DHCP'},
		{protocol: 'udp', number: 69, use: 'TFTP'},
		{protocol: 'tcp', number: 80, use: 'HTTP'},
	];
	return wanted.flatMap(({protocol, number, use}) => {
		const taken = ports.find(port => port.protocol === protocol && port.number === number);
		const by = taken?.program ? ` by ${taken.program}` : '';
		return taken ? [{
			code: 'port-taken', level: 'warning' as const, subject: `port ${number}`,
			what: `${use} (${protocol} ${number}) is taken${by}; this does not affect rehearsals`,
		}] : [];
	});
}

function labFinding({lab, tools, user}: Facts): MachineFinding {
	const subject = 'private network';
	if (typeof lab === 'string') {
		const what = lab === 'root' ? 'can be created, as root' : 'can be created, without root';
		return {code: 'private-network-allowed', level: 'good', subject, what};
	}

	if (!tools.unshare || !tools.ip) {
		return {code: 'private-network-untested', level: 'warning', subject, what: lab.no};
	}

	const hint = user.root
		? 'run ramstrap on the machine itself or in a virtual machine'
		: 'run ramstrap as root for the rehearsal';
	return {code: 'private-network-refused', level: 'problem', subject, what: lab.no, hints: [hint]};
}

function kvmFinding({kvm}: Facts): MachineFinding {
	const slow = 'virtual machines are emulated; a boot takes about half a minute';
	const findings: Record<Facts['kvm'], Pick<MachineFinding, 'level' | 'what'>> = {
		proven: {level: 'good', what: 'works: virtual machines run at full speed'},
		unproven: {level: 'good', what: 'is available; the first rehearsal tests it'},
		broken: {level: 'warning', what: `is available, but the test guest did not start with it; ${slow}`},
		absent: {level: 'warning', what: `is missing or not accessible; ${slow}`},
	};
	return {code: `kvm-${kvm}`, subject: 'kvm', ...findings[kvm]};
}
