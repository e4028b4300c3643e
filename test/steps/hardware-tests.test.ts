import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';

// What a node says of its hardware: the script itself, on a machine that is made of files. A disk that really cannot be read
// is in test/matrix/purposes.vm.test.ts.

/** Programs that find nothing, and hardware that is whole; a case puts others in their place. */
const whole: Record<string, string> = {
	'bin/stress-ng': '#!/bin/sh\n',
	'bin/smartctl': '#!/bin/sh\n',
	'bin/dd': '#!/bin/sh\n',
	'bin/dmesg': '#!/bin/sh\necho "[    0.5] mce: [Hardware Error]: Machine check events logged"\ncat ../kmsg\n',
	'bin/sleep': '#!/bin/sh\n/bin/sleep 0.4\n',
	'bin/wget': '#!/bin/sh\nfor last; do :; done\ncase $last in */kernel) echo kernel ;; *) echo "$last: $5" >>said ;; esac\n',
	'sys/block/sda/size': '204800\n',
	'sys/block/sda/stat': '1 2 204800 4\n',
	'sys/block/sda/device/model': 'WDC WD40  \n',
	'sys/block/loop0/size': '100\n',
	'sys/block/sr0/size': '100\n',
	'sys/bus/pci/devices/0000:00:02.0/class': '0x010601\n',
	'sys/bus/pci/devices/0000:00:02.0/vendor': '0x8086\n',
	'sys/bus/pci/devices/0000:00:02.0/device': '0x2922\n',
	'sys/bus/pci/devices/0000:00:02.0/driver/here': '',
	'sys/class/net/eth0/address': '52:54:00:00:00:01\n',
	...Object.fromEntries(['rx_errors', 'tx_errors', 'rx_crc_errors', 'rx_frame_errors'].map(name => [`sys/class/net/eth0/statistics/${name}`, '0\n'])),
};

/** @param other what is there instead, nothing for what is not there */
async function tested(other: Record<string, string | undefined> = {}, {parts = 'memory,cpu,disks,network', time = '0'} = {}): Promise<{exitCode: number | undefined; results: Record<string, string>; reports: string}> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-hardware-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	for (const [name, text] of Object.entries({...whole, ...other})) {
		if (text === undefined) {
			continue;
		}

		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text, {mode: 0o755});
	}

	mkdirSync(path.join(folder, 'sys/fs'));
	writeFileSync(path.join(folder, 'cmdline'), `BOOTIF=01-52-54-00-00-00-01 ramstrap.server=http://192.168.24.1 ramstrap.tests=${parts} ramstrap.time=3600 ramstrap.time=${time} ramstrap.fetch=http://192.168.24.1/kernel\n`);
	const script = readFileSync('source/steps/system/tests.sh', 'utf8')
		.replaceAll('/usr/lib/ramstrap/report', () => path.resolve('source/steps/rambox/report.sh'))
		.replaceAll('/run/ramstrap/tests', () => path.join(folder, 'results'))
		.replaceAll('/dev/kmsg', () => path.join(folder, 'kmsg'))
		.replaceAll('/dev/console', () => path.join(folder, 'console'));
	writeFileSync(path.join(folder, 'tests'), script);
	const {exitCode, stderr} = await execa('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-euc', `
		mount --bind cmdline /proc/cmdline
		mount --rbind sys /sys
		PATH=$PWD/bin:/usr/bin:/bin
		exec sh ./tests
	`], {cwd: folder, reject: false});
	expect(stderr).toBe('');
	const ended = parts.split(',').filter(part => part !== '' && existsSync(path.join(folder, 'results', part)));
	const results = Object.fromEntries(ended.map(part => [part, readFileSync(path.join(folder, 'results', part), 'utf8').trim()]));
	return {exitCode, results, reports: readFileSync(path.join(folder, 'results/said'), 'utf8')};
}

test('all pass: what was tested, and nothing is reported but how far it is', async () => {
	const {exitCode, results, reports} = await tested();
	expect(Object.values(results).map(text => text.replaceAll(/\d+/g, '0'))).toEqual([
		'passed: 0 MiB', expect.stringMatching(/^passed: 0 cores?$/), 'passed: sda (WDC WD0)', 'passed: eth0, 0 downloads without an error',
	]);
	expect(exitCode).toBe(0);
	expect(reports).toMatch(/report\/testing\?mac=52:54:00:00:00:01: testing memory.*, cpu.*, disks.*, network.*; 0 of 0 min/);
	expect(reports).not.toContain('failed');
});

const stressed = '#!/bin/sh\necho "stress-ng: info:  [7] setting to 1 s"\necho "stress-ng: fail:  [9] vm: detected 12 bit errors"\necho "stress-ng: info: [7] unsuccessful run"\nexit 2\n';
const pending = '#!/bin/sh\necho "Serial Number:    WD-1"\necho "198 Read_Sectors_Tot_Ct  0x0012   100   100   000    Old_age   Always       -       99"\necho "197 Current_Pending_Sector  0x0012   100   100   000    Old_age   Always       -       8"\n';
const unreadable = '#!/bin/sh\necho "dd: error reading \'/dev/sda\': Input/output error" >&2\nexit 1\n';
const kernelSays = (...lines: string[]) => `#!/bin/sh\ncat ../kmsg\n${lines.map(line => `echo "[   12.5] ${line}"\n`).join('')}`;
const downloading = (what: string) => whole['bin/wget']!.replace('echo kernel', () => what);

