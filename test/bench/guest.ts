import {createWriteStream} from 'node:fs';
import {processor} from '../../source/rehearse/machine.ts';
import {startQemu} from '../../source/rehearse/qemu.ts';
import {consoleReader} from '../../source/boots/console-text.ts';
import {parseNodeState} from '../../source/boots/node-state.ts';
import {readConsoleLine} from '../../source/boots/sightings.ts';
import type {NodeReport} from '../../source/run/http-report.ts';
import {findIn, startHttpServer} from '../../source/run/http-server.ts';
import type {Milestone} from '../../source/strategies/types.ts';

/** What a node boots. Files are served over HTTP by their URL path; `<server>` in a word is where. */
export type Boot = {kernel: string; initrd: string; files: Record<string, string>; words: string[]};

/** Seconds since the kernel started; MiB of memory in use when the node is up. */
export type Booted = {root: number; up: number; network: number; usedMiB: number};

/** MiB. */
export const nodeMemory = 2048;

/** An emulated machine on busy cores may take minutes. */
const patience = 900;

/**
Boots a node in QEMU without acceleration, from a kernel and an initramfs that are in its memory already, with QEMU's own
network, and switches it off when it is up.
*/
export async function boot({kernel, initrd, files, words}: Boot, {qemu, log, signal}: {qemu: string; log: string; signal: AbortSignal}): Promise<Booted> {
	const node = watchNode(log);
	const server = await startHttpServer({address: '127.0.0.1', port: 0}, findIn({texts: {}, files}), {onReport: node.hear});
	const host = `10.0.2.2:${server.port}`;
	const all = [...benchWords, ...words, 'ramstrap.server=http://<server>'].map(word => word.replaceAll('<server>', () => host));
	const machine = startQemu(qemuArguments(qemu, {kernel, initrd, words: all}), node.push);
	const timer = setTimeout(node.giveUp, patience * 1000, `not up within ${patience} s`);
	void machine.gone.then(node.giveUp);
	const abort = () => {
		node.giveUp('The machine powered off.');
	};

	signal.addEventListener('abort', abort, {once: true});
	try {
		return await node.booted;
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', abort);
		machine.off();
		await machine.gone;
		node.close();
		await server.close();
	}
}

/** Reads what a node says on its console, and what it tells the server of its memory. */
function watchNode(log: string) {
	const over = Promise.withResolvers<Booted>();
	const clock = kernelClock();
	const reached: Partial<Record<Milestone, number>> = {};
	let usedMiB: number | undefined;
	let lastWords = 'none';
	const record = createWriteStream(log);
	const reader = consoleReader(line => {
		record.write(`${line}\n`);
		clock.see(line);
		lastWords = line;
		const sighting = readConsoleLine(mac, line);
		if (sighting?.saw === 'failure') {
			over.reject(new Error(`the node says: ${sighting.sentence}`));
		} else if (sighting?.saw === 'milestone') {
			reached[sighting.name] ??= performance.now();
			if (sighting.name === 'up') {
				settle(over, {clock, reached, usedMiB});
			}
		}
	});
	return {
		booted: over.promise,
		push: reader.push,
		hear({milestone, body}: NodeReport) {
			if (milestone === 'up') {
				usedMiB = (parseNodeState(body).memory?.usedKiB ?? 0) / 1024;
			}
		},
		giveUp(reason: string) {
			over.reject(new Error(`${reason} Its last words: ${lastWords}`));
		},
		close() {
			record.end();
		},
	};
}

const mac = '52:54:00:00:00:01';

/**
`loglevel=6`, up to notices: a few dozen lines, whose times say when the kernel started. `norandmaps` as in every rehearsal
without acceleration. `no_timer_check`: where the host is busy the kernel finds its timer too slow and panics ("IO-APIC +
timer doesn't work").
*/
const benchWords = ['console=ttyS0,115200n8', 'norandmaps', 'quiet', 'loglevel=6', 'no_timer_check', 'panic=-1'];

function qemuArguments(qemu: string, {kernel, initrd, words}: Pick<Boot, 'kernel' | 'initrd' | 'words'>): string[] {
	return [
		// Should this program be killed, the machine goes as well.
		'setpriv', '--pdeathsig', 'KILL', '--', qemu, '-nodefaults', '-accel', 'tcg', '-cpu', processor('tcg'), '-m', String(nodeMemory), '-display', 'none', '-serial', 'stdio', '-no-reboot',
		'-kernel', kernel, '-initrd', initrd, '-append', words.join(' '),
		'-netdev', 'user,id=wire', '-device', `virtio-net-pci,netdev=wire,mac=${mac},romfile=`, '-device', 'virtio-rng-pci',
	];
}

/** Each line of the kernel's says how old the kernel was; the ones that came at once say when it started. */
function kernelClock(): Clock {
	let started = Infinity;
	return {
		see(line) {
			const [, age] = /^\[\s*(\d+\.\d+)\] /.exec(line) ?? [];
			if (age !== undefined) {
				started = Math.min(started, performance.now() - Number(age) * 1000);
			}
		},
		since: at => (at - started) / 1000,
	};
}

type Clock = {see(line: string): void; since(at: number): number};

function settle(over: PromiseWithResolvers<Booted>, {clock, reached: {init, network, root, up}, usedMiB}: {clock: Clock; reached: Partial<Record<Milestone, number>>; usedMiB: number | undefined}): void {
	if (root === undefined || up === undefined || usedMiB === undefined || !Number.isFinite(clock.since(0))) {
		over.reject(new Error('it is up, but its console did not say when its root was usable, or it did not report its memory'));
		return;
	}

	over.resolve({root: clock.since(root), up: clock.since(up), network: init === undefined || network === undefined ? 0 : (network - init) / 1000, usedMiB});
}
