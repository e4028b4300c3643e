import {expect, test} from 'vitest';
import {historyOf, type JournalEntry} from '../../source/deploy/booted.ts';

const mac = '52:54:00:00:24:09';
const at = (seconds: number, text: string): JournalEntry => ({MESSAGE: text, __REALTIME_TIMESTAMP: String((1_795_000_000 + seconds) * 1e6)});
const boot = (from: number, id: string, ...reached: string[]) => [
	at(from, '192.168.24.101 GET /boot.ipxe 200 900 bytes 0.0 s'),
	at(from, `192.168.24.101 GET /cloud/${id}/vmlinuz 200 14200000 bytes 0.3 s`),
	...reached.map((name, index) => at(from + 10 + index, `192.168.24.101 ${mac} reports ${name}`)),
];

test('who has booted what is read from what the HTTP service wrote', () => {
	expect(historyOf(boot(0, '0123456789ab', 'init', 'network', 'up', 'hardware'))).toEqual({
		[mac]: {address: '192.168.24.101', version: 'cloud/0123456789ab', began: '2026-11-18T11:06:40.000Z', reached: 'up', seconds: 12},
	});
});

test('the last boot counts, however far it came', () => {
	expect(historyOf([...boot(0, '0123456789ab', 'init', 'up'), ...boot(100, 'ba9876543210', 'init')])[mac]).toMatchObject({version: 'cloud/ba9876543210', reached: 'init', seconds: 10});
});

test('a node that tests itself downloads the kernel again: its boot began with the first one; when it has failed, that is known', () => {
	const again = (seconds: number) => at(seconds, '192.168.24.101 GET /cloud/0123456789ab/vmlinuz?test 200 14200000 bytes 0.3 s');
	const tested = [...boot(0, '0123456789ab', 'init', 'testing'), again(12), again(22), at(30, `192.168.24.101 ${mac} reports testing`), again(32)];
	expect(historyOf([...tested, at(40, `192.168.24.101 ${mac} reports up: memory: 980 MiB; cpu: 1 core`)])[mac]).toMatchObject({reached: 'up', seconds: 40, tested: 'memory: 980 MiB; cpu: 1 core'});
	const failure = 'hardware test failed: disks: sda: cannot be read at 12 MiB';
	const failed = historyOf([...tested, at(40, `192.168.24.101 ${mac} reports failed: ${failure}`), again(42), at(50, `192.168.24.101 ${mac} reports failed: ${failure}`)]);
	expect(failed[mac]).toEqual({address: '192.168.24.101', version: 'cloud/0123456789ab', began: '2026-11-18T11:06:40.000Z', reached: 'init', seconds: 10, failure});
	expect(historyOf([...tested, at(40, `192.168.24.101 ${mac} reports failed: ${failure}`), ...boot(100, '0123456789ab', 'up')])[mac]).toEqual({address: '192.168.24.101', version: 'cloud/0123456789ab', began: '2026-11-18T11:08:20.000Z', reached: 'up', seconds: 10});
});

test('what fetched no kernel has booted nothing', () => {
	expect(historyOf([at(0, `192.168.24.101 ${mac} reports up`), at(1, 'Started ramstrap-cloud-http.service'), at(2, '192.168.24.102 GET /cloud/0123456789ab/vmlinuz 404 0 bytes 0.0 s')])).toEqual({});
});
