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

test('what fetched no kernel has booted nothing', () => {
	expect(historyOf([at(0, `192.168.24.101 ${mac} reports up`), at(1, 'Started ramstrap-cloud-http.service'), at(2, '192.168.24.102 GET /cloud/0123456789ab/vmlinuz 404 0 bytes 0.0 s')])).toEqual({});
});
