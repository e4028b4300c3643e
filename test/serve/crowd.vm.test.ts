import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, expect, inject, test} from 'vitest';
import {networkLab, node, type NetworkLab, type Started} from './network-lab.ts';

// More machines than addresses, and one that tries what it should not.

const cloud = ['--set', 'name=crowd', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}', '--set', 'server.timeout=1', '--set', 'node.words=[norandmaps, no_timer_check]'];
const first = '52:54:00:00:25:01';
const second = '52:54:00:00:25:02';
let lab: NetworkLab;
let server: Started;

beforeAll(async () => {
	lab = await networkLab();
	await lab.host('guest', '192.168.24.9/24');
	server = lab.start([process.execPath, path.resolve('dist/ramstrap.cjs'), 'serve', 'rambox', '--interface', 'lan', '--mode', 'full', '--json', ...cloud, '--set', 'server.range=192.168.24.100-192.168.24.100'], {RAMSTRAP_HOME: inject('builtHome')});
	await server.until(/"event":"serving"/);
});
afterAll(async () => {
	try {
		expect(await server.stop()).toBe(0);
		expect(await lab.run('ls /run')).not.toContain('ramstrap');
	} finally {
		await lab.stop();
	}
});

test('firmware, loader and system of a machine share one address; the machine for which none is left is told of, with the cause', async () => {
	await node(lab, {tap: 'crowd0', mac: first, firmware: 'uefi'});
	await server.until(new RegExp(`"event":"milestone","node":"${first}","name":"up"`), 120);
	await node(lab, {tap: 'crowd1', mac: second, firmware: 'bios'});
	const told = JSON.parse(await server.until(/"event":"trouble"/)) as unknown;
	expect(told).toEqual({event: 'trouble', node: second, standing: 'turned away', says: [
		'The node requests an address and gets none.',
		expect.stringMatching(/^→ The DHCP server has no free address: server\.range is smaller/),
	]});
});

test('thousands of reports of machines that do not exist, and images that nobody takes: the menu comes, and memory stays', async () => {
	const memory = () => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))![1]) / 1024;
	const inGuest = async (command: string) => lab.run(`ip netns exec guest ${command}`);
	const attack = async () => inGuest(`${process.execPath} ${path.resolve('test/serve/attack.ts')} http://192.168.24.1`);
	const before = memory();
	await attack();
	const [times] = await Promise.all([
		inGuest('curl -sf -o /dev/null -w "%{time_total}\n" "http://192.168.24.1/boot.ipxe?[1-3000]"'),
		attack(),
	]);
	const milliseconds = times.trim().split('\n').map(seconds => Math.round(Number(seconds) * 1000)).toSorted((one, other) => one - other);
	const [median, ofHundred] = [milliseconds[1500]!, milliseconds[2970]!];
	console.log(`the menu in ${median} ms, one of a hundred in ${ofHundred}; memory ${Math.round(before)} → ${Math.round(memory())} MiB`);
	expect(median).toBeLessThan(50);
	expect(ofHundred).toBeLessThan(200);
	// Two of them send 600 MB; thirty leave it at 370 MiB.
	expect(memory()).toBeLessThan(400);
	expect(statSync(path.join(inject('builtHome'), 'logs/crowd/serve.log')).size).toBeLessThan(5_000_000);
	expect(server.lines.filter(line => line.includes('52:54:01:00:'))).toEqual([]);
});

test('TFTP gives out the loaders, and takes nothing', async () => {
	const root = '/run/ramstrap/crowd/lan/dnsmasq/tftp';
	await lab.run(`ln -sfn /etc ${root}/../outside; echo secret > ${root}/../secret; mkdir -p /run/lab-tftp`);
	const fetch = async (...words: string[]) => lab.run(`cd /run/lab-tftp; ip netns exec guest timeout 20 ${words.map(word => `'${word}'`).join(' ')} 2>&1 && echo done || echo refused`);
	const get = async (name: string) => fetch('busybox', 'tftp', '-g', '-l', 'got', '-r', name, '192.168.24.1');
	expect(await get('undionly.kpxe')).toMatch(/done$/);
	expect(await get(`${root}/undionly.kpxe`)).toMatch(/done$/);
	for (const name of [
		'../secret', '../dnsmasq.conf', './../secret', '../../../../../etc/passwd', '/etc/passwd', '//etc/passwd', `${root}/../secret`, `${root}/../outside/passwd`, '../outside/passwd',
		String.raw`..\secret`, '%2e%2e/secret', '..%2fsecret', '%2fetc%2fpasswd', '/', '.', '..', 'pxelinux.cfg', 'UNDIONLY.KPXE/../../secret', `${'../'.repeat(80)}etc/passwd`, 'a'.repeat(400),
	]) {
		expect(await get(name), name).toMatch(/refused$/);
	}

	expect(await fetch('busybox', 'tftp', '-p', '-l', 'got', '-r', 'new', '192.168.24.1')).toMatch(/refused$/);
	expect(await fetch('busybox', 'tftp', '-p', '-l', 'got', '-r', 'undionly.kpxe', '192.168.24.1')).toMatch(/refused$/);
	expect(await lab.run(`cmp ${root}/undionly.kpxe ${root}/undionly.kpxe.0; ls ${root}`)).toBe('ipxe.efi\nundionly.kpxe\nundionly.kpxe.0');
});
