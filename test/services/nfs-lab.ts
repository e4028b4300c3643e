import {execFileSync, spawn} from 'node:child_process';
import {closeSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {processor} from '../../source/rehearse/machine.ts';
import {openPipe} from '../../source/rehearse/qemu.ts';
import {layWires} from '../../source/rehearse/wires.ts';
import {startServices, type RunningServices} from '../../source/run/supervisor.ts';
import {nfsService, type NfsExport} from '../../source/services/nfs.ts';

// A program of its own, for namespaces of its own: a machine, and whatever NFS server it asks for on its console by
// `phase <name>`.

export type NfsLab = {
	folder: string;
	kernel: string;
	initrd: string;
	/**
	Of a phase that is not here there is no server; in the phase `mute` one that takes connections and says nothing.
	*/
	phases: Record<string, NfsExport>;
};

const {folder, kernel, initrd, phases} = JSON.parse(process.argv[2]!) as NfsLab;
const mute = createServer(() => undefined);
let services: RunningServices | undefined;

await layWires({interface: 'br0', address: '192.168.24.1', netmask: '255.255.255.0', lab: true, port: 80, dhcp: {mode: 'full', range: {from: '', to: ''}, lease: '1h', dns: [], unknown: 'serve'}, nodes: []}, ['tap0']);
// QEMU drops what is not taken at once.
const {output, end} = openPipe();
const machine = spawn('qemu-system-x86_64', [
	'-accel', 'tcg', '-cpu', processor('tcg'), '-m', '256', '-nodefaults', '-display', 'none', '-serial', 'stdio', '-no-reboot',
	'-kernel', kernel, '-initrd', initrd, '-append', 'console=ttyS0 quiet panic=-1 norandmaps no_timer_check rdinit=/trial',
	'-netdev', 'tap,id=wire,ifname=tap0,script=no,downscript=no', '-device', 'virtio-net-pci,netdev=wire,romfile=',
], {stdio: ['pipe', end, 'inherit']});
closeSync(end);
let rest = '';
output.setEncoding('utf8').on('data', (text: string) => {
	const lines = (rest + text).replaceAll('\r', '').split('\n');
	rest = lines.pop()!;
	for (const line of lines) {
		process.stdout.write(`${line}\n`);
		const phase = /^phase (\w+)$/.exec(line)?.[1];
		if (phase) {
			void serve(phase);
		}
	}
});
// What it said last is still to be read when it has ended.
output.on('close', () => {
	mute.close();
	void services?.stop();
});

async function serve(phase: string): Promise<void> {
	await services?.stop();
	mute.close();
	if (phase === 'mute') {
		mute.listen(2049);
	} else if (phase === 'squashed') {
		// From here on it is a machine whose /etc/mtab leads nowhere, and without what netbase brings; bare containers
		// have neither.
		execFileSync('sh', ['-ec', 'cp -a /etc "$1"; cd "$1"; rm -f mtab hosts networks protocols rpc services; ln -s /nowhere mtab; mount --bind "$1" /etc', 'sh', path.join(folder, 'etc')]);
	}

	const wanted = phases[phase];
	services = await startServices(wanted ? nfsService([wanted]) : [], {
		folder: path.join(folder, 'services', phase),
		onLine(service, line) {
			process.stderr.write(`${service}: ${line}\n`);
		},
	});
	machine.stdin!.write('go\n');
}
