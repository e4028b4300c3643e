/**
Names that options had before, or got later, by the name used here; the first one that a tree knows is meant. Linux 6.9
renamed the answers to processor faults. Before 6.12 some of them could not be chosen: the switch
above all stood for them.
*/
export const otherNames: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries([
		['PAGE_TABLE_ISOLATION', 'PAGE_TABLE_ISOLATION'],
		['RETPOLINE', 'RETPOLINE'],
		['RETHUNK', 'RETHUNK'],
		['SLS', 'SLS'],
		['UNRET_ENTRY', 'CPU_UNRET_ENTRY'],
		['IBPB_ENTRY', 'CPU_IBPB_ENTRY'],
		['IBRS_ENTRY', 'CPU_IBRS_ENTRY'],
		['SRSO', 'CPU_SRSO'],
	].flatMap(([now, before]) => [
		[`MITIGATION_${now}`, [before]],
		[before, [`MITIGATION_${now}`]],
	])) as Record<string, string[]>,
	...Object.fromEntries([
		'MDS', 'TAA', 'MMIO_STALE_DATA', 'L1TF', 'RETBLEED', 'SPECTRE_V1', 'SPECTRE_V2', 'SRBDS', 'SSB', 'GDS', 'RFDS',
		'SPECTRE_BHI', 'ITS', 'TSA',
	].map(name => [`MITIGATION_${name}`, ['CPU_MITIGATIONS', 'SPECULATION_MITIGATIONS']])),
	CPU_MITIGATIONS: ['SPECULATION_MITIGATIONS'],
	SPECULATION_MITIGATIONS: ['CPU_MITIGATIONS'],
	// Linux 6.4 put a switch above them, 6.17 one above the tables of iptables of old.
	HID_SUPPORT: ['HID'],
	NETFILTER_XTABLES_LEGACY: ['IP_NF_IPTABLES'],
	// Linux 7 made its bus an option of its own.
	HYPERV_VMBUS: ['HYPERV'],
};

/** The value of an option in a configuration, by whichever of its names is mentioned there. */
export function valueOf(values: ReadonlyMap<string, string>, option: string): string | undefined {
	const name = [option, ...otherNames[option] ?? []].find(one => values.has(one));
	return name === undefined ? undefined : values.get(name);
}

/**
From which version of Linux on an option is gone because its work is always done: 7.0 put NFS 4.1 into
NFS_V4 (commit 7537db24).
*/
const goneSince: Readonly<Record<string, number>> = {NFS_V4_1: 7};

/** Whether a kernel of this release has no such option any more and does its work nevertheless. */
export function isAlwaysOn(option: string, release: string | undefined): boolean {
	return isAtLeast(release, goneSince[option] ?? Infinity);
}

/** Of a release that is not known, nothing is. */
export function isAtLeast(release: string | undefined, major: number): boolean {
	return Number(release?.split('.', 1)[0]) >= major;
}
