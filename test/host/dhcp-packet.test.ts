import {expect, test} from 'vitest';
import {decodeOffer, encodeDiscover} from '../../source/host/dhcp-packet.ts';

const id = 0xDE_AD_BE_EF;
const mac = '52:54:00:12:34:56';

/** The answer of a server, with these options after the type. */
function offer({type = 2, address = '0.0.0.0', next = '0.0.0.0', file = '', options = []}: {type?: number; address?: string; next?: string; file?: string; options?: number[]}): Buffer {
	const packet = Buffer.alloc(240);
	packet[0] = 2;
	packet.writeUInt32BE(id, 4);
	packet.set(address.split('.').map(Number), 16);
	packet.set(next.split('.').map(Number), 20);
	packet.write(file, 108, 'latin1');
	packet.set([99, 130, 83, 99], 236);
	return Buffer.concat([packet, Buffer.from([53, 1, type, ...options, 255])]);
}

const text = (code: number, value: string) => [code, value.length, ...Buffer.from(value)];
const decode = (packet: Buffer) => decodeOffer(packet, {id, from: '192.168.1.9'});

test('a DISCOVER is what a boot ROM sends', () => {
	const packet = encodeDiscover({mac, id});
	expect(packet.subarray(0, 12).toString('hex')).toBe('01010600deadbeef00008000');
	expect(packet.subarray(28, 34).toString('hex')).toBe('525400123456');
	expect(packet.subarray(236, 243).toString('hex')).toBe('63825363350101');
	expect(packet.toString('latin1')).toContain('PXEClient:Arch:00007:UNDI:003016');
	expect(packet.at(-1)).toBe(255);
});

test('a router at home', () => {
	expect(decode(offer({address: '192.168.1.77', next: '192.168.1.1', options: [54, 4, 192, 168, 1, 1]}))).toEqual({server: '192.168.1.1', address: '192.168.1.77', pxe: false});
});

test('a router that was told what to boot, in the fields or in the options', () => {
	expect(decode(offer({address: '192.168.1.77', next: '192.168.1.5', file: 'pxelinux.0'}))).toEqual({server: '192.168.1.9', address: '192.168.1.77', boot: {server: '192.168.1.5', file: 'pxelinux.0'}, pxe: false});
	expect(decode(offer({address: '192.168.1.77', options: [0, ...text(66, 'nas'), ...text(67, 'boot.efi\0')]}))).toMatchObject({boot: {server: 'nas', file: 'boot.efi'}});
});

test('a proxyDHCP server', () => {
	expect(decode(offer({options: [54, 4, 192, 168, 1, 5, ...text(60, 'PXEClient')]}))).toEqual({server: '192.168.1.5', pxe: true});
});

test('an option in two parts is one', () => {
	expect(decode(offer({options: [...text(67, 'http://'), ...text(67, 'a/b')]}))?.boot?.file).toBe('http://a/b');
});

test.each([
	['of another question', () => decodeOffer(offer({}), {id: 1, from: ''})],
	['an ACK', () => decode(offer({type: 5}))],
	['a question', () => decode(encodeDiscover({mac, id}))],
	['too short', () => decode(offer({}).subarray(0, 200))],
	['without its magic', () => decode(offer({}).fill(0, 236, 240))],
	['cut in an option', () => decode(Buffer.concat([offer({}).subarray(0, 240), Buffer.from([53, 9])]))],
])('%s is none', (_, answer) => {
	expect(answer()).toBeUndefined();
});
