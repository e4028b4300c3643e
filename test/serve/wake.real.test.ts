import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {networkLab, type NetworkLab} from './network-lab.ts';

let lab: NetworkLab;
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-wake-'));
	lab = await networkLab();
	// Another network, with a route for everything that this one has not: where broadcasts would go by themselves.
	await lab.run('ip link add other type bridge; ip address add 192.168.25.1/24 dev other; ip link set other up; ip route add default via 192.168.25.9');
	await lab.host('near', '192.168.24.2/24');
	await lab.run('ip netns add far; ip link add far type veth peer name eth0 netns far; ip link set far master other up; ip -n far link set lo up; ip -n far link set eth0 up; ip -n far address add 192.168.25.2/24 dev eth0');
});

afterAll(async () => {
	await lab.stop();
	rmSync(folder, {recursive: true});
});

/** What comes to the port that such packets are sent to, in hexadecimal, a line each. */
const listener = 'const socket = require("node:dgram").createSocket("udp4"); socket.on("message", (packet, {address}) => console.log("from " + address + ": " + packet.toString("hex"))); socket.bind(9, () => console.log("listens"))';

test('a machine is woken on every network, or on that which is named', async () => {
	const [near, far] = ['near', 'far'].map(name => lab.start(['ip', 'netns', 'exec', name, process.execPath, '-e', listener]));
	await Promise.all([near!.until(/listens/), far!.until(/listens/)]);
	const packet = (server: string, mac: string) => `from ${server}: ffffffffffff${mac.repeat(16)}`;
	const wake = async (...words: string[]) => {
		const program = lab.start([process.execPath, path.resolve('dist/ramstrap.cjs'), 'wake', ...words], {RAMSTRAP_HOME: folder});
		expect(await program.ended(), program.lines.join('\n')).toBe(0);
		return program.lines;
	};

	expect((await wake('52-54-00-12-34-56'))[0]).toMatch(/^Wake-up packet for 52:54:00:12:34:56 sent on (?:lan and other|other and lan)\.$/);
	await near!.until(new RegExp(packet('192.168.24.1', '525400123456')));
	await far!.until(new RegExp(packet('192.168.25.1', '525400123456')));
	expect(JSON.parse((await wake('52:54:00:12:34:57', '--interface', 'lan', '--json'))[0]!)).toEqual({event: 'result', ok: true, nodes: [{mac: '52:54:00:12:34:57', interfaces: ['lan']}]});
	await near!.until(new RegExp(packet('192.168.24.1', '525400123457')));
	expect(far!.lines.filter(line => line.includes('525400123457'))).toEqual([]);
});