test.each<[string, Record<string, string | undefined>, string[]]>([
	['memory and cores that get it wrong, a disk that says itself that it is failing, a download that is another one', {
		'bin/stress-ng': stressed, 'bin/smartctl': '#!/bin/sh\nexit 8\n', 'bin/wget': downloading('date +%N'),
	}, [
		'memory: vm: detected 12 bit errors', 'cpu: vm: detected 12 bit errors',
		'disks: sda (WDC WD40): its own check (SMART) says that it is failing', 'network: http://192.168.24.1/kernel had other bytes when it was downloaded again',
	]],
	['no program to test with, sectors that were given up, a server that is not reached', {
		'bin/stress-ng': undefined, 'bin/smartctl': pending, 'bin/wget': downloading('echo "wget: server returned error: HTTP/1.1 404" >&2'),
	}, [
		'memory: the system files have no stress-ng', 'cpu: the system files have no stress-ng',
		'disks: sda (WDC WD40 WD-1): 8 sectors that could not be read or corrected (SMART Current_Pending_Sector)', 'network: http://192.168.24.1/kernel could not be downloaded: server returned error: HTTP/1.1 404',
	]],
	['a sector that cannot be read, errors that the card counts', {
		'bin/dd': unreadable, 'bin/dmesg': kernelSays('I/O error, dev sda, sector 24580 op 0x0:(READ) flags 0x80700'), 'bin/wget': downloading('echo kernel; echo 5 >/sys/class/net/eth0/statistics/rx_crc_errors'),
	}, ['disks: sda (WDC WD40): cannot be read at 12 MiB: Input/output error', 'network: eth0 counted 5 errors: check the cable and the port of the switch']],
	['a controller without a driver, a kernel log that cannot be read', {'sys/bus/pci/devices/0000:00:02.0/driver/here': undefined, 'bin/dmesg': '#!/bin/sh\nexit 1\n'}, [
		'disks: no driver for a disk controller (PCI 8086:2922): add its module to kernel.modules', 'kernel: its log cannot be read',
	]],
	['a machine check', {'bin/dmesg': kernelSays('mce: [Hardware Error]: CPU 0: Machine Check: 0 Bank 4: b200')}, ['kernel: mce: [Hardware Error]: CPU 0: Machine Check: 0 Bank 4: b200']],
	['a disk that does not even answer', {'sys/block/sda/size': '0\n', 'bin/dmesg': '#!/bin/sh\necho "[    3.1] ata3: COMRESET failed (errno=-16)"\ncat ../kmsg\n'}, ['kernel: ata3: COMRESET failed (errno=-16)']],
	['wrong results, too few for stress-ng to fail by itself, and a memory error beside a bad disk', {
		'bin/stress-ng': stressed.replace('exit 2', 'exit 0'), 'bin/dd': unreadable, 'bin/dmesg': kernelSays('I/O error, dev sda, sector 24580 op 0x0', 'EDAC MC0: 1 CE memory read error on CPU_SrcID#0'),
	}, [
		'memory: vm: detected 12 bit errors', 'cpu: vm: detected 12 bit errors',
		'disks: sda (WDC WD40): cannot be read at 12 MiB: Input/output error', 'kernel: EDAC MC0: 1 CE memory read error on CPU_SrcID#0',
	]],
	['an error that the driver of another disk got over, beside a bad one', {
		'bin/dd': unreadable, 'bin/dmesg': kernelSays('I/O error, dev sda, sector 24580 op 0x0', 'I/O error, dev nvme0n1, sector 8 op 0x0'),
	}, ['disks: sda (WDC WD40): cannot be read at 12 MiB: Input/output error', 'kernel: I/O error, dev nvme0n1, sector 8 op 0x0']],
])('%s', async (_what, other, failures) => {
	const {exitCode, reports} = await tested(other);
	expect(reports.split('\n').at(-2)).toBe(`http://192.168.24.1/report/failed?mac=52:54:00:00:00:01: hardware test failed: ${failures.join('; ')}`);
	expect(exitCode).toBe(1);
});

test('one of several ways to a disk is no disk; where nobody can ask it for its health, that is said', async () => {
	const {exitCode, results} = await tested({'sys/block/nvme0c0n1/size': '100\n', 'sys/block/nvme0c0n1/hidden': '1\n', 'bin/smartctl': '#!/bin/sh\nexit 2\n'}, {parts: 'disks'});
	expect(results.disks).toBe('passed: sda (WDC WD40), its health (SMART) could not be read');
	expect(exitCode).toBe(0);
});

test.each([
	['time', {time: '10m'}, 'ramstrap.time=10m on the kernel command line is not a number of seconds'],
	['parts', {parts: ''}, 'ramstrap.tests on the kernel command line names no test'],
	['parts', {parts: 'gpu'}, 'gpu: there is no such test'],
])('a kernel command line with which nothing is tested is no success: %s', async (_what, words, sentence) => {
	const {exitCode, reports} = await tested({}, words);
	expect(reports).toContain(`/report/failed?mac=52:54:00:00:00:01: hardware test failed: ${sentence}\n`);
	expect(exitCode).toBe(1);
});

test('what is not asked for is not tested; a machine without a disk has nothing that could be broken', async () => {
	const {exitCode, results} = await tested({'sys/block/sda/size': '0\n', 'bin/stress-ng': undefined}, {parts: 'disks'});
	expect(results).toEqual({disks: 'passed: none found'});
	expect(exitCode).toBe(0);
});
