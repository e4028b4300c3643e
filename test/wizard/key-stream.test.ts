import {PassThrough} from 'node:stream';
import type {ReadStream} from 'node:tty';
import {expect, test} from 'vitest';
import {KeyStream, splitKeys} from '../../source/wizard/key-stream.ts';
import {keys} from '../terminal/keys.ts';

test.each([
	['jj\r', ['j', 'j', '\r']],
	[keys.down + keys.enter, [keys.down, '\r']],
	[keys.pageDown + keys.f1 + keys.shiftTab + keys.end, [keys.pageDown, keys.f1, keys.shiftTab, keys.end]],
	['\u{1B}[1;5Ca', ['\u{1B}[1;5C', 'a']],
	['\u{1B}', ['\u{1B}']],
	['\u{1B}b', ['\u{1B}b']],
	['\u{1B}[', ['\u{1B}[']],
	['x\u{1B}[200~one\ntwo\u{1B}[Ax\u{1B}[201~y', ['x', '\u{1B}[200~one\ntwo\u{1B}[Ax\u{1B}[201~', 'y']],
	['\u{1B}[200~unfinished', ['\u{1B}[200~unfinished']],
	['ü😀', ['ü', '😀']],
	['', []],
])('%j is the keys %j', (text, expected) => {
	expect(splitKeys(text)).toEqual(expected);
});

test('no key is echoed by the terminal from its beginning to its end', () => {
	const modes: boolean[] = [];
	let refs = 0;
	const terminal = Object.assign(new PassThrough(), {
		setRawMode(isRaw: boolean) {
			modes.push(isRaw);
		},
		ref() {
			refs++;
		},
	});
	const stream = new KeyStream(terminal as unknown as ReadStream);
	expect(modes).toEqual([true]);
	stream.stop();
	expect(modes).toEqual([true, false]);
	// Who asks next must keep the program alive.
	expect(refs).toBe(1);
});
