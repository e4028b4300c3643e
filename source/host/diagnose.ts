import {missingKeyrings, otherWay} from '../recipe/keyrings.ts';
import {memoryText, sizeText} from '../report/size.ts';
import {packages, type Packaged} from './packages.ts';
import {purposes, toolsOfManager, type Needs} from './needs.ts';
import type {Download, Facts, KernelSource} from './types.ts';

/** One thing that was looked at. `warning`: works, but there is something to know. */
export type Finding = {subject: string; state: 'ok' | 'missing' | 'warning'; detail: string; fix?: Fix};

/** A package brings it; or fresh package lists will tell; or a person has to do something. */
export type Fix = {install: string} | {refresh: true} | {advice: string};

/** A machine's facts held against what is needed, in the order of a build and its rehearsal. */
export function diagnose(needs: Needs, facts: Facts): Finding[] {
	return [
		...architectureFinding(facts),
		...(needs.kernel === undefined ? [] : [kernelFinding(needs.kernel, facts)]),
		...(needs.busybox ? [busyboxFinding(facts)] : []),
		...keyringFindings(needs.keyrings, facts),
		...needs.tools
			.filter(name => isWanted(toolsOfManager[name], facts))
			.map(name => fileFinding(name, facts.tools[name], facts)),
		...(needs.tools.includes('newuidmap') ? idsFinding(facts) : []),
		...needs.headers.map(name => fileFinding(name, facts.headers[name], facts)),
		...needs.bootFiles.map(name => fileFinding(name, facts.bootFiles[name], facts)),
		diskFinding(needs.freeMiB, facts),
		...noexecFinding(facts),
		networkFinding(facts),
		...portFindings(facts),
		...(needs.labMiB === undefined
			? []
			: [memoryFinding(needs.labMiB, facts), labFinding(facts), kvmFinding(facts)]),
	];
}

/** What the package manager has to do before these findings are good. */
export function missingPackages(findings: readonly Finding[]): {packages: string[]; refresh: boolean} {
	const fixes = findings.flatMap(({state, fix}) => state === 'missing' && fix ? [fix] : []);
	return {
		packages: [...new Set(fixes.flatMap(fix => 'install' in fix ? [fix.install] : []))].toSorted(),
		refresh: fixes.some(fix => 'refresh' in fix),
	};
}

export function isReady(findings: readonly Finding[]): boolean {
	return findings.every(({state}) => state !== 'missing');
}

function idsFinding({user}: Facts): Finding[] {
	const subject = 'user ids';
	return user.root || user.manyIds === undefined ? [] : [user.manyIds
		? {subject, state: 'ok', detail: 'you have a range of subordinate user ids'}
		: {
			subject, state: 'missing',
			detail: 'you have no subordinate user ids, and a system of packages has files of many owners (/etc/subuid, '
				+ '/etc/subgid)',
			fix: {advice: 'sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER", or run '
				+ 'ramstrap as root'},
		}];
}

function isWanted(manager: Facts['packageManager'], facts: Facts): boolean {
	return manager === undefined || manager === facts.packageManager;
}

function architectureFinding({architecture}: Facts): Finding[] {
	return architecture === 'x86_64' ? [] : [{
		subject: 'architecture',
		state: 'missing',
		detail: `this machine is ${architecture}; ramstrap builds x86_64 nodes, and only on an x86_64 machine`,
		fix: {advice: 'run ramstrap on an x86_64 PC'},
	}];
}

function fileFinding(name: keyof typeof purposes, path: string | undefined, facts: Facts): Finding {
	return path
		? {subject: name, state: 'ok', detail: path}
		: {subject: name, state: 'missing', detail: purposes[name], fix: packageFix(name, facts)};
}

/** What a program such as mmdebstrap finds out after a minute of downloads. */
function keyringFindings(keyrings: readonly string[], facts: Facts): Finding[] {
	const subject = 'keyring';
	const missing = missingKeyrings(keyrings, facts);
	const there = keyrings.filter(file => missing.every(({keyring}) => keyring !== file));
	return [
		...there.map((detail): Finding => ({subject, state: 'ok', detail})),
		...missing.map((one): Finding => ({
			subject, state: 'missing',
			detail: `${one.keyring} is not installed; it is needed to verify the packages of tree.suite`,
			fix: one.install === undefined ? {advice: otherWay(one)} : {install: one.install},
		})),
	];
}

function packageFix(name: Packaged, {packageManager}: Facts): Fix {
	const install = packageManager && packages[name][packageManager];
	return install ? {install} : {advice: `install ${name} with your distribution's package manager`};
}

function kernelFinding(key: string, facts: Facts): Finding {
	const kernel = facts.kernels[key];
	const subject = 'kernel';
	if (kernel) {
		return {subject, state: 'ok', detail: describeKernel(kernel)};
	}

	if (key !== 'default' && !hasEmptyLists(facts)) {
		const advice = facts.packageManager === 'apt'
			? 'apt-cache search --names-only ^linux-image lists the kernel packages'
			: 'remove kernel.package from the recipe';
		return {subject, state: 'missing', detail: `no package source has the kernel package ${key}`, fix: {advice}};
	}

	const detail = hasEmptyLists(facts)
		? 'apt has no package lists yet'
		: 'no kernel with its configuration and modules is installed';
	return {subject, state: 'missing', detail, fix: sourceFix('kernel', facts)};
}

