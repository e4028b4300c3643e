import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {closeSync} from 'node:fs';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {skipIpxeBanner} from '../../source/rehearse/ipxe-banner.ts';
import {processor} from '../../source/rehearse/machine.ts';
import {openPipe} from '../../source/rehearse/qemu.ts';
import {everStarted} from './ever-started.ts';

/**
A network of its own to serve: a bridge `lan` that has the server's address, in namespaces with a /sys and a /run of their
own, so that nothing of it can be seen outside. Whatever ends the tests ends all that is started in it.
*/
export async function networkLab(address = '192.168.24.1/24'): Promise<NetworkLab> {
	const holder = spawn('setpriv', [...mortal, 'unshare', '--net', '--mount', '--', 'sh', '-c', 'echo ready; exec sleep 3600'], {stdio: ['ignore', 'pipe', 'inherit']});
	await once(holder.stdout, 'data');
	const inside = ['--target', String(holder.pid), '--net', '--mount', '--'];
	const children: ChildProcess[] = [];
	const run = async (script: string): Promise<string> => {
		const {stdout} = await execa('nsenter', [...inside, 'sh', '-ec', script]);
		return stdout;
	};

	const start = (argv: string[], env: Record<string, string> = {}): Started => {
		// QEMU drops what is not taken at once.
		const {output, end: written} = openPipe();
		const child = spawn('setpriv', [...mortal, 'nsenter', ...inside, ...argv], {stdio: ['pipe', written, 'pipe'], env: {...process.env, npm_command: '', ...env}, detached: true});
		closeSync(written);
		children.push(child);
		// What it said last is still to be read when it has ended; what it has started may keep its output open.
		const closed = once(output, 'close');
		const allRead = async () => Promise.race([closed, sleep(1000)]);
		const lines: string[] = [];
		const last = {heard: 0};
		everStarted.push({command: argv.join(' ').slice(0, 200), lines, child});
		for (const stream of [output, child.stderr!]) {
			createInterface({input: stream}).on('line', line => {
				lines.push(line);
				last.heard = Date.now();
			});
		}

		return {
			lines, child, output,
			async until(pattern, seconds = 60) {
				const began = Date.now();
				for (;;) {
					const found = lines.find(line => pattern.test(line));
					if (found !== undefined) {
						return found;
					}

					const end = child.exitCode ?? child.signalCode;
					const isSilent = Date.now() > Math.max(began, last.heard) + (seconds * 1000);
					if (end !== null || isSilent || Date.now() > began + mostMilliseconds) {
						const why = end === null ? (isSilent ? `, and nothing else for ${seconds} s` : ', and goes on saying other things') : ` and ended with ${end}`;
						throw new Error(`${argv.join(' ')} did not say ${String(pattern)}${why}:\n${lines.slice(-40).join('\n')}`);
					}

					await sleep(100);
				}
			},
			async ended() {
				const code = child.exitCode ?? (await once(child, 'exit', {signal: AbortSignal.timeout(20_000)}) as [number | null])[0];
				await allRead();
				return code;
			},
			pause() {
				process.kill(-child.pid!, 'SIGSTOP');
			},
			async stop(signal = 'SIGINT') {
				if (child.exitCode === null && child.signalCode === null) {
					const gone = once(child, 'exit');
					process.kill(-child.pid!, signal);
					await gone;
					await allRead();
				}

				return child.exitCode;
			},
		};
	};

	// Interfaces are read from /sys; names of namespaces (ip-netns(8)) and what a server keeps while it runs stand in
	// /run.
	await run(`mount -t sysfs none /sys; mount -t tmpfs -o mode=755 none /run; mkdir /run/netns; ip link set lo up; ip link add lan type bridge; ip address add ${address} dev lan; ip link set lan up`);
	return {
		run, start,
		/** Another machine at the same switch: a namespace that commands are run in by `ip netns exec <name>`. */
		async host(name, hostAddress) {
			await run(`ip netns add ${name}; ip link add ${name} type veth peer name eth0 netns ${name}; ip link set ${name} master lan up
				ip -n ${name} link set lo up; ip -n ${name} link set eth0 up; ${hostAddress === undefined ? '' : `ip -n ${name} address add ${hostAddress} dev eth0`}`);
		},
		async stop() {
			for (const child of children.toReversed()) {
				if (child.exitCode === null && child.signalCode === null) {
					process.kill(-child.pid!, 'SIGKILL');
				}
			}

			holder.kill('SIGKILL');
		},
	};
}

