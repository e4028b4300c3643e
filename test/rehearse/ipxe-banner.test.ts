import {expect, test} from 'vitest';
import {skipIpxeBanner} from '../../source/rehearse/ipxe-banner.ts';

function typed(...pieces: string[]): string[] {
	const keys: string[] = [];
	const hear = skipIpxeBanner(text => {
		keys.push(text);
	});
	for (const piece of pieces) {
		hear(piece);
	}

	return keys;
}

test('a key is pressed once for each time that iPXE waits, however its words come', () => {
	const banner = 'Press Ctrl-B for the iPXE command line...';
	expect(typed(`Features: DNS HTTP\r\n\u{1B}[1m${banner}`)).toEqual([' ']);
	expect(typed(...banner, '\r', ...' '.repeat(60), 'net0: 52:54:00:00:00:01')).toEqual([' ']);
	expect(typed(banner, 'Booting', banner)).toEqual([' ', ' ']);
});

test('nothing is typed into a menu, nor while the ROM offers its configuration', () => {
	expect(typed('Press Ctrl-B to configure iPXE (PCI 00:02.0)...', 'Network boot by ramstrap', 'login:')).toEqual([]);
});
