import {expect, test} from 'vitest';
import {externalDhcp} from '../../source/services/external-dhcp.ts';

const directions = {server: '192.168.1.5', web: 'http://192.168.1.5:8080', bios: 'ipxe', uefi: 'ipxe', subnet: '192.168.1.0/24'} as const;

test('every product is told of this machine, and of its web server where it listens', () => {
	for (const {name, lines} of externalDhcp(directions)) {
		const text = lines.join('\n');
		expect(text, name).toContain('192.168.1.5');
		for (const [url] of text.matchAll(/http:\/\/[\w.:]+/g)) {
			expect(url, name).toBe('http://192.168.1.5:8080');
		}
	}
});

test('those that can tell iPXE from firmware send it to the menu, all others say what they cannot do', () => {
	for (const {name, lines, limit} of externalDhcp(directions)) {
		expect(limit !== undefined || lines.join('\n').includes('http://192.168.1.5:8080/boot.ipxe'), name).toBe(true);
	}
});

test('with signed loaders every product that can is told of shim', () => {
	for (const {name, lines} of externalDhcp({...directions, uefi: 'grub'})) {
		const text = lines.join('\n');
		expect(text, name).not.toMatch(/ipxe\.efi/);
		expect(text.includes('shimx64.efi'), name).toBe(name !== 'UniFi');
	}
});