/** Firmware that tries again and again is never silent. */
const mostMilliseconds = 600_000;

/** Killed by the kernel when whoever started it is gone (prctl(2), PR_SET_PDEATHSIG). */
const mortal = ['--pdeathsig', 'KILL', '--'];

export type NetworkLab = {
	run(script: string): Promise<string>;
	start(argv: string[], env?: Record<string, string>): Started;
	host(name: string, address?: string): Promise<void>;
	stop(): Promise<void>;
};

export type Started = {
	lines: string[];
	child: ChildProcess;
	output: Readable;
	/**
	The first line that is such a one, said already or still to come. @param seconds of silence after which it is not
	waited for any more; ten minutes in all
	*/
	until(pattern: RegExp, seconds?: number): Promise<string>;
	/** Firmware that goes on trying keeps a whole processor busy. What is paused can be stopped by SIGKILL only. */
	pause(): void;
	/** By itself: its exit code. */
	ended(): Promise<number | null>;
	stop(signal?: NodeJS.Signals): Promise<number | null>;
};

/**
A machine without a disk, at the same switch. `card`: of QEMU. `first`: words of QEMU for what it finds before that
card.
*/
export async function node(lab: NetworkLab, {tap, mac, firmware, words = [], first = [], memory = 512, card = 'virtio-net-pci', bridge = 'lan'}: {
	tap: string;
	mac: string;
	firmware: 'bios' | 'uefi' | 'uefi-http' | 'secure-boot';
	words?: string[];
	first?: string[];
	/** MiB. */
	memory?: number;
	card?: string;
	bridge?: string;
}): Promise<Started> {
	await lab.run(`ip tuntap add ${tap} mode tap; ip link set ${tap} master ${bridge} up`);
	const flash = (unit: number, file: string, how: string) => ['-drive', `if=pflash,format=raw,unit=${unit},${how}=on,file=/usr/share/OVMF/${file}`];
	const machines = {
		bios: ['-machine', 'pc,graphics=off'],
		uefi: ['-machine', 'q35', ...flash(0, 'OVMF_CODE_4M.fd', 'readonly'), ...flash(1, 'OVMF_VARS_4M.fd', 'snapshot')],
		// With Microsoft's keys in it, as machines come.
		'secure-boot': ['-machine', 'q35,smm=on', '-global', 'driver=cfi.pflash01,property=secure,value=on', ...flash(0, 'OVMF_CODE_4M.ms.fd', 'readonly'), ...flash(1, 'OVMF_VARS_4M.ms.fd', 'snapshot')],
	};
	const noPxe = ['4', '6'].flatMap(version => ['-fw_cfg', `name=opt/org.tianocore/IPv${version}PXESupport,string=no`]);
	const machine = lab.start([
		'qemu-system-x86_64', '-nodefaults', '-accel', 'tcg', '-cpu', processor('tcg'), '-m', String(memory), '-boot', 'n', '-display', 'none', '-serial', 'stdio', '-no-reboot',
		...first, '-netdev', `tap,id=wire,ifname=${tap},script=no,downscript=no`, '-device', `${card},netdev=wire,mac=${mac}${firmware === 'bios' ? '' : ',romfile='}`,
		...(firmware === 'uefi-http' ? [...machines.uefi, ...noPxe] : machines[firmware]), ...words,
	]);
	const hear = skipIpxeBanner(text => {
		machine.child.stdin!.write(text);
	});
	machine.output.on('data', (text: Buffer) => {
		hear(text.toString('latin1'));
	});
	return machine;
}
