import {cleanLine} from './console-text.ts';

/**
Reads the body of a node's `up` report: lines of `key value`. Unknown keys are left out, so that a newer node may say
more.
*/
export function parseNodeState(body: string): Partial<NodeState> {
	const lines = body.split('\n').map(line => cleanLine(line).split(' ').filter(Boolean));
	const all = (key: string) => lines.filter(([first]) => first === key).map(line => line.slice(1));
	const one = (key: string) => all(key)[0]?.[0];
	const totalKiB = Number(one('memory.totalKiB'));
	const usedKiB = Number(one('memory.usedKiB'));
	const mounts = all('mount').map(([source = '', target = '', type = '']) => ({source, target, type}));
	// BusyBox's stat does not know every file system (overlay, for one) and says so; the list of mounts
	// knows all, but says rootfs of every initramfs.
	const root = one('root.type') === 'UNKNOWN'
		? mounts.findLast(({target}) => target === '/')?.type
		: one('root.type');
	const devices = Number(one('devices'));
	const kernel = one('kernel');
	const hostname = one('hostname');
	const init = one('init');
	const system = one('system');
	const tests = all('test').map(([part = '', ...what]) => ({part, what: what.join(' ')}));
	const failedUnits = all('failed').flatMap(([unit]) => unit ?? []);
	return {
		...(totalKiB > 0 && usedKiB >= 0 ? {memory: {totalKiB, usedKiB}} : {}),
		...(root ? {root: {type: root}} : {}),
		mounts,
		interfaces: all('interface').map(([name = '', mac = '', address = '']) => ({name, mac, address})),
		...(devices > 0 ? {devices} : {}),
		...(kernel ? {kernel} : {}),
		...(hostname ? {hostname} : {}),
		...(init ? {init} : {}),
		...(system ? {system} : {}),
		...(tests.length > 0 ? {tests} : {}),
		...(failedUnits.length > 0 ? {failedUnits} : {}),
	};
}

/** In one line, what a node has tested of its hardware without an error; nothing where it has tested none. */
export const testedText = ({tests = []}: Partial<NodeState>): string | undefined =>
	tests.length > 0 ? tests.map(({part, what}) => `${part}: ${what}`).join('; ').slice(0, 1000) : undefined;

/** What a node that is up says of itself. */
export type NodeState = {
	memory: {totalKiB: number; usedKiB: number};
	root: {type: string};
	mounts: Array<{source: string; target: string; type: string}>;
	interfaces: Array<{name: string; mac: string; address: string}>;
	devices: number;
	kernel: string;
	hostname: string;
	/** The kind of its init, such as `systemd`. */
	init: string;
	/** What systemd says of the whole: `running`, or `degraded` when units have failed. */
	system: string;
	failedUnits: string[];
	/** The hardware tests that it has passed, and what was tested: a node that fails is not up. */
	tests: Array<{part: string; what: string}>;
};
