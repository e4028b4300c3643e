/* eslint-disable unicorn/no-incorrect-template-string-interpolation -- %{http_code} is curl's */
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, inject, test} from 'vitest';
import {networkLab, node, type NetworkLab, type Started} from './network-lab.ts';

// A new version while nodes are served: who gets which.

const home = inject('builtHome');
const program = path.resolve('dist/ramstrap.cjs');
const mac = '52:54:00:00:26:01';
/** Versions that differ in one word of the kernel's, and so need no new build. */
const versionWith = (word: string) => ['--set', 'name=versions', '--set', 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}', '--set', 'server.timeout=1', '--set', 'server.keep=2', '--set', `node.words=[norandmaps, no_timer_check, ${word}]`];
const ramstrap = async (verb: string, ...words: string[]) => execa(process.execPath, [program, verb, ...words], {env: {RAMSTRAP_HOME: home}, stdin: 'ignore'});

let lab: NetworkLab;
let server: Started;

beforeAll(async () => {
	lab = await networkLab();
	server = lab.start([process.execPath, program, 'serve', 'rambox', '--interface', 'lan', '--mode', 'full', '--json', ...versionWith('first')], {RAMSTRAP_HOME: home});
	await server.until(/"event":"serving"/);
});
afterAll(async () => {
	try {
		expect(await server.stop(), server.lines.slice(-5).join('\n')).toBe(0);
	} finally {
		await lab.stop();
	}
});

/** What all machines are told to boot: the id of the version, and its own word. */
async function told(): Promise<{id: string; word: string}> {
	const script = await lab.run('curl -s http://192.168.24.1/boot.ipxe');
	const [, id = '', word = ''] = /^kernel http:\S+\/versions\/([\da-f]{12})\/vmlinuz\S* .*no_timer_check (\S+)/m.exec(script) ?? [];
	return {id, word};
}

test('what is published counts from the next boot on, for all, for one machine, and back again', async () => {
	const {id, word} = await told();
	expect(word).toBe('first');
	const url = `http://192.168.24.1/versions/${id}/vmlinuz`;
	const statusOf = async (address: string) => lab.run(`curl -s -o /dev/null -w '%{http_code}' ${address}`);
	const whole = await lab.run(`curl -s ${url} | sha256sum`);
	// Somebody in the midst of it, for longer than its version is kept.
	const slow = lab.start(['sh', '-c', `curl -s --limit-rate 300k ${url} | sha256sum`]);

	await ramstrap('publish', 'rambox', ...versionWith('second'));
	expect(await told()).toMatchObject({word: 'second'});
	await ramstrap('rollback', 'versions');
	expect(await told()).toEqual({id, word: 'first'});
	await ramstrap('publish', 'rambox', ...versionWith('second'));
	await ramstrap('publish', 'rambox', ...versionWith('third'), '--only', mac);
	expect(await told()).toMatchObject({word: 'second'});

	// The first one is gone, but for him who began with it.
	expect(await statusOf(url)).toBe('404');
	expect(slow.lines).toEqual([]);
	const machine = await node(lab, {tap: 'canary', mac, firmware: 'bios'});
	await server.until(new RegExp(`"event":"milestone","node":"${mac}","name":"up"`), 120);
	expect(machine.lines.find(line => line.includes('Kernel command line:'))).toMatch(/ third /);
	expect(await slow.until(/^[\da-f]{64}/)).toBe(whole);

	await ramstrap('rollback', 'versions', '--only', mac);
	expect(await statusOf(`http://192.168.24.1/mac/${mac.replaceAll(':', '-')}.ipxe`)).toBe('404');
	expect(await told()).toMatchObject({word: 'second'});
});
