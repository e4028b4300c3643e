import {expect, test} from 'vitest';
import {consoleWords} from '../../source/kernel/command-line.ts';

test('a serial port gets a speed unless it has one; a screen has none', () => {
	expect(consoleWords(['tty0', 'ttyS0', 'ttyS1,57600'])).toEqual(['console=tty0', 'console=ttyS0,115200n8', 'console=ttyS1,57600']);
});
