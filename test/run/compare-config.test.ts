import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Request} from '../../source/kernel/types.ts';
import {DroppedRequests, runCompareConfig} from '../../source/run/actions/compare-config.ts';
import {openLog} from '../../source/run/log.ts';

const kconfig = `
config NETDEVICES
	bool "Network devices"
config VIRTIO_NET
	bool "Virtio network"
	depends on NETDEVICES
config RETPOLINE
	bool "Retpolines"
config START
	hex "Start"
`;

/** Compares a configuration with requests, on a tree of four options. */
async function compare(config: string, requests: Request[], before?: {version: number; because: string}): Promise<void> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-compare-'));
	mkdirSync(path.join(folder, 'linux'));
	writeFileSync(path.join(folder, 'linux/Kconfig'), kconfig);
	writeFileSync(path.join(folder, 'linux/Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\n');
	writeFileSync(path.join(folder, 'config'), `#\n# Linux/x86_64 7.0.3 Kernel Configuration\n#\n${config}`);
	const log = openLog(path.join(folder, 'log'), () => undefined);
	onTestFinished(() => {
		log.close();
		rmSync(folder, {recursive: true});
	});
	await runCompareConfig({do: 'compare-config', config: 'config', tree: 'linux', requests, before}, {folder, log, signal: new AbortController().signal});
}

const request = (option: string, value = 'y', more: Partial<Request> = {}): Request => ({option, value, from: 'a test', ...more});

test('what survived is no failure, under whichever of its names', async () => {
	await expect(compare('CONFIG_NETDEVICES=y\nCONFIG_RETPOLINE=y\n# CONFIG_VIRTIO_NET is not set\n', [
		request('NETDEVICES'), request('VIRTIO_NET', 'n'), request('MITIGATION_RETPOLINE', 'y', {or: ['RETPOLINE']}), request('KERNEL_ZSTD', 'y', {preferred: true}),
	])).resolves.toBeUndefined();
});

test('what did not is told with its condition and what to add, all of it', async () => {
	const error = await compare('# CONFIG_NETDEVICES is not set\n', [request('VIRTIO_NET'), request('GONE')]).catch((error_: unknown) => error_);
	expect(error).toBeInstanceOf(DroppedRequests);
	expect(error).toMatchObject({
		kind: 'failed', message: '2 of 2 requested options are not in the resulting kernel configuration', requested: 2,
		dropped: [{option: 'VIRTIO_NET', unmet: ['NETDEVICES'], add: ['NETDEVICES']}, {option: 'GONE', unmet: [], add: []}],
	});
});

test('a hexadecimal option is told apart from the number it looks like', async () => {
	await expect(compare('CONFIG_START=0x200000\n', [request('START', '0x200000')])).resolves.toBeUndefined();
	await expect(compare('CONFIG_START=2097152\n', [request('START', '2097152')])).rejects.toThrow(DroppedRequests);
});

test('a Linux that is too new is the recipe\'s fault, whatever its source is called', async () => {
	const because = 'it gives up what the recipe builds on';
	await expect(compare('', [], {version: 7, because})).rejects.toMatchObject({message: `this is Linux 7.0.3: ${because}`, kind: 'recipe'});
	await expect(compare('', [], {version: 8, because})).resolves.toBeUndefined();
});
