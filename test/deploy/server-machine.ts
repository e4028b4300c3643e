import {connect, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {NetworkLab, Started} from '../serve/network-lab.ts';

/** A virtual machine with a disk and systemd, driven by commands over its second serial port. */
export type ServerMachine = {
	/** What a shell command writes. @throws Error with that, where it does not end with `code` */
	run(command: string, options?: {code?: number; seconds?: number}): Promise<string>;
	/** Waits until it listens to commands (again). */
	ready(seconds?: number): Promise<void>;
	console: Started;
	stop(): Promise<void>;
};

export async function startServerMachine(lab: NetworkLab, {disk, kernel, initrd, socket, memory = 1536}: {disk: string; kernel: string; initrd: string; socket: string; memory?: number}): Promise<ServerMachine> {
	await lab.run('ip tuntap add server mode tap; ip link set server master lan up');
	// A processor that Node runs on, and no more: every further kind of instruction (`max`) costs the emulation a third
	// of its speed.
	const console_ = lab.start([
		'qemu-system-x86_64', '-nodefaults', '-accel', 'tcg,thread=multi', '-smp', '1', '-m', String(memory), '-machine', 'q35,graphics=off', '-cpu', 'Nehalem', '-display', 'none', '-serial', 'stdio',
		'-serial', `unix:${socket},server=on,wait=off`,
		'-drive', `file=${disk},format=raw,if=virtio,cache=unsafe`, '-netdev', 'tap,id=wire,ifname=server,script=no,downscript=no', '-device', 'virtio-net-pci,netdev=wire,mac=52:54:00:00:24:01,romfile=', '-device', 'virtio-rng-pci',
		'-kernel', kernel, '-initrd', initrd,
		// Our own initial archive wants to know its address before it looks for a root.
		'-append', 'root=/dev/vda rw ip=192.168.24.1::192.168.24.250:255.255.255.0::eth0:off console=ttyS0 net.ifnames=0 norandmaps no_timer_check mitigations=off quiet',
	]);
	const line = await whenThere(socket);
	let heard = '';
	line.setEncoding('utf8').on('data', (text: string) => {
		heard += text.replaceAll('\r', '');
	});
	const until = async (pattern: RegExp, seconds: number): Promise<RegExpExecArray> => {
		let [end, lines] = [Date.now() + (seconds * 1000), 0];
		for (;;) {
			const found = pattern.exec(heard);
			if (found) {
				heard = heard.slice(found.index + found[0].length);
				return found;
			}

			// Whose console still says something is not late.
			if (console_.lines.length > lines) {
				[end, lines] = [Date.now() + (seconds * 1000), console_.lines.length];
			}

			if (Date.now() > end) {
				throw new Error(`the machine did not say ${String(pattern)}, and its console nothing for ${seconds} s; it said:\n${heard.slice(-3000)}\n${console_.lines.slice(-20).join('\n')}`);
			}

			await sleep(50);
		}
	};

	return {
		console: console_,
		async run(command, {code = 0, seconds = 120} = {}) {
			heard = '';
			line.write(`${command}\n`);
			const [, output = '', ended] = await until(/^([\s\S]*?)lab: code (\d+)\n/, seconds);
			if (code !== -1 && Number(ended) !== code) {
				throw new Error(`${command} ended with ${ended}:\n${output}`);
			}

			return output;
		},
		async ready(seconds = 120) {
			await until(/lab: ready\n/, seconds);
		},
		async stop() {
			line.destroy();
			await console_.stop('SIGKILL');
		},
	};
}

async function whenThere(file: string): Promise<Socket> {
	for (let tries = 0; ; tries++) {
		try {
			return await new Promise<Socket>((resolve, reject) => {
				const socket = connect(file, () => {
					resolve(socket);
				});
				socket.once('error', reject);
			});
		} catch (error) {
			if (tries > 100) {
				throw error;
			}

			await sleep(100);
		}
	}
}
