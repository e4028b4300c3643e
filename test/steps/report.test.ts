import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';

/** Two cards, each in a network of its own: what a node with this command line says which machine it is. */
async function reportedBy(words: string): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-report-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	mkdirSync(path.join(folder, 'bin'));
	writeFileSync(path.join(folder, 'bin/wget'), '#!/bin/sh\nfor last; do :; done; echo "$last" >wget.said\n', {mode: 0o755});
	writeFileSync(path.join(folder, 'cmdline'), `${words}\n`);
	await execa('unshare', ['--user', '--map-root-user', '--mount', '--net', 'sh', '-euc', `
		mount -t sysfs sysfs /sys
		ip link add other address 52:54:00:00:00:01 type bridge; ip addr add 10.9.9.2/24 dev other; ip link set other up
		ip link add boot address 52:54:00:00:00:02 type bridge; ip addr add 192.168.24.2/24 dev boot; ip link set boot up
		mount --bind cmdline /proc/cmdline
		PATH=$PWD/bin:$PATH
		. "$1"
		report up x
	`, 'sh', path.resolve('source/steps/rambox/report.sh')], {cwd: folder});
	return readFileSync(path.join(folder, 'wget.said'), 'utf8').trim();
}

const server = 'ramstrap.server=http://192.168.24.1:8080';

test.each([
	['the card that the loader names', `${server} BOOTIF=01-52-54-00-00-00-02 quiet`, '52:54:00:00:00:02'],
	['that card, wherever the server is', `${server} BOOTIF=01-52-54-00-00-00-01`, '52:54:00:00:00:01'],
	['the card that the server is reached by, where the loader says nothing', server, '52:54:00:00:00:02'],
	['that one too where the loader names a card that is not there', `${server} BOOTIF=01-52-54-00-00-00-99`, '52:54:00:00:00:02'],
])('a node with two networks reports as %s', async (_what, words, mac) => {
	expect(await reportedBy(words)).toBe(`http://192.168.24.1:8080/report/up?mac=${mac}`);
});