function busyboxFinding(facts: Facts): Finding {
	const subject = 'busybox';
	const {busybox} = facts;
	if (busybox) {
		const detail = busybox.from === 'installed' ? busybox.path : describeDownload(busybox.download);
		return {subject, state: 'ok', detail};
	}

	const detail = hasEmptyLists(facts)
		? 'apt has no package lists yet'
		: 'no statically linked BusyBox is installed';
	return {subject, state: 'missing', detail, fix: sourceFix('busybox', facts)};
}

function sourceFix(name: 'kernel' | 'busybox', facts: Facts): Fix {
	if (facts.packageManager !== 'apt') {
		return packageFix(name, facts);
	}

	return hasEmptyLists(facts) ? {refresh: true} : {advice: 'the package sources of apt do not have it: see '
		+ '/etc/apt/sources.list.d'};
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

function diskFinding(freeMiB: number, {disk}: Facts): Finding {
	return disk.freeMiB >= freeMiB
		? {subject: 'disk', state: 'ok', detail: `${memoryText(disk.freeMiB)} free for ${disk.path}`}
		: {
			subject: 'disk',
			state: 'missing',
			detail: `only ${memoryText(disk.freeMiB)} free for ${disk.path}; a build needs ${memoryText(freeMiB)}`,
			fix: {advice: 'free some space, or set RAMSTRAP_HOME to a folder on a larger disk'},
		};
}

/** Every build runs programs that it has unpacked or made. */
function noexecFinding({disk}: Facts): Finding[] {
	return disk.noexec
		? [{
			subject: 'noexec', state: 'missing',
			detail: `${disk.path} is on a file system mounted noexec; a build runs programs it creates there`,
			fix: {advice: 'set RAMSTRAP_HOME to a folder on another disk'},
		}]
		: [];
}

function memoryFinding(memoryMiB: number, {memory}: Facts): Finding {
	return memory.availableMiB >= memoryMiB
		? {subject: 'memory', state: 'ok', detail: `${memoryText(memory.availableMiB)} available`}
		: {
			subject: 'memory',
			state: 'warning',
			detail: `only ${memoryText(memory.availableMiB)} available; a rehearsal needs ${memoryText(memoryMiB)}`,
			fix: {advice: 'give the virtual machine less: ramstrap rehearse ... --memory 256'},
		};
}

function networkFinding({interfaces}: Facts): Finding {
	const described = interfaces.map(({name, addresses, defaultRoute, wireless}) =>
		[
			name,
			...addresses.filter(address => !address.includes(':')),
			...(wireless ? ['(wireless)'] : []),
			...(defaultRoute ? ['(default route)'] : []),
		].join(' '));
	const detail = described.length > 0 ? described.join(', ') : 'none; a rehearsal does not need one';
	return {subject: 'interfaces', state: 'ok', detail};
}

/** What will be in the way of serving; a rehearsal has a network of its own. */
function portFindings({ports}: Facts): Finding[] {
	const wanted = [
		{protocol: 'udp', number: 67, use: 'DHCP'},
		{protocol: 'udp', number: 69, use: 'TFTP'},
		{protocol: 'tcp', number: 80, use: 'HTTP'},
	];
	return wanted.flatMap(({protocol, number, use}) => {
		const taken = ports.find(port => port.protocol === protocol && port.number === number);
		const by = taken?.program ? ` by ${taken.program}` : '';
		return taken ? [{
			subject: `port ${number}`,
			state: 'warning' as const,
			detail: `${use} (${protocol} ${number}) is taken${by}; this does not affect rehearsals`,
		}] : [];
	});
}

function labFinding({lab, tools, user}: Facts): Finding {
	const subject = 'private network';
	if (typeof lab === 'string') {
		const detail = lab === 'root' ? 'can be created, as root' : 'can be created, without root';
		return {subject, state: 'ok', detail};
	}

	if (!tools.unshare || !tools.ip) {
		return {subject, state: 'warning', detail: lab.no};
	}

	const advice = user.root
		? 'run ramstrap on the machine itself or in a virtual machine'
		: 'run ramstrap as root for the rehearsal';
	return {subject, state: 'missing', detail: lab.no, fix: {advice}};
}

function kvmFinding({kvm}: Facts): Finding {
	const slow = 'virtual machines are emulated; a boot takes about half a minute';
	const details: Record<Facts['kvm'], Pick<Finding, 'state' | 'detail'>> = {
		proven: {state: 'ok', detail: 'works: virtual machines run at full speed'},
		unproven: {state: 'ok', detail: 'is available; the first rehearsal tests it'},
		broken: {state: 'warning', detail: `is available, but the test guest did not start with it; ${slow}`},
		absent: {state: 'warning', detail: `is missing or not accessible; ${slow}`},
	};
	return {subject: 'kvm', ...details[kvm]};
}
